import type { MeasuredCheck } from '../statistics/judge';

/** A figure of a dataset, and which rows show it. */
export interface DatasetCheck {
  readonly check: Omit<MeasuredCheck, 'rows'>;
  /** The group whose rows show it; null: there are none. */
  readonly group: number | null;
  /** Of those only rows with, or without, this label; null: any. */
  readonly label: { readonly number: number; readonly isHad: boolean } | null;
  /** Of those only rows with this word; null: any. */
  readonly word: string | null;
}

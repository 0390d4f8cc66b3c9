import type { MeasuredCheck } from '../statistics/judge';

/** A figure of a dataset, and which rows show it. */
export interface DatasetCheck {
  readonly check: Omit<MeasuredCheck, 'rows'>;
  /** The group whose rows show it. */
  readonly group: number;
  /** Of those only rows with, or without, this label; null: any. */
  readonly label: { readonly number: number; readonly isHad: boolean } | null;
  /** Of those only rows with this word; null: any. */
  readonly word: string | null;
}

import type { ValuePath } from '../schemas/schema';

/**
 * A change to one row that mends a finding, in terms of the row's values. It is applied to the row's text in the file so that
 * every byte it does not mean stays as it is.
 */
export type Fix = {
  readonly title: string;
  /** What was meant is guessed, or the row may be right as it is: a copy has it only where its rule was asked for by name. */
  readonly isGuess?: boolean;
} & Change;

export type Change =
  | { readonly type: 'delete-row' }
  /** Replaces a value, whatever it was. */
  | { readonly type: 'set-value'; readonly path: ValuePath; readonly value: unknown }
  | { readonly type: 'rename-key'; readonly path: ValuePath; readonly to: string }
  /** Takes an element out of a list, or a key with its value out of an object. */
  | { readonly type: 'remove-value'; readonly path: ValuePath }
  /** Replaces characters of the row's own text: for rows that cannot be parsed. Offsets in UTF-16 code units. */
  | {
      readonly type: 'edit-text';
      readonly start: number;
      readonly end: number;
      readonly text: string;
    }
  /** In place of the row stand several: for each of them, what changes in the row. */
  | { readonly type: 'split-row'; readonly rows: readonly Change[] }
  /** Several changes at once, none inside another. */
  | { readonly type: 'all'; readonly changes: readonly Change[] };

export const deleteRow: Fix = { type: 'delete-row', title: 'Delete this row' };

/** For rules that count and compare: what they find may be a good row. */
export const deleteDoubtfulRow: Fix = { ...deleteRow, isGuess: true };

export type Values = Readonly<Record<string, unknown>>;

/** The parts of a split in the order of their numbers; 0 before any split. */
export const partNames = ['train', 'validation', 'test'] as const;
export type PartName = (typeof partNames)[number];

/** A row on its way through the steps. A step that changes it makes a new one. */
export interface RecipeRow {
  /** Ordinal among all rows read, and line in its file, from 1: where an error leads, what a preview compares with. */
  readonly source: number;
  /** Which of the inputs it comes from, from 0; the line is one of that file. */
  readonly file: number;
  readonly line: number;
  /** Index in `partNames`. */
  readonly part: number;
  readonly values: Values;
}

/** Where a row stands in the inputs. */
export function placeOfRow(
  inputs: readonly string[],
  { file, line }: Pick<RecipeRow, 'file' | 'line'>,
): { readonly file: string; readonly line: number } {
  return { file: inputs[file] ?? '', line };
}

export type Values = Readonly<Record<string, unknown>>;

/** The parts of a split in the order of their numbers; 0 before any split. */
export const partNames = ['train', 'validation', 'test'] as const;
export type PartName = (typeof partNames)[number];

/** A row on its way through the steps. A step that changes it makes a new one. */
export interface RecipeRow {
  /** Ordinal and line in the input, from 1: where an error leads, what a preview compares with. */
  readonly source: number;
  readonly line: number;
  /** Index in `partNames`. */
  readonly part: number;
  readonly values: Values;
}

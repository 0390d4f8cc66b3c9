/** Rows of a file with what a classifier makes of them; all arrays are in the order of the rows. */
export interface ScoredRows {
  readonly path: string;
  /** Numbers of the rows in the file, from 1. */
  readonly rows: Int32Array;
  /** Where they stand in the file, from 1. */
  readonly lines: Int32Array;
  readonly texts: readonly string[];
  /** Positions in `labels`; null for rows without labels. */
  readonly gold: Int32Array | null;
  /** [rows, labels]; each row sums to 1. */
  readonly probabilities: Float32Array;
  readonly labels: readonly string[];
  /** What was decided about each row, positions in `labels`; left out: its likeliest label. */
  readonly decisions?: Int32Array;
  /** A column whose rows of one value (author, thread, document) are no independent evidence; null where a row stands alone. */
  readonly dependence?: GroupColumn;
}

/** A column that says whom a row is about, or what it is part of; null where the row does not say. */
export interface GroupColumn {
  readonly name: string;
  readonly values: readonly (string | null)[];
}

import type { GroupColumn, ScoredRows } from '../../../src/audit/scoredRows';

/** Rows of a made-up file with these answers. */
export function scoredRows(parts: {
  readonly labels: readonly string[];
  readonly gold: readonly number[] | null;
  /** [rows, labels] */
  readonly probabilities: ArrayLike<number>;
}): ScoredRows {
  const count = parts.probabilities.length / parts.labels.length;
  return {
    path: 'rows.csv',
    rows: Int32Array.from({ length: count }, (_, row) => row + 1),
    lines: Int32Array.from({ length: count }, (_, row) => row + 2),
    texts: Array.from({ length: count }, (_, row) => `text ${row + 1}`),
    gold: parts.gold === null ? null : Int32Array.from(parts.gold),
    probabilities: Float32Array.from(parts.probabilities),
    labels: parts.labels,
  };
}

/** Two labels, "no" and "yes"; a score above a half is a yes. */
export function yesNoRows(gold: readonly number[] | null, scores: readonly number[]): ScoredRows {
  return scoredRows({
    labels: ['no', 'yes'],
    gold,
    probabilities: scores.flatMap((score) => [1 - score, score]),
  });
}

export function column(name: string, values: readonly (string | null)[]): GroupColumn {
  return { name, values };
}

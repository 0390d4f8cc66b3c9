/** How often each label is true, predicted, and both; float64 so that no count overflows. */
export interface ClassCounts {
  readonly rows: number;
  /** Rows whose true label it is. [labels] */
  readonly support: Float64Array;
  /** Rows for which it is predicted. [labels] */
  readonly predicted: Float64Array;
  /** Rows for which it is predicted rightly. [labels] */
  readonly right: Float64Array;
}

/** Counts of all rows. @param gold, predicted int32 [rows], ids below `labelCount` */
export function countClasses(
  gold: Int32Array,
  predicted: Int32Array,
  labelCount: number,
): ClassCounts {
  const counts = {
    rows: gold.length,
    support: new Float64Array(labelCount),
    predicted: new Float64Array(labelCount),
    right: new Float64Array(labelCount),
  };
  for (let row = 0; row < gold.length; row += 1) {
    const truth = gold[row] ?? 0;
    const answer = predicted[row] ?? 0;
    counts.support[truth] = (counts.support[truth] ?? 0) + 1;
    counts.predicted[answer] = (counts.predicted[answer] ?? 0) + 1;
    if (truth === answer) counts.right[truth] = (counts.right[truth] ?? 0) + 1;
  }
  return counts;
}

/** A row per true label, a column per predicted one. */
export function confusionMatrix(
  gold: Int32Array,
  predicted: Int32Array,
  labelCount: number,
): number[][] {
  const matrix = Array.from({ length: labelCount }, () => new Array<number>(labelCount).fill(0));
  for (let row = 0; row < gold.length; row += 1) {
    const cells = matrix[gold[row] ?? 0];
    const answer = predicted[row] ?? 0;
    if (cells !== undefined) cells[answer] = (cells[answer] ?? 0) + 1;
  }
  return matrix;
}

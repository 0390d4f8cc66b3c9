import type { RepeatedTexts } from './repeatedTexts';

/** So many rows of different texts would say as much, by group. [groups] */
export interface EffectiveRows {
  readonly own: Float64Array;
  /** Of all other groups together, in which a text that several of them hold is one cluster. */
  readonly rest: Float64Array;
}

/**
 * Kish's effective number of rows, n² / Σ m² over texts that stand in m rows (1965): what tests and intervals take for n when rows of one
 * text have one answer (Rao and Scott 1992). Without repeated texts it is the number of rows. That a text in two groups makes these more
 * alike is left out, which errs on the side of no alarm.
 * @param rows by group [groups]
 * @param isIn which rows count
 */
export function effectiveRows(
  { clusters }: RepeatedTexts,
  groupOf: Int32Array,
  rows: Float64Array,
  isIn: (row: number) => boolean,
): EffectiveRows {
  // Sums of squares as if no text repeated, then what repeated ones add.
  const [squares, shared] = [rows.slice(), rows.slice()];
  const all = rows.reduce((sum, count) => sum + count, 0);
  let allSquares = all;
  const ofText = new Map<number, number>();
  for (const cluster of clusters) {
    ofText.clear();
    let times = 0;
    for (const row of cluster) {
      const group = groupOf[row] ?? -1;
      if (group < 0 || !isIn(row)) continue;
      ofText.set(group, (ofText.get(group) ?? 0) + 1);
      times += 1;
    }
    allSquares += times * times - times;
    for (const [group, count] of ofText) {
      squares[group] = (squares[group] ?? 0) + count * count - count;
      shared[group] = (shared[group] ?? 0) + count * times - count;
    }
  }
  const effective = (count: number, sum: number): number => (count === 0 ? 0 : count ** 2 / sum);
  return {
    own: rows.map((count, group) => effective(count, squares[group] ?? 0)),
    rest: rows.map((count, group) =>
      effective(all - count, allSquares - 2 * (shared[group] ?? 0) + (squares[group] ?? 0)),
    ),
  };
}

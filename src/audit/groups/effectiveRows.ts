import type { DependentRows } from './dependentRows';

/** So many independent rows would say as much, by group. [groups] */
export interface EffectiveRows {
  readonly own: Float64Array;
  /** Of all other groups together, in which a text that several of them hold is one cluster. */
  readonly rest: Float64Array;
}

/** Kish's effective number of rows (1965). @param pairs Σ ρ over all pairs of rows, a row and itself included: Σ m² where clusters of m are wholly alike */
export function kishRows(rows: number, pairs: number): number {
  return rows === 0 ? 0 : rows ** 2 / pairs;
}

/**
 * Kish's effective number of rows, n² / Σ ρ over all pairs of rows, a row and itself included (1965): what tests and intervals take for n
 * when rows depend on each other (Rao and Scott 1992). ρ is 1 within a text, so that the sum is Σ m² over texts that stand in m rows each;
 * `alike` within a cluster of the user's column; 0 elsewhere. Of independent rows it is their number. That dependent rows of two groups
 * make these more alike is left out, which errs on the side of no alarm.
 * @param rows by group [groups]
 * @param isIn which rows count
 * @param alike the correlation of rows of one cluster of the column
 */
export function effectiveRows(
  { texts, column }: DependentRows,
  groupOf: Int32Array,
  rows: Float64Array,
  { isIn, alike }: { readonly isIn: (row: number) => boolean; readonly alike: number },
): EffectiveRows {
  // Sums of squares as if no row depended on another, then what those that do add.
  const [squares, shared] = [rows.slice(), rows.slice()];
  const all = rows.reduce((sum, count) => sum + count, 0);
  let allSquares = all;
  const ofCluster = new Map<number, number>();
  const add = (clusters: readonly Int32Array[], correlation: number): void => {
    for (const cluster of clusters) {
      ofCluster.clear();
      let times = 0;
      for (const row of cluster) {
        const group = groupOf[row] ?? -1;
        if (group < 0 || !isIn(row)) continue;
        ofCluster.set(group, (ofCluster.get(group) ?? 0) + 1);
        times += 1;
      }
      allSquares += correlation * (times * times - times);
      for (const [group, count] of ofCluster) {
        squares[group] = (squares[group] ?? 0) + correlation * (count * count - count);
        shared[group] = (shared[group] ?? 0) + correlation * (count * times - count);
      }
    }
  };
  add(texts, 1);
  if (column !== null && alike > 0) {
    for (const { rows: cluster, texts: same } of column.clusters) {
      add([cluster], alike);
      // Pairs of one text have been counted.
      add(same, -alike);
    }
  }
  return {
    own: rows.map((count, group) => kishRows(count, squares[group] ?? 0)),
    rest: rows.map((count, group) =>
      kishRows(all - count, allSquares - 2 * (shared[group] ?? 0) + (squares[group] ?? 0)),
    ),
  };
}

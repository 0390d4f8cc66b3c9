import type { WorstRow } from '../../protocol/reports';

/** A place in the confusion matrix. */
export interface Cell {
  readonly gold: string;
  readonly prediction: string;
}

/** How much of the chart colour a full cell has; with more, text falls below a contrast of 4.5. */
export const hottest = 0.42;

/** Share of each row's true label; null where a label has no rows. */
export function rowShares(counts: readonly (readonly number[])[]): (number | null)[][] {
  return counts.map((row) => {
    const total = row.reduce((sum, count) => sum + count, 0);
    return row.map((count) => (total === 0 ? null : count / total));
  });
}

/** The listed errors that fall into a cell; all without one. */
export function errorsInCell(worst: readonly WorstRow[], cell: Cell | null): WorstRow[] {
  return worst.filter(
    ({ gold, prediction }) =>
      cell === null || (gold === cell.gold && prediction === cell.prediction),
  );
}

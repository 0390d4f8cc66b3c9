import type { FlippedRow } from '../../protocol/pages';

/** Which of the first two runs was right. */
export type FlipFilter = 'all' | 'first' | 'second';

/** Rows that flipped, by who was right. */
export function filterFlipped(rows: readonly FlippedRow[], filter: FlipFilter): FlippedRow[] {
  return rows.filter(({ gold, predictions }) => {
    if (filter === 'all') return true;
    return predictions[filter === 'first' ? 0 : 1] === gold;
  });
}

import type { FlippedRow, CompareSnapshot } from '../../protocol/pages';

/** Which of the first two runs was right. */
export type FlipFilter = 'all' | 'first' | 'second';

/** Rows that flipped, by who was right. */
export function filterFlipped(rows: readonly FlippedRow[], filter: FlipFilter): FlippedRow[] {
  return rows.filter(({ gold, predictions }) => {
    if (filter === 'all') return true;
    return predictions[filter === 'first' ? 0 : 1] === gold;
  });
}

/** How many such rows there are, those that were not sent too. */
export function countFlipped(
  { onlyFirstRight, onlySecondRight }: NonNullable<CompareSnapshot['mcnemar']>,
  filter: FlipFilter,
): number {
  return { all: onlyFirstRight + onlySecondRight, first: onlyFirstRight, second: onlySecondRight }[
    filter
  ];
}

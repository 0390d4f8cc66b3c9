import type { Bounded } from '../statistics/intervals';
import { largestDifference, smallestRatio } from './gapInterval';
import type { Gap } from './gaps';
import { boundedShare, totalOf } from './rates';
import type { RateCounts, RateName } from './rates';

/**
 * A gap of some groups with its 95 % interval.
 * @returns null where it is undefined: no group has any
 */
export function boundedGap(
  { scale, parts, combine }: Gap,
  groups: readonly number[],
  rates: ReadonlyMap<RateName, RateCounts>,
): Bounded | null {
  // Each part leaves so much that all of them together leave 5 %.
  const tail = 1 - 0.95 ** (1 / parts.length);
  const bounded: Bounded[] = [];
  for (const part of parts) {
    const counts = rates.get(part);
    if (counts === undefined) return null;
    const figures = (z: number): Bounded[] =>
      groups.map((group) => boundedShare(totalOf(counts, [group]), z));
    const gap =
      scale === 'difference' ? largestDifference(figures, tail) : smallestRatio(figures, tail);
    if (gap === null) return null;
    bounded.push(gap);
  }
  if (combine === 'mean') return meanOf(bounded);
  const choose = scale === 'difference' ? Math.max : Math.min;
  const extreme = (pick: (gap: Bounded) => number): number => choose(...bounded.map(pick));
  return {
    value: extreme(({ value }) => value),
    low: extreme(({ low }) => low),
    high: extreme(({ high }) => high),
  };
}

/** All bounds hold at once, so that those of the mean do. */
function meanOf(figures: readonly Bounded[]): Bounded {
  const mean = (pick: (figure: Bounded) => number): number =>
    figures.reduce((sum, figure) => sum + pick(figure), 0) / figures.length;
  return {
    value: mean(({ value }) => value),
    low: mean(({ low }) => low),
    high: mean(({ high }) => high),
  };
}

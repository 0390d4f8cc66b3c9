import type { Bounded } from '../statistics/intervals';
import { largestDifference, smallestRatio } from './gapInterval';
import type { Gap } from './gaps';
import { boundedShare, totalOf } from './rates';
import type { RateCounts, RateName } from './rates';

/** A gap, which is never on the other side of none. */
export interface BoundedGap extends Bounded {
  /** From the figure to its bound towards none, which may lie beyond none. */
  readonly reach: number;
}

/**
 * A gap of some groups with its 95 % interval.
 * @returns null where it is undefined: no group has any
 */
export function boundedGap(
  { scale, parts, combine }: Gap,
  groups: readonly number[],
  rates: ReadonlyMap<RateName, RateCounts>,
): BoundedGap | null {
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
  const together = (figures: readonly Bounded[]): Bounded =>
    combine === 'mean' ? meanOf(figures) : worstOf(figures, scale);
  const whole = together(bounded);
  return {
    ...together(bounded.map((gap) => cutOff(gap, scale))),
    reach: scale === 'difference' ? whole.value - whole.low : whole.high - whole.value,
  };
}

function cutOff(gap: Bounded, scale: Gap['scale']): Bounded {
  return scale === 'difference'
    ? { ...gap, low: Math.max(0, gap.low) }
    : { ...gap, high: Math.min(1, gap.high) };
}

function worstOf(figures: readonly Bounded[], scale: Gap['scale']): Bounded {
  const choose = scale === 'difference' ? Math.max : Math.min;
  const extreme = (pick: (gap: Bounded) => number): number => choose(...figures.map(pick));
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

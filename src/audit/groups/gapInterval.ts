import { differenceInterval, ratioInterval } from '../statistics/intervals';
import type { Bounded, Interval } from '../statistics/intervals';
import { usualZ } from '../statistics/normalQuantile';
import { rangeQuantile } from '../statistics/studentisedRange';

/** The figures of some groups with their bounds for a z. */
export type GroupFigures = (z: number) => readonly Bounded[];

/**
 * 95 % interval of the largest difference between two of several groups. The largest of noisy differences is too large, so the interval
 * does not stand around it: its lower bound is the largest that all pairwise differences at once surely exceed (Tukey), the upper the
 * largest that any of them may reach, each for itself (an intersection-union test needs no adjustment).
 * @param tail probability that is left for the lower bound
 * @returns a lower bound below 0 where the groups may be equal: nothing is cut off
 */
export function largestDifference(figures: GroupFigures, tail: number): Bounded {
  const [simultaneous, single] = [figures(simultaneousZ(figures, tail)), figures(usualZ)];
  const values = single.map(({ value }) => value);
  return {
    value: Math.max(...values) - Math.min(...values),
    low: over(simultaneous, (a, b) => differenceInterval(a, b)[0]),
    high: over(single, (a, b) => differenceInterval(a, b)[1]),
  };
}

/** The same of the smallest ratio between two of several groups, its upper bound above 1 where they may be equal; null where no group has any. */
export function smallestRatio(figures: GroupFigures, tail: number): Bounded | null {
  const [simultaneous, single] = [figures(simultaneousZ(figures, tail)), figures(usualZ)];
  const values = single.map(({ value }) => value);
  if (Math.max(...values) === 0) return null;
  return {
    value: Math.min(...values) / Math.max(...values),
    low: -over(single, (a, b) => -ratioInterval(a, b)[0]),
    high: -over(simultaneous, (a, b) => -ratioInterval(a, b)[1]),
  };
}

function simultaneousZ(figures: GroupFigures, tail: number): number {
  return rangeQuantile(tail, figures(usualZ).length) / Math.SQRT2;
}

/** The largest of a bound over all ordered pairs. */
function over(
  groups: readonly Bounded[],
  bound: (a: Bounded, b: Bounded) => Interval[number],
): number {
  let largest = -Infinity;
  for (const a of groups)
    for (const b of groups) if (a !== b) largest = Math.max(largest, bound(a, b));
  return largest;
}

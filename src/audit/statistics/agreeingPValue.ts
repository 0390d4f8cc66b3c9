import { normalTail } from '../../data/statistics/normalTail';
import type { Disparity } from '../../protocol/audit';
import { usualZ } from './normalQuantile';

/** What the intervals leave out. */
const level = 0.05;

/**
 * A p-value that is at most 5 % only where the 95 % interval of the figure leaves out 0. An interval that is computed another way may hold 0
 * where the test finds a difference at 5 %; p is then about the level at which the interval would end at 0, which is above 5 %. It never becomes
 * smaller, so that a report raises no false alarm more, and since adjustments only raise it, no disparity is found within an interval around 0.
 * @param reach from the figure to the bound that is nearer to 0, where that is cut off at 0
 */
export function agreeingPValue(
  pValue: number,
  { value, low, high }: Disparity,
  reach = value < 0 ? high - value : value - low,
): number {
  if (low > 0 || high < 0 || pValue > level) return pValue;
  const away = Math.abs(value) / reach;
  const atBound = away > 0 ? 2 * normalTail(usualZ * away) : 1;
  return Math.max(level + 1e-6, Math.min(1, atBound));
}

import { shareOut } from './shareOut';

/** How classes are brought to their sizes. */
export type BalanceMethod = 'undersample' | 'oversample';

/**
 * How many rows of each class a balanced dataset has: of all as many as of the smallest (or largest), or as many as shares say, of
 * the largest dataset without repeated rows (or the smallest with all rows).
 * @param sizes rows of each class, above 0
 * @param amounts in proportion to the shares wanted; null: equal ones
 */
export function balancedSizes(
  sizes: readonly number[],
  amounts: readonly number[] | null,
  method: BalanceMethod,
): readonly number[] {
  if (sizes.every((size) => size === 0)) return sizes;
  const weights = amounts ?? sizes.map(() => 1);
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  const totals = sizes.map((size, one) => (size * whole) / (weights[one] ?? 1));
  if (method === 'undersample') {
    const total = Math.floor(totals.reduce((a, b) => Math.min(a, b)) + rounding);
    // note: a class that rounding up would ask one more of than it has gives what it has, and none is lost to rounding.
    return shareOut(total, weights).map((count, one) =>
      Math.min(Math.max(count, 1), sizes[one] ?? 0),
    );
  }
  const total = Math.ceil(totals.reduce((a, b) => Math.max(a, b)) - rounding);
  return shareOut(total, weights).map((count, one) => Math.max(count, sizes[one] ?? 0));
}

/** Against 0.1 * 30 being 3.0000000000000004. */
const rounding = 1e-6;

import type { RateName } from './rates';

/** A figure that compares all groups at once. */
export interface Gap {
  readonly metric: string;
  /** Follows the label in the variant id. */
  readonly variant: string;
  readonly scale: 'difference' | 'ratio';
  readonly parts: readonly RateName[];
  /** How several rates become one figure. */
  readonly combine: 'worst-case' | 'mean';
}

const odds: readonly RateName[] = ['true-positive-rate', 'false-positive-rate'];

/** As Fairlearn defines them; the last two are the same for other rates. */
export const gaps: readonly Gap[] = [
  difference('demographic-parity-difference', 'selection-rate'),
  ratio('demographic-parity-ratio', ['selection-rate'], 'min-max'),
  {
    ...{ metric: 'equalized-odds-difference', variant: 'worst-case', scale: 'difference' },
    ...{ parts: odds, combine: 'worst-case' },
  },
  {
    ...{ metric: 'equalized-odds-difference', variant: 'mean', scale: 'difference' },
    ...{ parts: odds, combine: 'mean' },
  },
  ratio('equalized-odds-ratio', odds, 'worst-case'),
  difference('equal-opportunity-difference', 'true-positive-rate'),
  ratio('equal-opportunity-ratio', ['true-positive-rate'], 'min-max'),
  difference('predictive-parity-difference', 'positive-predictive-value'),
  difference('predictive-equality-difference', 'false-positive-rate'),
];

/** For labels of any number at once. */
export const accuracyGap: Gap = difference('accuracy-difference', 'accuracy');

/**
 * The figure as permutations compare it, larger is more disparate: a difference as it is, of a ratio minus its logarithm, whose
 * spread does not depend on its size. Infinite for a ratio of 0, NaN where no group has any.
 */
export function gapStatistic(
  { scale, parts, combine }: Gap,
  groups: readonly number[],
  rate: (name: RateName, group: number) => number,
): number {
  let [largest, sum] = [-Infinity, 0];
  for (const part of parts) {
    let [low, high] = [Infinity, -Infinity];
    for (const group of groups) {
      const value = rate(part, group);
      if (value < low) low = value;
      if (value > high) high = value;
    }
    const gap = scale === 'difference' ? high - low : Math.log(high / low);
    if (Number.isNaN(gap)) return NaN;
    largest = Math.max(largest, gap);
    sum += gap;
  }
  return combine === 'mean' ? sum / parts.length : largest;
}

/** The figure that such a statistic stands for. */
export function gapValue({ scale }: Gap, statistic: number): number {
  return scale === 'difference' ? statistic : Math.exp(-statistic);
}

function difference(metric: string, part: RateName): Gap {
  return { metric, variant: 'max-min', scale: 'difference', parts: [part], combine: 'worst-case' };
}

function ratio(metric: string, parts: readonly RateName[], variant: string): Gap {
  return { metric, variant, scale: 'ratio', parts, combine: 'worst-case' };
}

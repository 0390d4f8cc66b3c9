import { normalTail } from '../../data/statistics/normalTail';
import { bootstrap } from '../statistics/bootstrap';
import { usualZ } from '../statistics/normalQuantile';
import type { Pace } from '../statistics/pace';
import { weightedMean } from '../statistics/weightedMean';
import { signFlipTest } from '../statistics/signFlipTest';

/** From so many clusters on, the mean is as good as normal, and resampling would only cost time. */
const manyClusters = 1_000;

/** The mean of a figure over clusters. */
export interface ClusterMean {
  readonly n: number;
  readonly value: number;
  /** Standard error of the mean. */
  readonly error: number;
  /** 95 %; null with fewer than two clusters. */
  readonly bounds: { readonly value: number; readonly low: number; readonly high: number } | null;
}

/** Bootstrap over clusters, or the normal interval for many. */
export async function clusterMean(
  values: Float64Array,
  options: { readonly resamples: number; readonly seed: number; readonly pace: Pace },
): Promise<ClusterMean> {
  const n = values.length;
  const { value, deviation } = momentsOf(values);
  const error = deviation / Math.sqrt(Math.max(1, n));
  if (n > manyClusters)
    return {
      ...{ n, value, error },
      bounds: { value, low: value - usualZ * error, high: value + usualZ * error },
    };
  const [interval] = await bootstrap(
    { count: n, clusters: null, strata: null },
    (weights) => [weightedMean(values, weights)],
    options,
  );
  const bounds = interval == null ? null : { value, low: interval.low, high: interval.high };
  return { n, value, error, bounds };
}

/**
 * Two-sided p-value of differences that have either sign with probability one half when nothing differs: by flipping signs, or for many
 * clusters by the normal distribution of such sums.
 */
export async function signTest(
  differences: Float64Array,
  options: { readonly permutations: number; readonly seed: number; readonly pace: Pace },
): Promise<number> {
  if (differences.length <= manyClusters) return signFlipTest(differences, null, options);
  let [sum, squares, largest] = [0, 0, 0];
  for (const each of differences) {
    sum += each;
    squares += each * each;
    largest = Math.max(largest, each * each);
  }
  if (squares === 0) return 1;
  // note: where few clusters make up the sum, it is no more normal than those few.
  if (largest > squares / 100) return signFlipTest(differences, null, options);
  return Math.min(1, 2 * normalTail(Math.abs(sum) / Math.sqrt(squares)));
}

/** Mean and standard deviation; 0 for none. */
export function momentsOf(values: Float64Array): { value: number; deviation: number } {
  if (values.length === 0) return { value: 0, deviation: 0 };
  let [sum, squares] = [0, 0];
  for (const each of values) sum += each;
  const value = sum / values.length;
  for (const each of values) squares += (each - value) ** 2;
  return { value, deviation: Math.sqrt(squares / Math.max(1, values.length - 1)) };
}

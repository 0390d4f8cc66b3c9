import { normalTail } from '../../data/statistics/normalTail';
import { bootstrap } from '../statistics/bootstrap';
import { usualZ } from '../statistics/normalQuantile';
import type { Pace } from '../statistics/pace';
import { weightedMean } from '../statistics/weightedMean';
import { blockSums, momentsOf } from './clusterValues';
import type { ClusterValues } from './clusterValues';
import { signFlipTest } from '../statistics/signFlipTest';

/** From so many clusters on, the mean is as good as normal, and resampling would only cost time. */
const manyClusters = 1_000;

/** The mean of a figure over clusters. */
export interface ClusterMean {
  readonly n: number;
  /** Clusters that do not depend on each other. */
  readonly blocks: number;
  readonly value: number;
  /** Standard error of the mean. */
  readonly error: number;
  /** 95 %; null with fewer than two clusters. */
  readonly bounds: { readonly value: number; readonly low: number; readonly high: number } | null;
}

/** Bootstrap over clusters, those that depend on each other together, or the normal interval for many. */
export async function clusterMean(
  clusters: ClusterValues,
  options: { readonly resamples: number; readonly seed: number; readonly pace: Pace },
): Promise<ClusterMean> {
  const { values, blockOf } = clusters;
  const n = values.length;
  const { value, error, blocks } = momentsOf(clusters);
  if (blocks > manyClusters)
    return {
      ...{ n, blocks, value, error },
      bounds: { value, low: value - usualZ * error, high: value + usualZ * error },
    };
  const [interval] = await bootstrap(
    { count: n, clusters: blockOf, strata: null },
    (weights) => [weightedMean(values, weights)],
    options,
  );
  const bounds = interval == null ? null : { value, low: interval.low, high: interval.high };
  return { n, blocks, value, error, bounds };
}

/**
 * Two-sided p-value of differences that have either sign with probability one half when nothing differs: by flipping signs, or for many
 * clusters by the normal distribution of such sums.
 */
export async function signTest(
  clusters: ClusterValues,
  options: { readonly permutations: number; readonly seed: number; readonly pace: Pace },
): Promise<number> {
  const differences = blockSums(clusters);
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

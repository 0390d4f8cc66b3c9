import { normalTail } from '../../data/statistics/normalTail';
import { bootstrap } from '../statistics/bootstrap';
import { usualZ } from '../statistics/normalQuantile';
import type { Pace } from '../statistics/pace';
import { weightedMean } from '../statistics/weightedMean';
import { momentsOf, sumsByCluster } from './itemValues';
import type { ItemValues } from './itemValues';
import { signFlipTest } from '../statistics/signFlipTest';

/** From so many clusters on, the mean is as good as normal, and resampling would only cost time. */
const manyClusters = 1_000;

/** The mean of a figure over items. */
export interface ItemMean {
  readonly n: number;
  /** Clusters of items that depend on each other; an item alone is one. */
  readonly clusters: number;
  readonly value: number;
  /** Standard error of the mean. */
  readonly error: number;
  /** 95 %; null with fewer than two items. */
  readonly bounds: { readonly value: number; readonly low: number; readonly high: number } | null;
}

/** Bootstrap over items, those that depend on each other together, or the normal interval for many. */
export async function itemMean(
  items: ItemValues,
  options: { readonly resamples: number; readonly seed: number; readonly pace: Pace },
): Promise<ItemMean> {
  const { values, clusterOf } = items;
  const n = values.length;
  const { value, error, clusters } = momentsOf(items);
  if (clusters > manyClusters)
    return {
      ...{ n, clusters, value, error },
      bounds: { value, low: value - usualZ * error, high: value + usualZ * error },
    };
  const [interval] = await bootstrap(
    { count: n, clusters: clusterOf, strata: null },
    (weights) => [weightedMean(values, weights)],
    options,
  );
  const bounds = interval == null ? null : { value, low: interval.low, high: interval.high };
  return { n, clusters, value, error, bounds };
}

/**
 * Two-sided p-value of differences that have either sign with probability one half when nothing differs: by flipping signs, or for many
 * clusters by the normal distribution of such sums.
 */
export async function signTest(
  items: ItemValues,
  options: { readonly permutations: number; readonly seed: number; readonly pace: Pace },
): Promise<number> {
  const differences = sumsByCluster(items);
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

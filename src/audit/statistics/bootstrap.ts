import { normalTail } from '../../data/statistics/normalTail';
import { quantile } from '../../data/statistics/quantiles';
import { seededNumbers } from '../../data/seededNumbers';
import type { Bounded } from './intervals';
import type { Pace } from './pace';
import { studentQuantile } from './student';

export interface BootstrapItems {
  readonly count: number;
  /** Whole clusters are drawn: items of one template, the twins of one row. Any whole numbers; null where each item is its own. */
  readonly clusters: Int32Array | null;
  /**
   * Each stratum keeps its number of clusters, so that no group vanishes. Any whole numbers; a cluster belongs to the stratum of its
   * first item. null for one stratum.
   */
  readonly strata: Int32Array | null;
}

export interface Bootstrapped extends Bounded {
  readonly standardError: number;
  /** Share of the resamples in which the figure is defined; null figures are left out of the interval. */
  readonly defined: number;
}

/**
 * 95 % intervals of figures by drawing clusters with replacement within strata. Percentiles are taken a little further out, as
 * Student's t is wider than the normal (Hesterberg 2015, "expanded percentile"), or few clusters would give too narrow an interval.
 * @param figures the figures when item i counts weights[i] times; NaN where undefined
 * @returns an entry a figure; null where it is undefined as observed, or in more than half of the resamples, or with one cluster
 */
export async function bootstrap(
  items: BootstrapItems,
  figures: (weights: Float64Array) => readonly number[],
  {
    resamples,
    seed,
    pace,
  }: { readonly resamples: number; readonly seed: number; readonly pace: Pace },
): Promise<(Bootstrapped | null)[]> {
  const weights = new Float64Array(items.count).fill(1);
  const observed = figures(weights);
  const strata = clustersByStratum(items);
  const degrees = strata.reduce((sum, clusters) => sum + clusters.length - 1, 0);
  if (degrees < 1) return observed.map(() => null);
  const next = seededNumbers(seed);
  const drawn = observed.map(() => new Float64Array(resamples));
  for (let resample = 0; resample < resamples; resample += 1) {
    weights.fill(0);
    for (const clusters of strata) drawInto(weights, clusters, next);
    for (const [index, value] of figures(weights).entries()) {
      const values = drawn[index];
      if (values !== undefined) values[resample] = value;
    }
    if (pace.isDue()) await pace.rest();
  }
  const clusterCount = degrees + strata.length;
  const tail = normalTail(studentQuantile(0.025, degrees) * Math.sqrt(clusterCount / degrees));
  return observed.map((value, index) => summary(value, drawn[index] ?? new Float64Array(), tail));
}

function drawInto(weights: Float64Array, clusters: readonly number[][], next: () => number): void {
  const count = clusters.length;
  for (let draw = 0; draw < count; draw += 1) {
    const items = clusters[Math.floor(next() * count)] ?? [];
    for (const item of items) weights[item] = (weights[item] ?? 0) + 1;
  }
}

function summary(value: number, drawn: Float64Array, tail: number): Bootstrapped | null {
  const defined = drawn.filter((each) => Number.isFinite(each)).sort();
  if (!Number.isFinite(value) || defined.length < drawn.length / 2) return null;
  let [sum, squares] = [0, 0];
  for (const each of defined) sum += each;
  for (const each of defined) squares += (each - sum / defined.length) ** 2;
  return {
    value,
    low: Math.min(value, quantile(defined, tail)),
    high: Math.max(value, quantile(defined, 1 - tail)),
    standardError: Math.sqrt(squares / Math.max(1, defined.length - 1)),
    defined: defined.length / drawn.length,
  };
}

/** The items of each cluster of each stratum, in the order of the items. */
function clustersByStratum({ count, clusters, strata }: BootstrapItems): number[][][] {
  const byStratum = new Map<number, number[][]>();
  const byCluster = new Map<number, number[]>();
  for (let item = 0; item < count; item += 1) {
    const cluster = clusters?.[item] ?? item;
    const known = byCluster.get(cluster);
    if (known !== undefined) {
      known.push(item);
      continue;
    }
    const members = [item];
    byCluster.set(cluster, members);
    const stratum = strata?.[item] ?? 0;
    const others = byStratum.get(stratum);
    if (others === undefined) byStratum.set(stratum, [members]);
    else others.push(members);
  }
  return [...byStratum.values()];
}

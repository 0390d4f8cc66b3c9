import { clusterSums } from '../statistics/signFlipTest';
import type { Versions } from './versions';

/** A figure of the clusters that have one. */
export interface ClusterValues {
  readonly values: Float64Array;
  /** Clusters of one number depend on each other; null where none does. */
  readonly blockOf: Int32Array | null;
  /** So many independent clusters would say as much. */
  readonly effective: number;
  /** The same if those that depend on each other were wholly alike: what must not be few. */
  readonly independent: number;
}

/** @param values by cluster; NaN for one without the figure */
export function clusterValues({ dependence }: Versions, values: Float64Array): ClusterValues {
  const has = (each: number): boolean => !Number.isNaN(each);
  const defined = values.filter(has);
  if (dependence === null) {
    const count = defined.length;
    return { values: defined, blockOf: null, effective: count, independent: count };
  }
  return {
    values: defined,
    blockOf: dependence.blockOf.filter((_, cluster) => has(values[cluster] ?? NaN)),
    ...dependence.countsOf(values),
  };
}

/** The sum of each block, without those that are 0; the values themselves where no cluster depends on another. */
export function blockSums({ values, blockOf }: ClusterValues): Float64Array {
  return blockOf === null ? values : Float64Array.from(clusterSums(values, blockOf));
}

/** Mean, its standard error from blocks, and how many of these there are; 0 for none. */
export function momentsOf(clusters: Pick<ClusterValues, 'values' | 'blockOf'>): {
  readonly value: number;
  readonly error: number;
  /** The square of the error. */
  readonly variance: number;
  readonly blocks: number;
} {
  const { values, blockOf } = clusters;
  const count = values.length;
  if (count === 0) return { value: 0, error: 0, variance: 0, blocks: 0 };
  let [sum, squares] = [0, 0];
  for (const each of values) sum += each;
  const value = sum / count;
  if (blockOf === null) {
    for (const each of values) squares += (each - value) ** 2;
    const deviation = Math.sqrt(squares / Math.max(1, count - 1));
    const [error, variance] = [deviation / Math.sqrt(count), deviation ** 2 / count];
    return { value, error, variance, blocks: count };
  }
  const blocks = new Set(blockOf).size;
  const deviations = values.map((each) => each - value);
  for (const each of clusterSums(deviations, blockOf)) squares += each ** 2;
  const variance = (squares * blocks) / Math.max(1, blocks - 1) / count ** 2;
  return { value, error: Math.sqrt(variance), variance, blocks };
}

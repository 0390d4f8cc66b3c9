import { clusterSums } from '../statistics/signFlipTest';
import type { Versions } from './versions';

/** A figure of the items that have one. */
export interface ItemValues {
  readonly values: Float64Array;
  /** Items of one number depend on each other; null where none does. */
  readonly clusterOf: Int32Array | null;
  /** So many independent items would say as much. */
  readonly effective: number;
  /** The same if those that depend on each other were wholly alike: what must not be few. */
  readonly independent: number;
}

/** @param values by item; NaN for one without the figure */
export function itemValues({ dependence }: Versions, values: Float64Array): ItemValues {
  const has = (each: number): boolean => !Number.isNaN(each);
  const defined = values.filter(has);
  if (dependence === null) {
    const count = defined.length;
    return { values: defined, clusterOf: null, effective: count, independent: count };
  }
  return {
    values: defined,
    clusterOf: dependence.clusterOf.filter((_, item) => has(values[item] ?? NaN)),
    ...dependence.countsOf(values),
  };
}

/** The sum of each cluster, without those that are 0; the values themselves where no item depends on another. */
export function sumsByCluster({ values, clusterOf }: ItemValues): Float64Array {
  return clusterOf === null ? values : Float64Array.from(clusterSums(values, clusterOf));
}

/** Mean, its standard error from clusters, and how many of these there are; 0 for none. */
export function momentsOf(items: Pick<ItemValues, 'values' | 'clusterOf'>): {
  readonly value: number;
  readonly error: number;
  /** The square of the error. */
  readonly variance: number;
  readonly clusters: number;
} {
  const { values, clusterOf } = items;
  const count = values.length;
  if (count === 0) return { value: 0, error: 0, variance: 0, clusters: 0 };
  let [sum, squares] = [0, 0];
  for (const each of values) sum += each;
  const value = sum / count;
  if (clusterOf === null) {
    for (const each of values) squares += (each - value) ** 2;
    const deviation = Math.sqrt(squares / Math.max(1, count - 1));
    const [error, variance] = [deviation / Math.sqrt(count), deviation ** 2 / count];
    return { value, error, variance, clusters: count };
  }
  const clusters = new Set(clusterOf).size;
  const deviations = values.map((each) => each - value);
  for (const each of clusterSums(deviations, clusterOf)) squares += each ** 2;
  const variance = (squares * clusters) / Math.max(1, clusters - 1) / count ** 2;
  return { value, error: Math.sqrt(variance), variance, clusters };
}

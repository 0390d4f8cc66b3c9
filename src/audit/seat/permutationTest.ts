import { logChoose } from '../../data/statistics/logFactorial';
import { seededNumbers } from '../../data/seededNumbers';
import type { Associations } from './associations';

export interface PermutationTest {
  /** One-sided: the share of partitions whose statistic is at least the observed one. */
  readonly pValue: number;
  /** Partitions looked at, all of them or as many as were drawn. */
  readonly partitions: number;
  readonly isExact: boolean;
}

/** More partitions than this are drawn instead of counted. */
const mostPartitions = 5_000_000;
/** Statistics that differ by less than this share of their scale count as equal, against rounding. */
const tolerance = 1e-12;

/**
 * Whether a random partition of all targets into sets of the same sizes would separate s as well. All partitions are counted
 * where there are few enough, else `permutations` are drawn and p = (1 + hits) / (1 + draws) (Phipson and Smyth 2010); ties
 * count against the association. With the total given, the statistic rises with the sum of the first set alone.
 */
export function permutationTest(
  { targ1, targ2 }: Associations,
  { permutations, seed }: { readonly permutations: number; readonly seed: number },
): PermutationTest {
  const all = new Float64Array(targ1.length + targ2.length);
  all.set(targ1);
  all.set(targ2, targ1.length);
  const scale = all.reduce((sum, value) => sum + Math.abs(value), 0);
  const observed = targ1.reduce((sum, value) => sum + value, 0) - tolerance * scale;
  const count = Math.round(Math.exp(logChoose(all.length, targ1.length)));
  if (count <= mostPartitions) {
    const hits = countPartitions(all, targ1.length, observed);
    return { pValue: hits / count, partitions: count, isExact: true };
  }
  const hits = drawPartitions(all, targ1.length, observed, { permutations, seed });
  return { pValue: (1 + hits) / (1 + permutations), partitions: permutations, isExact: false };
}

/** How many ways to choose `size` of the values have a sum of at least `observed`. */
function countPartitions(values: Float64Array, size: number, observed: number): number {
  const walk = (from: number, left: number, sum: number): number => {
    if (left === 0) return sum >= observed ? 1 : 0;
    let hits = 0;
    for (let at = from; at <= values.length - left; at += 1)
      hits += walk(at + 1, left - 1, sum + (values[at] ?? 0));
    return hits;
  };
  return walk(0, size, 0);
}

function drawPartitions(
  values: Float64Array,
  size: number,
  observed: number,
  { permutations, seed }: { readonly permutations: number; readonly seed: number },
): number {
  const next = seededNumbers(seed);
  const order = Float64Array.from(values);
  let hits = 0;
  for (let draw = 0; draw < permutations; draw += 1) {
    let sum = 0;
    // A partial Fisher-Yates shuffle: the first `size` are a random set, whatever the order was before.
    for (let at = 0; at < size; at += 1) {
      const other = at + Math.floor(next() * (order.length - at));
      const value = order[other] ?? 0;
      order[other] = order[at] ?? 0;
      order[at] = value;
      sum += value;
    }
    if (sum >= observed) hits += 1;
  }
  return hits;
}

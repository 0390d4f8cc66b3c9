import { logChoose } from '../../data/statistics/logFactorial';
import { seededNumbers } from '../../data/seededNumbers';
import type { Associations } from './associations';

export interface PermutationTest {
  /** One-sided: the share of partitions whose statistic is at least the observed one. */
  readonly pValue: number;
  /** The same of those whose statistic is at most the observed one: an association the other way. */
  readonly reversePValue: number;
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
  const observed = targ1.reduce((sum, value) => sum + value, 0);
  const tally = countingTails(observed, tolerance * scale);
  const count = Math.round(Math.exp(logChoose(all.length, targ1.length)));
  const isExact = count <= mostPartitions;
  if (isExact) visitPartitions(all, targ1.length, tally.see);
  else drawPartitions(all, targ1.length, { permutations, seed }, tally.see);
  const partitions = isExact ? count : permutations;
  // The observed partition is one of those that are counted, and joins those that are drawn.
  const share = (hits: number): number =>
    isExact ? hits / partitions : (1 + hits) / (1 + partitions);
  return {
    pValue: share(tally.hits.above),
    reversePValue: share(tally.hits.below),
    partitions,
    isExact,
  };
}

/** Counts sums that are at least, and at most, the observed one. */
function countingTails(observed: number, slack: number) {
  const hits = { above: 0, below: 0 };
  const see = (sum: number): void => {
    if (sum >= observed - slack) hits.above += 1;
    if (sum <= observed + slack) hits.below += 1;
  };
  return { hits, see };
}

/** Tells the sum of every choice of `size` values. */
function visitPartitions(values: Float64Array, size: number, see: (sum: number) => void): void {
  const walk = (from: number, left: number, sum: number): void => {
    if (left === 0) {
      see(sum);
      return;
    }
    for (let at = from; at <= values.length - left; at += 1)
      walk(at + 1, left - 1, sum + (values[at] ?? 0));
  };
  walk(0, size, 0);
}

function drawPartitions(
  values: Float64Array,
  size: number,
  { permutations, seed }: { readonly permutations: number; readonly seed: number },
  see: (sum: number) => void,
): void {
  const next = seededNumbers(seed);
  const order = Float64Array.from(values);
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
    see(sum);
  }
}

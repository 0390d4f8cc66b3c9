import { seededNumbers } from '../../data/seededNumbers';
import type { Pace } from './pace';

/** Up to so many clusters all signs are tried. */
const mostExact = 14;

/**
 * Two-sided p-value of paired differences: when swapping the sides of a pair changes nothing, the sum of each cluster has either sign
 * with probability one half. Exact over all signs for up to 14 clusters, else Monte-Carlo with the +1 rule.
 * @param differences one a pair
 * @param clusters pairs that share a template, or a row; null where each pair stands alone
 */
export async function signFlipTest(
  differences: Float64Array,
  clusters: Int32Array | null,
  {
    permutations,
    seed,
    pace,
  }: { readonly permutations: number; readonly seed: number; readonly pace: Pace },
): Promise<number> {
  const sums = clusterSums(differences, clusters);
  let [observed, scale] = [0, 0];
  for (const sum of sums) {
    observed += sum;
    scale += Math.abs(sum);
  }
  // Sums that differ by rounding alone count as equal.
  const limit = Math.abs(observed) - 1e-12 * scale;
  if (sums.length <= mostExact) {
    let extreme = 0;
    const all = 2 ** sums.length;
    for (let signs = 0; signs < all; signs += 1) {
      let flipped = 0;
      for (const [index, sum] of sums.entries()) flipped += (signs >> index) & 1 ? sum : -sum;
      if (Math.abs(flipped) >= limit) extreme += 1;
    }
    return extreme / all;
  }
  const next = seededNumbers(seed);
  let extreme = 0;
  for (let permutation = 0; permutation < permutations; permutation += 1) {
    let flipped = 0;
    for (const sum of sums) flipped += next() < 0.5 ? sum : -sum;
    if (Math.abs(flipped) >= limit) extreme += 1;
    if (pace.isDue()) await pace.rest();
  }
  return (extreme + 1) / (permutations + 1);
}

/** Sums that are not 0: the others have the same sum with either sign. */
export function clusterSums(differences: Float64Array, clusters: Int32Array | null): number[] {
  const sums = new Map<number, number>();
  for (const [index, difference] of differences.entries()) {
    const cluster = clusters?.[index] ?? index;
    sums.set(cluster, (sums.get(cluster) ?? 0) + difference);
  }
  return [...sums.values()].filter((sum) => sum !== 0);
}

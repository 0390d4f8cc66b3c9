import { mcnemarExact } from '../../data/compareOutcomes';
import { logChoose } from '../../data/statistics/logFactorial';

/** Clusters with one difference of outcomes: pairs that went wrong only afterwards, less those that did only before. */
export interface ClusterTotal {
  readonly total: number;
  readonly clusters: number;
}

/**
 * Exact two-sided p-value that outcomes of pairs in clusters did not change: under the null hypothesis the models can be exchanged within
 * each cluster, so that its total has either sign with probability one half. The variance of the sum, Σ total², is that of McNemar's test for
 * clustered pairs (Durkalski et al. 2003, with a weight of one for each pair). Where no cluster has more than one discordant pair it is
 * McNemar's exact test.
 */
export function clusteredMcnemar(totals: readonly ClusterTotal[]): number {
  const bySize = new Map<number, number>();
  let observed = 0;
  for (const { total, clusters } of totals) {
    observed += total * clusters;
    const size = Math.abs(total);
    if (size > 0) bySize.set(size, (bySize.get(size) ?? 0) + clusters);
  }
  const ones = bySize.get(1) ?? 0;
  if (bySize.size - Number(ones > 0) === 0)
    return mcnemarExact((ones + observed) / 2, (ones - observed) / 2);
  if (observed === 0) return 1;
  let all = 0;
  for (const [size, count] of bySize) all += size * count;
  // The sum of the sizes on the rarer side, from 0 to all of them, is at most this.
  const most = (all - Math.abs(observed)) / 2;
  let probabilities = Float64Array.of(1); // [sum]
  for (const [size, count] of bySize) {
    const reached = Math.min(most, probabilities.length - 1 + size * count);
    const sums = new Float64Array(reached + 1);
    for (let chosen = 0; chosen <= count && chosen * size <= reached; chosen += 1) {
      const share = Math.exp(logChoose(count, chosen) - count * Math.LN2);
      // Shares of large numbers of clusters vanish far from their middle.
      if (share === 0) continue;
      const shift = chosen * size;
      const end = Math.min(probabilities.length, reached + 1 - shift);
      for (let sum = 0; sum < end; sum += 1)
        sums[sum + shift] = (sums[sum + shift] ?? 0) + share * (probabilities[sum] ?? 0);
    }
    probabilities = sums;
  }
  return Math.min(1, 2 * probabilities.reduce((sum, each) => sum + each, 0));
}

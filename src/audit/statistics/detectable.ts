import { normalTail } from '../../data/statistics/normalTail';
import { normalQuantile } from './normalQuantile';
import { smallestWhere } from './smallestWhere';

/** What a two-sided test at a level finds with a probability of 80 %; null where no effect is large enough. */
export type DetectableAt = (level: number) => number | null;

/** z of the power: 80 % of tests lie above the critical value by this much. */
export const powerZ = 0.8416212335729143;

/** Of an estimate that is about normal, with this standard error; unknown where that is 0, since a few rows that agree say nothing of others. */
export function normalDetectable(standardError: number): DetectableAt {
  if (standardError === 0) return () => null;
  return (level) => (normalQuantile(level / 2) + powerZ) * standardError;
}

/**
 * How many deviations from its mean, on either side, a value of such skewness lies with probability `level`, by Cornish and Fisher's first
 * term: nearly all that is so far away lies where the tail is longer.
 */
export function skewedCritical(level: number, skewness: number): number {
  const bend = Math.abs(skewness) / 6;
  // The normal value z of z + bend · (z² - 1) = away; below its smallest value there is nothing.
  const tail = (away: number, side: 1 | -1): number => {
    if (bend < 1e-6) return normalTail(away);
    const root = 1 + 4 * bend * (bend + side * away);
    if (root <= 0) return 0;
    return normalTail((side * (Math.sqrt(root) - 1)) / (2 * bend));
  };
  const isRarer = (away: number): boolean => tail(away, 1) + tail(away, -1) <= level;
  let most = 1;
  while (!isRarer(most)) most *= 2;
  return smallestWhere(most, isRarer) ?? most;
}

/** Of a test by permutations, whose p-values cannot be smaller than 1 / (permutations + 1): null where the level is. */
export function permutationDetectable(detectableAt: DetectableAt, most: number): DetectableAt {
  return (level) => (level * (most + 1) < 1 ? null : detectableAt(level));
}

export interface TwoShares {
  readonly n: number;
  readonly others: number;
  /** Their common share when there is no difference. */
  readonly share: number;
}

/**
 * Of Fisher's exact test between two shares: the normal formula with Fleiss's correction for the steps of counts, and Cornish and Fisher's
 * for the skewness of the null distribution, whose tail is far longer than a normal one where few rows are marked. The difference is
 * taken towards a half, where it is harder to find.
 * @returns null where even a share of 0 or 1 would be missed
 */
export function shareDetectable({ n, others, share }: TwoShares): DetectableAt {
  if (n === 0 || others === 0) return () => null;
  const steps = (1 / n + 1 / others) / 2;
  const direction = share <= 0.5 ? 1 : -1;
  return (level) => {
    const critical = normalQuantile(level / 2);
    const found = (difference: number): boolean => {
      const other = share + direction * difference;
      const pooled = (n * other + others * share) / (n + others);
      const underNull = Math.sqrt(pooled * (1 - pooled) * (1 / n + 1 / others));
      const underDifference = Math.sqrt((other * (1 - other)) / n + (share * (1 - share)) / others);
      const skewed =
        critical + (Math.max(0, skewness({ n, others, share: pooled })) * (critical ** 2 - 1)) / 6;
      return difference - steps >= skewed * underNull + powerZ * underDifference;
    };
    return smallestWhere(direction === 1 ? 1 - share : share, found);
  };
}

/**
 * Of a difference between two areas under a curve, or other figures from 0 to 1 whose variance shrinks towards either end as that of a
 * share does: that of shares of as many rows as would have their variance.
 * @param variance of the difference when there is none; `ofOthers`: the part of it that the others' figure is
 */
export function areaDetectable(
  area: number,
  { variance, ofOthers }: { readonly variance: number; readonly ofOthers: number },
): DetectableAt {
  const single = area * (1 - area);
  const own = variance - ofOthers;
  if (!(single > 0) || !(own > 0) || !(ofOthers > 0)) return normalDetectable(Math.sqrt(variance));
  return shareDetectable({ n: single / own, others: single / ofOthers, share: area });
}

/** Of the number of marked rows among n that are drawn from all, towards the rarer kind (hypergeometric). */
function skewness({ n, others, share }: TwoShares): number {
  const all = n + others;
  const rarer = Math.min(share, 1 - share);
  const spread = Math.sqrt(n * others * share * (1 - share)) * (all - 2);
  return spread > 0 ? ((1 - 2 * rarer) * (others - n) * Math.sqrt(all - 1)) / spread : 0;
}

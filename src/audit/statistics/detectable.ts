import { normalQuantile } from './normalQuantile';

/** What a two-sided test at a level finds with a probability of 80 %; null where no effect is large enough. */
export type DetectableAt = (level: number) => number | null;

/** z of the power: 80 % of tests lie above the critical value by this much. */
export const powerZ = 0.8416212335729143;

/** Of an estimate that is about normal, with this standard error; unknown where that is 0, since a few rows that agree say nothing of others. */
export function normalDetectable(standardError: number): DetectableAt {
  if (standardError === 0) return () => null;
  return (level) => (normalQuantile(level / 2) + powerZ) * standardError;
}

export interface TwoShares {
  readonly n: number;
  readonly others: number;
  /** Their common share when there is no difference. */
  readonly share: number;
}

/**
 * Of Fisher's exact test between two shares: the normal formula with Fleiss's correction for the steps of counts. The difference is
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
      return difference - steps >= critical * underNull + powerZ * underDifference;
    };
    let [low, high] = [0, direction === 1 ? 1 - share : share];
    if (!found(high)) return null;
    for (let halving = 0; halving < 40; halving += 1) {
      const middle = (low + high) / 2;
      if (found(middle)) high = middle;
      else low = middle;
    }
    return high;
  };
}

import { powerZ } from '../statistics/detectable';
import type { DetectableAt } from '../statistics/detectable';
import type { PermutationNull } from '../statistics/permutationTest';
import { smallestWhere } from '../statistics/smallestWhere';
import { rangeQuantile } from '../statistics/studentisedRange';
import type { Gap } from './gaps';
import { totalOf } from './rates';
import type { RateCounts, RateName } from './rates';

/**
 * The gap that is found with a probability of 80 % when the smallest group differs from all others, which are alike. The critical value
 * at a level is the one at 5 % that the permutations gave, times what the range of normal values grows by. The others' own spread helps:
 * the farthest of them stands away from their mean by half of their range.
 */
export function gapDetectable(
  gap: Gap,
  groups: readonly number[],
  rates: ReadonlyMap<RateName, RateCounts>,
  { usual, mean }: PermutationNull,
): DetectableAt {
  const parts = gap.parts.map((part) => smallestAgainstRest(rates.get(part), groups));
  // Of the worst of several rates nobody knows whether it is the one that differs.
  const usualGap = gap.parts.length === 1 && Number.isFinite(mean) ? mean : 0;
  const help =
    groups.length < 3
      ? 0
      : (usualGap / 2) * (typicalRange(groups.length - 1) / typicalRange(groups.length));
  // Shares of few rows move by steps, and what is found must lie above the critical value, not on it.
  const step = Math.max(...parts.map(({ n }) => 1 / n)) / (gap.combine === 'mean' ? 2 : 1);
  return (level) => {
    const critical =
      (usual * rangeQuantile(level, groups.length)) / rangeQuantile(0.05, groups.length);
    if (!Number.isFinite(critical)) return null;
    const needed = (size: number): number => {
      const spreads = parts.map((part) =>
        gap.scale === 'ratio' ? logSpread(part, size) : spread(part, size),
      );
      const combined =
        gap.combine === 'mean' ? Math.hypot(...spreads) / spreads.length : Math.max(...spreads);
      return Math.max(critical / 2, critical + powerZ * combined - help);
    };
    if (gap.scale === 'ratio') {
      // A step counts the more, the fewer rows of the group still have it.
      const holds = (size: number): boolean => {
        const log = -Math.log(1 - size);
        const steps = Math.max(...parts.map(({ n, share }) => 1 / (n * share * (1 - size))));
        const growth = Math.max(...parts.map((part) => logWidening(part, size)));
        return log >= needed(size) + steps + critical * (growth - 1);
      };
      // note: near a rate of 0 a few rows decide, so that a larger size need not hold where a smaller one does.
      const first = Array.from({ length: 99 }, (_, part) => (part + 1) / 100).find(holds);
      return first === undefined ? null : smallestWhere(first, holds);
    }
    const growth = (size: number): number => Math.max(...parts.map((part) => widening(part, size)));
    const most = Math.min(...parts.map(({ share }) => Math.max(share, 1 - share)));
    return smallestWhere(
      most,
      (size) => size >= needed(size) + step + critical * (growth(size) - 1),
    );
  };
}

/** What a difference of this size multiplies the spread of permutations by: they shuffle all rows, the unlike ones too. */
export function widening({ n, others, share }: Smallest, size: number): number {
  const pooled = (n * towardsHalf(share, size) + others * share) / (n + others);
  return Math.sqrt((pooled * (1 - pooled)) / (share * (1 - share)));
}

/** Median, which stands for the mean here: only the ratio of two counts. */
function typicalRange(groups: number): number {
  return rangeQuantile(0.5, groups);
}

export interface Smallest {
  readonly n: number;
  readonly others: number;
  readonly share: number;
}

function smallestAgainstRest(counts: RateCounts | undefined, groups: readonly number[]): Smallest {
  if (counts === undefined) return { n: 0, others: 0, share: 0 };
  const all = totalOf(counts, groups);
  const n = Math.min(...groups.map((group) => counts.effective[group] ?? 0));
  return { n, others: all.effective - n, share: all.counted / all.of };
}

/** Standard error of the difference when there is one of this size towards a half. */
export function spread({ n, others, share }: Smallest, size: number): number {
  const shifted = towardsHalf(share, size);
  return Math.sqrt((shifted * (1 - shifted)) / n + (share * (1 - share)) / others);
}

/** Standard error of the logarithm of the ratio when the group's rate is lower by this part. */
function logSpread({ n, others, share }: Smallest, size: number): number {
  const lower = share * (1 - size);
  return Math.sqrt((1 - lower) / (lower * n) + (1 - share) / (share * others));
}

/** What such a rate multiplies the spread of the logarithms of permutations by. */
function logWidening({ n, others, share }: Smallest, size: number): number {
  const pooled = (n * share * (1 - size) + others * share) / (n + others);
  return Math.sqrt((1 - pooled) / pooled / ((1 - share) / share));
}

/** A share that differs from another by so much, where differences are hardest to see. */
export function towardsHalf(share: number, size: number): number {
  return share <= 0.5 ? Math.min(0.5, share + size) : Math.max(0.5, share - size);
}

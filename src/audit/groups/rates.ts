import { wilson } from '../statistics/intervals';
import type { Bounded } from '../statistics/intervals';
import { usualZ } from '../statistics/normalQuantile';
import type { GroupSet } from './groupSet';
import type { LabelRows } from './labelRows';

export type RateName =
  | 'selection-rate'
  | 'true-positive-rate'
  | 'false-positive-rate'
  | 'positive-predictive-value'
  | 'accuracy';

/** Rows that count, of so many, by group. [groups] */
export interface RateCounts {
  readonly counted: Float64Array;
  readonly of: Float64Array;
}

/** What rows a rate is a share of, for the sentence that says there are none. */
export const rateRows: Readonly<Record<RateName, string>> = {
  'selection-rate': 'rows',
  'true-positive-rate': 'rows with this true label',
  'false-positive-rate': 'rows with another true label',
  'positive-predictive-value': 'rows predicted to have this label',
  accuracy: 'rows',
};

/** The rates of one label. Without true labels there is the selection rate alone. */
export function countRates(
  set: GroupSet,
  { selected, actual }: Pick<LabelRows, 'selected' | 'actual'>,
): ReadonlyMap<RateName, RateCounts> {
  const [all, positives, negatives, predicted] = Array.from({ length: 4 }, () =>
    emptyCounts(set.names.length),
  ) as [RateCounts, RateCounts, RateCounts, RateCounts];
  for (const [row, group] of set.groupOf.entries()) {
    if (group < 0) continue;
    const isSelected = selected[row] ?? 0;
    const isPositive = actual?.[row] ?? 0;
    count(all, group, isSelected);
    count(isPositive === 1 ? positives : negatives, group, isSelected);
    if (isSelected === 1) count(predicted, group, isPositive);
  }
  if (actual === null) return new Map([['selection-rate', all]]);
  return new Map([
    ['selection-rate', all],
    ['true-positive-rate', positives],
    ['false-positive-rate', negatives],
    ['positive-predictive-value', predicted],
  ]);
}

/** Share of the rows whose prediction is the true label, whatever that is. */
export function countRight(set: GroupSet, gold: Int32Array, predicted: Int32Array): RateCounts {
  const counts = emptyCounts(set.names.length);
  for (const [row, group] of set.groupOf.entries())
    if (group >= 0) count(counts, group, Number(gold[row] === predicted[row]));
  return counts;
}

/** Counts of several groups as one. */
export function totalOf({ counted, of }: RateCounts, groups: readonly number[]): Share {
  let [sum, rows] = [0, 0];
  for (const group of groups) {
    sum += counted[group] ?? 0;
    rows += of[group] ?? 0;
  }
  return { counted: sum, of: rows };
}

export interface Share {
  readonly counted: number;
  readonly of: number;
}

/** A share with Wilson's bounds. */
export function boundedShare({ counted, of }: Share, z = usualZ): Bounded {
  const value = counted / of;
  const [low, high] = wilson(value, of, z);
  return { value, low, high };
}

function emptyCounts(groups: number): RateCounts {
  return { counted: new Float64Array(groups), of: new Float64Array(groups) };
}

function count(counts: RateCounts, group: number, amount: number): void {
  counts.of[group] = (counts.of[group] ?? 0) + 1;
  counts.counted[group] = (counts.counted[group] ?? 0) + amount;
}

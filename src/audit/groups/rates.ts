import { wilson } from '../statistics/intervals';
import type { Bounded } from '../statistics/intervals';
import { usualZ } from '../statistics/normalQuantile';
import { effectiveRows } from './effectiveRows';
import { fewestBehind, fewestRows } from './gate';
import type { GroupSet } from './groupSet';
import type { LabelRows } from './labelRows';
import { noRepeats } from './repeatedTexts';
import type { RepeatedTexts } from './repeatedTexts';

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
  /** What tests and intervals take for `of`: fewer where texts repeat. */
  readonly effective: Float64Array;
  /** The same for all other groups together. */
  readonly effectiveRest: Float64Array;
  /** Rows of the group, whether the rate is a share of them or not; texts that repeat count once. */
  readonly inAll: Float64Array;
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
  repeats: RepeatedTexts = noRepeats,
): ReadonlyMap<RateName, RateCounts> {
  const [all, positives, negatives, predicted] = Array.from({ length: 4 }, () =>
    emptyCounts(set.names.length),
  ) as [Counts, Counts, Counts, Counts];
  for (const [row, group] of set.groupOf.entries()) {
    if (group < 0) continue;
    const isSelected = selected[row] ?? 0;
    const isPositive = actual?.[row] ?? 0;
    count(all, group, isSelected);
    count(isPositive === 1 ? positives : negatives, group, isSelected);
    if (isSelected === 1) count(predicted, group, isPositive);
  }
  const whole = ofAllRows(all, set, repeats);
  if (actual === null) return new Map([['selection-rate', whole]]);
  const of = (counts: Counts, rows: Uint8Array, value: number): RateCounts => ({
    ...withEffective(counts, set, repeats, (row) => rows[row] === value),
    inAll: whole.inAll,
  });
  return new Map([
    ['selection-rate', whole],
    ['true-positive-rate', of(positives, actual, 1)],
    ['false-positive-rate', of(negatives, actual, 0)],
    ['positive-predictive-value', of(predicted, selected, 1)],
  ]);
}

/** Share of the rows whose prediction is the true label, whatever that is. */
export function countRight(
  set: GroupSet,
  gold: Int32Array,
  predicted: Int32Array,
  repeats: RepeatedTexts = noRepeats,
): RateCounts {
  const counts = emptyCounts(set.names.length);
  for (const [row, group] of set.groupOf.entries())
    if (group >= 0) count(counts, group, Number(gold[row] === predicted[row]));
  return ofAllRows(counts, set, repeats);
}

/** Whether the rate of a group is judged: with enough rows in all, and enough that it is a share of. */
export function isJudged({ effective, inAll }: RateCounts, group: number): boolean {
  return (inAll[group] ?? 0) >= fewestRows && (effective[group] ?? 0) >= fewestBehind;
}

/** Counts of several groups as one. */
export function totalOf(
  { counted, of, effective, inAll }: RateCounts,
  groups: readonly number[],
): Share {
  let [sum, rows, independent, all] = [0, 0, 0, 0];
  for (const group of groups) {
    sum += counted[group] ?? 0;
    rows += of[group] ?? 0;
    independent += effective[group] ?? 0;
    all += inAll[group] ?? 0;
  }
  return { counted: sum, of: rows, effective: independent, inAll: all };
}

/** Counts of all groups but one, in which a text of several of them counts once. */
export function restOf(counts: RateCounts, group: number): Share {
  const others = [...counts.of.keys()].filter((each) => each !== group);
  return { ...totalOf(counts, others), effective: counts.effectiveRest[group] ?? 0 };
}

/** The share among rows of different texts, as whole numbers: what exact tests count. */
export function independentShare({
  counted,
  of,
  effective,
}: Pick<Share, 'counted' | 'of' | 'effective'>): Pick<Share, 'counted' | 'of'> {
  const rows = Math.round(effective);
  return { counted: of === 0 ? 0 : Math.round((counted / of) * rows), of: rows };
}

export interface Share {
  readonly counted: number;
  readonly of: number;
  /** Rows of different texts that would say as much. */
  readonly effective: number;
  /** The same of all rows of the groups, whether the rate is a share of them or not. */
  readonly inAll: number;
}

/** A share with Wilson's bounds. */
export function boundedShare(
  { counted, of, effective }: Pick<Share, 'counted' | 'of' | 'effective'>,
  z = usualZ,
): Bounded {
  const value = counted / of;
  const [low, high] = wilson(value, effective, z);
  return { value, low, high };
}

type Counts = Pick<RateCounts, 'counted' | 'of'>;

function ofAllRows(counts: Counts, set: GroupSet, repeats: RepeatedTexts): RateCounts {
  const rates = withEffective(counts, set, repeats, () => true);
  return { ...rates, inAll: rates.effective };
}

function withEffective(
  counts: Counts,
  { groupOf }: GroupSet,
  repeats: RepeatedTexts,
  isIn: (row: number) => boolean,
): Omit<RateCounts, 'inAll'> {
  const { own, rest } = effectiveRows(repeats, groupOf, counts.of, isIn);
  return { ...counts, effective: own, effectiveRest: rest };
}

function emptyCounts(groups: number): Counts {
  return { counted: new Float64Array(groups), of: new Float64Array(groups) };
}

function count(counts: Counts, group: number, amount: number): void {
  counts.of[group] = (counts.of[group] ?? 0) + 1;
  counts.counted[group] = (counts.counted[group] ?? 0) + amount;
}

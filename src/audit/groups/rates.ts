import { wilson } from '../statistics/intervals';
import type { Bounded } from '../statistics/intervals';
import { usualZ } from '../statistics/normalQuantile';
import { alikeness } from './alikeness';
import { independentRows } from './dependentRows';
import type { DependentRows } from './dependentRows';
import { effectiveRows } from './effectiveRows';
import { isEnough } from './enoughRows';
import type { Size } from './enoughRows';
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
  /** What tests and intervals take for `of`: fewer where rows depend on each other. */
  readonly effective: Float64Array;
  /** The same for all other groups together. */
  readonly effectiveRest: Float64Array;
  /** The same where all that depend on each other count as one, however alike they are. */
  readonly clusters: GroupClusters;
  /** Of all rows, whether the rate is a share of them or not. */
  readonly inAll: GroupClusters & { readonly rows: Float64Array };
}

/** Clusters of the rows of each group, and of all others together. [groups] */
interface GroupClusters {
  readonly own: Float64Array;
  readonly rest: Float64Array;
}

/** What rows a rate is a share of, for the sentence that says there are none. */
export const rateRows: Readonly<Record<RateName, string>> = {
  'selection-rate': 'rows',
  'true-positive-rate': 'rows with this true label',
  'false-positive-rate': 'rows with another true label',
  'positive-predictive-value': 'rows predicted to have this label',
  accuracy: 'rows',
};

/**
 * The rates of one label. Without true labels there is the selection rate alone.
 * @param alikeBy what dependent rows are alike in, where that is not what the rate counts
 */
export function countRates(
  set: GroupSet,
  { selected, actual }: Pick<LabelRows, 'selected' | 'actual'>,
  dependent: DependentRows = independentRows,
  alikeBy: ((row: number) => number) | null = null,
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
  const byDefault = (outcome: Uint8Array) => alikeBy ?? ((row: number) => outcome[row] ?? 0);
  const whole = ofAllRows(all, set, dependent, byDefault(selected));
  if (actual === null) return new Map([['selection-rate', whole]]);
  const among = (counts: Counts, rows: Uint8Array, value: number): RateCounts => {
    const valueOf = byDefault(rows === actual ? selected : actual);
    const isIn = (row: number): boolean => rows[row] === value;
    return { ...withEffective(counts, set, dependent, { isIn, valueOf }), inAll: whole.inAll };
  };
  return new Map([
    ['selection-rate', whole],
    ['true-positive-rate', among(positives, actual, 1)],
    ['false-positive-rate', among(negatives, actual, 0)],
    ['positive-predictive-value', among(predicted, selected, 1)],
  ]);
}

/** Share of the rows whose prediction is the true label, whatever that is. */
export function countRight(
  set: GroupSet,
  gold: Int32Array,
  predicted: Int32Array,
  dependent: DependentRows = independentRows,
): RateCounts {
  const counts = emptyCounts(set.names.length);
  const valueOf = (row: number): number => Number(gold[row] === predicted[row]);
  for (const [row, group] of set.groupOf.entries())
    if (group >= 0) count(counts, group, valueOf(row));
  return ofAllRows(counts, set, dependent, valueOf);
}

/** Whether the rate of a group is judged: with enough rows in all, and enough that it is a share of. */
export function isJudged(counts: RateCounts, group: number): boolean {
  return isEnough(totalOf(counts, [group]));
}

/** Counts of several groups as one. */
export function totalOf(
  { counted, of, effective, clusters, inAll }: RateCounts,
  groups: readonly number[],
): Share {
  const sumOf = (values: Float64Array): number =>
    groups.reduce((sum, group) => sum + (values[group] ?? 0), 0);
  return {
    ...{ counted: sumOf(counted), of: sumOf(of), effective: sumOf(effective) },
    clusters: sumOf(clusters.own),
    inAll: { rows: sumOf(inAll.rows), clusters: sumOf(inAll.own) },
  };
}

/** Counts of all groups but one, in which dependent rows of several of them count once. */
export function restOf(counts: RateCounts, group: number): Share {
  const others = [...counts.of.keys()].filter((each) => each !== group);
  const total = totalOf(counts, others);
  return {
    ...{ ...total, effective: counts.effectiveRest[group] ?? 0 },
    clusters: counts.clusters.rest[group] ?? 0,
    inAll: { ...total.inAll, clusters: counts.inAll.rest[group] ?? 0 },
  };
}

/** The share among independent rows, as whole numbers: what exact tests count. */
export function independentShare({
  counted,
  of,
  effective,
}: Pick<Share, 'counted' | 'of' | 'effective'>): Pick<Share, 'counted' | 'of'> {
  const rows = Math.round(effective);
  return { counted: of === 0 ? 0 : Math.round((counted / of) * rows), of: rows };
}

export interface Share extends Size {
  readonly counted: number;
  /** Independent rows that would say as much as `of`. */
  readonly effective: number;
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

function ofAllRows(
  counts: Counts,
  set: GroupSet,
  dependent: DependentRows,
  valueOf: (row: number) => number,
): RateCounts {
  const isIn = (): boolean => true;
  const rates = withEffective(counts, set, dependent, { isIn, valueOf });
  return { ...rates, inAll: { ...rates.clusters, rows: counts.of } };
}

function withEffective(
  counts: Counts,
  { groupOf }: GroupSet,
  dependent: DependentRows,
  {
    isIn,
    valueOf,
  }: { readonly isIn: (row: number) => boolean; readonly valueOf: (row: number) => number },
): Omit<RateCounts, 'inAll'> {
  const alike = alikeness(dependent, {
    ...{ count: groupOf.length, valueOf },
    isIn: (row) => (groupOf[row] ?? -1) >= 0 && isIn(row),
  });
  const { own, rest } = effectiveRows(dependent, groupOf, counts.of, { isIn, alike });
  // How alike rows are is known from clusters, so that these must not be few.
  const clusters =
    dependent.column === null
      ? { own, rest }
      : effectiveRows(dependent, groupOf, counts.of, { isIn, alike: 1 });
  return { ...counts, effective: own, effectiveRest: rest, clusters };
}

function emptyCounts(groups: number): Counts {
  return { counted: new Float64Array(groups), of: new Float64Array(groups) };
}

function count(counts: Counts, group: number, amount: number): void {
  counts.of[group] = (counts.of[group] ?? 0) + 1;
  counts.counted[group] = (counts.counted[group] ?? 0) + amount;
}

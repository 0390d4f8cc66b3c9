import type { Bounded } from '../statistics/intervals';
import { areaInterval } from '../statistics/areaInterval';
import { wilson } from '../statistics/intervals';
import { usualZ } from '../statistics/normalQuantile';
import type { LabelRows } from './labelRows';

/** Rows that a curve needs with the label, and without it, before its variance means anything. */
export const fewestASide = 10;

/** An area under the curve: the probability that a row with the label scores higher than one without, ties counting half. */
export interface Area extends Bounded {
  readonly variance: number;
  /** Independent rows whose share would vary as much. */
  readonly effectiveRows: number;
}

/** Areas of one group against the rest; null where a side has no rows. */
export interface GroupAreas {
  /** Rows of the group among themselves: the subgroup AUC of Borkan et al. 2019. */
  readonly own: Area | null;
  /** The others among themselves. */
  readonly rest: Area | null;
  /** Background positive, subgroup negative: the group's negatives against the others' positives. Low: they score too high. */
  readonly bpsn: Area | null;
  /** Background negative, subgroup positive: the group's positives against the others' negatives. Low: they score too low. */
  readonly bnsp: Area | null;
  /** Covariances with `rest`, whose positives or negatives they share. */
  readonly covariance: { readonly bpsn: number; readonly bnsp: number };
  readonly counts: GroupSides;
  /** Rows of different texts that would say as much as `counts`. */
  readonly effective: GroupSides;
}

export interface GroupSides {
  readonly own: SideCounts;
  readonly rest: SideCounts;
}

export interface SideCounts {
  readonly positives: number;
  readonly negatives: number;
}

/**
 * All areas of a group and their covariances (DeLong, DeLong and Clarke-Pearson 1988) in one pass over the rows by ascending score.
 * @param groupOf rows below 0 are left out
 * @param independent how many rows of different texts there are; by default all texts differ
 */
export function groupAreas(
  rows: LabelRows,
  groupOf: Int32Array,
  group: number,
  independent?: GroupSides,
): GroupAreas {
  const { ascending, scores } = rows;
  const actual = rows.actual ?? new Uint8Array(scores.length);
  const all = sides(actual, groupOf, group);
  const [own, rest] = [
    { positives: all[own1] ?? 0, negatives: all[own0] ?? 0 },
    { positives: all[rest1] ?? 0, negatives: all[rest0] ?? 0 },
  ];
  const below = new Float64Array(4);
  const block = new Float64Array(4);
  const effective = independent ?? { own, rest };
  const sums = new Placements(bySide(effective));
  for (let start = 0, count = ascending.length; start < count;) {
    const score = scores[ascending[start] ?? 0];
    block.fill(0);
    let end = start;
    for (; end < count && scores[ascending[end] ?? 0] === score; end += 1) {
      const side = sideOf(actual, groupOf, group, ascending[end] ?? 0);
      if (side >= 0) block[side] = (block[side] ?? 0) + 1;
    }
    // Share of the other side that lies on the right side of this block's rows, ties half.
    const under = (side: number): number =>
      ((below[side] ?? 0) + (block[side] ?? 0) / 2) / (all[side] ?? 1);
    sums.add(own1, block[own1] ?? 0, under(own0), under(rest0));
    sums.add(rest1, block[rest1] ?? 0, under(rest0), under(own0));
    sums.add(own0, block[own0] ?? 0, 1 - under(own1), 1 - under(rest1));
    sums.add(rest0, block[rest0] ?? 0, 1 - under(rest1), 1 - under(own1));
    for (let side = 0; side < 4; side += 1) below[side] = (below[side] ?? 0) + (block[side] ?? 0);
    start = end;
  }
  return {
    own: area(sums, [own1, 'same'], [own0, 'same']),
    rest: area(sums, [rest1, 'same'], [rest0, 'same']),
    bpsn: area(sums, [rest1, 'other'], [own0, 'other']),
    bnsp: area(sums, [own1, 'other'], [rest0, 'other']),
    covariance: { bpsn: sums.covariance(rest1), bnsp: sums.covariance(rest0) },
    counts: { own, rest },
    effective,
  };
}

function bySide({ own, rest }: GroupSides): number[] {
  return [own.negatives, own.positives, rest.negatives, rest.positives];
}

/** Negatives and positives of the group and of the rest. */
const [own0, own1, rest0, rest1] = [0, 1, 2, 3] as const;

function sideOf(actual: Uint8Array, groupOf: Int32Array, group: number, row: number): number {
  const of = groupOf[row] ?? -1;
  if (of < 0) return -1;
  return (of === group ? 0 : 2) + (actual[row] ?? 0);
}

function sides(actual: Uint8Array, groupOf: Int32Array, group: number): Float64Array {
  const counts = new Float64Array(4);
  for (let row = 0; row < groupOf.length; row += 1) {
    const side = sideOf(actual, groupOf, group, row);
    if (side >= 0) counts[side] = (counts[side] ?? 0) + 1;
  }
  return counts;
}

type Opponent = 'same' | 'other';

/** Sums of the placements of the rows of each side among its own group's opponents and among the other group's. */
class Placements {
  readonly #sums = Array.from({ length: 4 }, () => ({
    rows: 0,
    same: 0,
    other: 0,
    same2: 0,
    other2: 0,
    both: 0,
  }));

  /** @param effective rows of each side that are independent */
  constructor(private readonly effective: readonly number[]) {}

  add(side: number, rows: number, same: number, other: number): void {
    const sums = this.#sums[side];
    if (rows === 0 || sums === undefined) return;
    sums.rows += rows;
    sums.same += rows * same;
    sums.other += rows * other;
    sums.same2 += rows * same * same;
    sums.other2 += rows * other * other;
    sums.both += rows * same * other;
  }

  /** Mean placement, and the variance of that mean. */
  mean(
    side: number,
    opponent: Opponent,
  ): { readonly rows: number; readonly mean: number; readonly variance: number } {
    const sums = this.#sums[side];
    const rows = this.effective[side] ?? 0;
    if (sums === undefined || sums.rows === 0) return { rows: 0, mean: NaN, variance: NaN };
    const mean = sums[opponent] / sums.rows;
    const squares = sums[opponent === 'same' ? 'same2' : 'other2'];
    return { rows, mean, variance: moment(squares / sums.rows, mean * mean, rows) };
  }

  covariance(side: number): number {
    const sums = this.#sums[side];
    if (sums === undefined || sums.rows === 0) return 0;
    return moment(
      sums.both / sums.rows,
      (sums.same / sums.rows) * (sums.other / sums.rows),
      this.effective[side] ?? 0,
    );
  }
}

/** Variance (or covariance) of a mean of so many independent rows from the mean of products. */
function moment(products: number, ofMeans: number, rows: number): number {
  return rows <= 1 ? 0 : (products - ofMeans) / (rows - 1);
}

function area(
  sums: Placements,
  [positive, among]: readonly [number, Opponent],
  [negative, amongToo]: readonly [number, Opponent],
): Area | null {
  const [ofPositives, ofNegatives] = [sums.mean(positive, among), sums.mean(negative, amongToo)];
  if (ofPositives.rows === 0 || ofNegatives.rows === 0) return null;
  const value = ofPositives.mean;
  const measured = ofPositives.variance + ofNegatives.variance;
  // note: at 0 and 1 the measured variance vanishes, but not what is unknown.
  const effectiveRows =
    measured > 0
      ? Math.max(1, (value * (1 - value)) / measured)
      : Math.min(ofPositives.rows, ofNegatives.rows);
  const [least, most] = wilson(value, effectiveRows);
  const variance = Math.max(measured, ((most - least) / (2 * usualZ)) ** 2);
  const [low, high] = areaInterval(value, {
    ...{ positives: ofPositives.rows, negatives: ofNegatives.rows, variance: measured },
  });
  return { value, low, high, variance, effectiveRows };
}

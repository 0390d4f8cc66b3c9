import type { Pace } from '../statistics/pace';
import type { LabelRows } from './labelRows';

/** Rows of a group and of all others, without the label and with it. */
export const [own0, own1, rest0, rest1] = [0, 1, 2, 3] as const;

export type PlacementSide = typeof own0 | typeof own1 | typeof rest0 | typeof rest1;

/** What is summed up about the rows of a side, in this order: how many rows of its own group, and of the other one, they beat. */
const [ofSame, ofOther, ofSame2, ofOther2, ofBoth] = [0, 1, 2, 3, 4] as const;
const sumsOfSide = 5;

/** Means over the rows of a side of their placements (the share of the rows of the other kind on the right side of them). */
export interface SideMoments {
  readonly rows: number;
  /** Among rows of their own group, and of the other one. */
  readonly same: number;
  readonly other: number;
  readonly same2: number;
  readonly other2: number;
  readonly both: number;
}

/** Rows between two looks at the clock. */
const rowsAtOnce = 4_096;

/**
 * Placements of all groups against their rests in one pass over the rows by ascending score; ties count half.
 * note: sums are of counts, whole or half numbers, and so exact for millions of rows.
 * @param groupOf rows below 0 are left out
 */
export async function placementSums(
  { ascending, scores, actual }: LabelRows,
  groupOf: Int32Array,
  { groups, pace }: { readonly groups: number; readonly pace: Pace },
): Promise<(group: number, side: PlacementSide) => SideMoments> {
  const totals = sideTotals(actual, groupOf, groups);
  const all = totals.map((counts) => counts.reduce((sum, count) => sum + count, 0));
  const under: Totals = [new Float64Array(groups), new Float64Array(groups)];
  const allUnder = [0, 0];
  const sums = new Float64Array(groups * 4 * sumsOfSide);
  const kindOf = (row: number): 0 | 1 => (actual?.[row] === 1 ? 1 : 0);
  const raise = (row: number): void => {
    const [group, kind] = [groupOf[row] ?? -1, kindOf(row)];
    if (group < 0) return;
    const counts = under[kind];
    counts[group] = (counts[group] ?? 0) + 0.5;
    allUnder[kind] = (allUnder[kind] ?? 0) + 0.5;
  };
  for (let start = 0, count = ascending.length; start < count;) {
    const score = scores[ascending[start] ?? 0];
    let end = start;
    for (; end < count && scores[ascending[end] ?? 0] === score; end += 1)
      raise(ascending[end] ?? 0);
    for (let at = start; at < end; at += 1) {
      const row = ascending[at] ?? 0;
      const group = groupOf[row] ?? -1;
      if (group < 0) continue;
      const kind = kindOf(row);
      // Rows with the label beat those below them, the others those above.
      const beaten =
        kind === 1
          ? { under: under[0], of: null, all: allUnder[0] ?? 0 }
          : { under: under[1], of: totals[1], all: (all[1] ?? 0) - (allUnder[1] ?? 0) };
      addRow(sums, { group, groups, kind }, beaten);
    }
    for (let at = start; at < end; at += 1) raise(ascending[at] ?? 0);
    if (Math.floor(end / rowsAtOnce) > Math.floor(start / rowsAtOnce) && pace.isDue())
      await pace.rest();
    start = end;
  }
  return (group, side) => momentsOf({ sums, totals, all, group, side });
}

type Totals = readonly [negatives: Float64Array, positives: Float64Array];

function sideTotals(actual: Uint8Array | null, groupOf: Int32Array, groups: number): Totals {
  const totals: Totals = [new Float64Array(groups), new Float64Array(groups)];
  for (let row = 0; row < groupOf.length; row += 1) {
    const group = groupOf[row] ?? -1;
    const counts = actual?.[row] === 1 ? totals[1] : totals[0];
    if (group >= 0) counts[group] = (counts[group] ?? 0) + 1;
  }
  return totals;
}

/** Adds one row: to its own group's sums, and to those of the rest of every other group. */
function addRow(
  sums: Float64Array,
  row: { readonly group: number; readonly groups: number; readonly kind: 0 | 1 },
  /** Rows of the other kind below it, by group; where `of` is given, it beats what is left of those. */
  beaten: { readonly under: Float64Array; readonly of: Float64Array | null; readonly all: number },
): void {
  const { group: own, groups, kind } = row;
  const { under, of, all } = beaten;
  for (let group = 0; group < groups; group += 1) {
    const below = under[group] ?? 0;
    const inside = of === null ? below : (of[group] ?? 0) - below;
    const outside = all - inside;
    const isOwn = group === own;
    const same = isOwn ? inside : outside;
    const other = isOwn ? outside : inside;
    const at = (group * 4 + (isOwn ? own0 : rest0) + kind) * sumsOfSide;
    sums[at + ofSame] = (sums[at + ofSame] ?? 0) + same;
    sums[at + ofOther] = (sums[at + ofOther] ?? 0) + other;
    sums[at + ofSame2] = (sums[at + ofSame2] ?? 0) + same * same;
    sums[at + ofOther2] = (sums[at + ofOther2] ?? 0) + other * other;
    sums[at + ofBoth] = (sums[at + ofBoth] ?? 0) + same * other;
  }
}

function momentsOf({
  sums,
  totals,
  all,
  group,
  side,
}: {
  readonly sums: Float64Array;
  readonly totals: Totals;
  readonly all: readonly number[];
  readonly group: number;
  readonly side: PlacementSide;
}): SideMoments {
  const sizes = ([0, 1] as const).map((kind) => {
    const own = totals[kind][group] ?? 0;
    return [own, (all[kind] ?? 0) - own] as const;
  });
  const [kind, isRest] = [side % 2, side >= rest0];
  const [own = 0, rest = 0] = sizes[kind] ?? [];
  const [ownBeaten = 0, restBeaten = 0] = sizes[1 - kind] ?? [];
  const rows = isRest ? rest : own;
  const [same, other] = isRest ? [restBeaten, ownBeaten] : [ownBeaten, restBeaten];
  const start = (group * 4 + side) * sumsOfSide;
  const mean = (sum: number, beaten: number): number => (sums[start + sum] ?? 0) / rows / beaten;
  return {
    rows,
    ...{ same: mean(ofSame, same), other: mean(ofOther, other) },
    ...{ same2: mean(ofSame2, same * same), other2: mean(ofOther2, other * other) },
    both: mean(ofBoth, same * other),
  };
}

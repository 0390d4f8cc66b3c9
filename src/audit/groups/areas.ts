import type { Bounded } from '../statistics/intervals';
import { areaInterval } from '../statistics/areaInterval';
import { wilson } from '../statistics/intervals';
import { usualZ } from '../statistics/normalQuantile';
import type { Pace } from '../statistics/pace';
import type { GroupSet } from './groupSet';
import type { LabelRows } from './labelRows';
import { own0, own1, placementSums, rest0, rest1 } from './placementSums';
import type { PlacementSide, SideMoments } from './placementSums';

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
  /** Independent rows that would say as much as `counts`. */
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
 * All areas of every group and their covariances (DeLong, DeLong and Clarke-Pearson 1988) in one pass over the rows by ascending score.
 * @param groupOf rows below 0 are left out
 * @param independent how many independent rows a group has; by default all are
 * @returns [groups]
 */
export async function groupAreas(
  rows: LabelRows,
  { groupOf, names }: Pick<GroupSet, 'groupOf' | 'names'>,
  {
    independent,
    pace,
  }: {
    readonly independent?: (group: number) => GroupSides | undefined;
    readonly pace: Pace;
  },
): Promise<GroupAreas[]> {
  const sumsOf = await placementSums(rows, groupOf, { groups: names.length, pace });
  return names.map((_, group) => {
    const of = (side: PlacementSide): SideMoments => sumsOf(group, side);
    const sides = { own0: of(own0), own1: of(own1), rest0: of(rest0), rest1: of(rest1) };
    return areasOf(sides, independent?.(group));
  });
}

interface Sides {
  readonly own0: SideMoments;
  readonly own1: SideMoments;
  readonly rest0: SideMoments;
  readonly rest1: SideMoments;
}

function areasOf(sides: Sides, independent: GroupSides | undefined): GroupAreas {
  const counts = {
    own: { positives: sides.own1.rows, negatives: sides.own0.rows },
    rest: { positives: sides.rest1.rows, negatives: sides.rest0.rows },
  };
  const effective = independent ?? counts;
  const side = (name: keyof Sides, opponent: Opponent): Mean =>
    meanOf(sides[name], opponent, effectiveOf(effective, name));
  return {
    own: area(side('own1', 'same'), side('own0', 'same')),
    rest: area(side('rest1', 'same'), side('rest0', 'same')),
    bpsn: area(side('rest1', 'other'), side('own0', 'other')),
    bnsp: area(side('own1', 'other'), side('rest0', 'other')),
    covariance: {
      bpsn: covarianceOf(sides.rest1, effective.rest.positives),
      bnsp: covarianceOf(sides.rest0, effective.rest.negatives),
    },
    ...{ counts, effective },
  };
}

function effectiveOf({ own, rest }: GroupSides, side: keyof Sides): number {
  switch (side) {
    case 'own0':
      return own.negatives;
    case 'own1':
      return own.positives;
    case 'rest0':
      return rest.negatives;
    case 'rest1':
      return rest.positives;
  }
}

type Opponent = 'same' | 'other';

/** Mean placement, and the variance of that mean. */
interface Mean {
  readonly rows: number;
  readonly mean: number;
  readonly variance: number;
}

/** @param effective rows of the side that are independent */
function meanOf(side: SideMoments, opponent: Opponent, effective: number): Mean {
  if (side.rows === 0) return { rows: 0, mean: NaN, variance: NaN };
  const mean = side[opponent];
  const squares = side[opponent === 'same' ? 'same2' : 'other2'];
  return { rows: effective, mean, variance: moment(squares, mean * mean, effective) };
}

function covarianceOf(side: SideMoments, effective: number): number {
  return side.rows === 0 ? 0 : moment(side.both, side.same * side.other, effective);
}

/** Variance (or covariance) of a mean of so many independent rows from the mean of products. */
function moment(products: number, ofMeans: number, rows: number): number {
  return rows <= 1 ? 0 : (products - ofMeans) / (rows - 1);
}

function area(ofPositives: Mean, ofNegatives: Mean): Area | null {
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

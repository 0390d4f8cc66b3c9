import type { AreaMetric } from '../groups/areaDifference';
import { kishRows } from '../groups/effectiveRows';
import { tooFewOf } from '../groups/enoughRows';
import type { SizeOf } from '../groups/enoughRows';
import type { GroupSet } from '../groups/groupSet';
import type { LabelRows } from '../groups/labelRows';
import { rateRows } from '../groups/rates';
import type { Counted } from '../statistics/countedClusters';
import type { Pace } from '../statistics/pace';
import { negative, outside, pairedAreas, positive } from '../statistics/pairedAreas';
import type { PairedAreas } from '../statistics/pairedAreas';
import { studentQuantile, studentTail } from '../statistics/student';
import type { MeasuredChange } from './judgeChanges';

/**
 * Whether one model ranks the rows of groups worse than another: how far each group's areas under the curve fall short of 1 (the share
 * of pairs in the wrong order), by the variance of two correlated areas (DeLong et al. 1988) and Student's t. Needs no threshold.
 * @param models the same rows with true labels under either model; rows of one cluster depend on each other
 */
export async function areaChanges(
  set: GroupSet,
  { before, after, clusterOf }: PairedScores,
  pace: Pace,
): Promise<MeasuredChange[]> {
  const { actual, variant } = after;
  if (actual === null) return [];
  const changes: MeasuredChange[] = [];
  for (const [group, name] of set.names.entries()) {
    for (const metric of areaMetrics) {
      const sides = sidesOf(metric, { groupOf: set.groupOf, actual, group });
      const subject = { id: set.id, variant, metric: `${metric}-shortfall`, group: name };
      changes.push({
        ...subject,
        ...areaChange(pairedAreas(before, after, sides, clusterOf), {
          sizes: sizesOf(metric, { groupOf: set.groupOf, group, sides, clusterOf }),
          all: counted(sides, clusterOf, (side) => side !== outside),
        }),
      });
      if (pace.isDue()) await pace.rest();
    }
  }
  return changes;
}

export interface PairedScores {
  readonly before: LabelRows;
  readonly after: LabelRows;
  /** Null where no row depends on another. [rows] */
  readonly clusterOf: Int32Array | null;
}

const areaMetrics: readonly AreaMetric[] = ['auc', 'bpsn-auc', 'bnsp-auc'];

function sidesOf(
  metric: AreaMetric,
  {
    groupOf,
    actual,
    group,
  }: { readonly groupOf: Int32Array; readonly actual: Uint8Array; readonly group: number },
): Uint8Array {
  const [ownPositives, ownNegatives] = [metric !== 'bpsn-auc', metric !== 'bnsp-auc'];
  const sides = new Uint8Array(groupOf.length);
  for (let row = 0; row < sides.length; row += 1) {
    const isOwn = groupOf[row] === group;
    const isPositive = actual[row] === 1;
    if ((groupOf[row] ?? -1) < 0 || isOwn !== (isPositive ? ownPositives : ownNegatives))
      sides[row] = outside;
    else sides[row] = isPositive ? positive : negative;
  }
  return sides;
}

type AreaChange = Omit<MeasuredChange, 'id' | 'variant' | 'metric' | 'group'>;

function areaChange(
  { before, after, variance, degrees }: PairedAreas,
  { sizes, all }: { readonly sizes: readonly SizeOf[]; readonly all: Counted },
): AreaChange {
  const n = all.rows;
  const reason = tooFewOf(sizes)?.reason;
  if (sizes.some(({ size }) => size.of === 0))
    return {
      ...{ before: null, after: null, value: null, low: null, high: null, pValue: null, n },
      ...{ discordant: null, ...(reason === undefined ? {} : { reason }) },
    };
  const value = before - after;
  const figures = { before: 1 - before, after: 1 - after, value, n, discordant: null };
  if (reason !== undefined) return { ...figures, low: null, high: null, pValue: null, reason };
  if (value === 0 && variance === 0) return { ...figures, low: 0, high: 0, pValue: 1 };
  // A change that all rows share has no measured variance, but so many rows cannot make it certain.
  const isSpread = variance > value ** 2 / all.clusters;
  const standardError = Math.sqrt(isSpread ? variance : value ** 2 / all.clusters);
  const fewest = Math.min(...sizes.map(({ size }) => size.clusters));
  const freedom = isSpread ? degrees : fewest - 1;
  const reach = studentQuantile(0.025, freedom) * standardError;
  return {
    ...figures,
    low: Math.max(-1, value - reach),
    high: Math.min(1, value + reach),
    pValue: Math.min(1, 2 * studentTail(Math.abs(value) / standardError, freedom)),
  };
}

/** What an area is made of. */
function sizesOf(
  metric: AreaMetric,
  {
    groupOf,
    group,
    sides,
    clusterOf,
  }: {
    readonly groupOf: Int32Array;
    readonly group: number;
    readonly sides: Uint8Array;
    readonly clusterOf: Int32Array | null;
  },
): SizeOf[] {
  const inAll = {
    own: counted(groupOf, clusterOf, (each) => each === group),
    rest: counted(groupOf, clusterOf, (each) => each >= 0 && each !== group),
  };
  return [positive, negative].map((side): SizeOf => {
    const { rows: of, clusters } = counted(sides, clusterOf, (each) => each === side);
    const who = metric === (side === positive ? 'bpsn-auc' : 'bnsp-auc') ? 'rest' : 'own';
    const name = side === positive ? 'true-positive-rate' : 'false-positive-rate';
    return { who, size: { of, clusters, inAll: inAll[who] }, rows: rateRows[name] };
  });
}

/** Rows by what stands for them, and the clusters that they count as. @param of [rows] */
function counted(
  of: ArrayLike<number>,
  clusterOf: Int32Array | null,
  isIn: (each: number) => boolean,
): Counted {
  let rows = 0;
  const members = new Map<number, number>();
  for (let row = 0; row < of.length; row += 1) {
    if (!isIn(of[row] ?? 0)) continue;
    rows += 1;
    if (clusterOf === null) continue;
    const cluster = clusterOf[row] ?? row;
    members.set(cluster, (members.get(cluster) ?? 0) + 1);
  }
  if (clusterOf === null) return { rows, clusters: rows };
  let squares = 0;
  for (const count of members.values()) squares += count * count;
  return { rows, clusters: kishRows(rows, squares) };
}

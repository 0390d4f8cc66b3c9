import { fewestASide } from '../groups/areas';
import type { AreaMetric } from '../groups/areaDifference';
import { fewestRows } from '../groups/gate';
import type { GroupSet } from '../groups/groupSet';
import type { LabelRows } from '../groups/labelRows';
import type { Pace } from '../statistics/pace';
import { negative, outside, pairedAreas, positive } from '../statistics/pairedAreas';
import type { PairedAreas } from '../statistics/pairedAreas';
import { studentQuantile, studentTail } from '../statistics/student';
import type { MeasuredChange } from './judgeChanges';

/**
 * Whether one model ranks the rows of groups worse than another: how far each group's areas under the curve fall short of 1 (the share
 * of pairs in the wrong order), by the variance of two correlated areas (DeLong et al. 1988) and Student's t. Needs no threshold.
 * @param before, after the same rows with true labels under either model
 */
export async function areaChanges(
  set: GroupSet,
  { before, after }: { readonly before: LabelRows; readonly after: LabelRows },
  pace: Pace,
): Promise<MeasuredChange[]> {
  const { actual, variant } = after;
  if (actual === null) return [];
  const changes: MeasuredChange[] = [];
  for (const [group, name] of set.names.entries()) {
    for (const metric of areaMetrics) {
      const sides = sidesOf(metric, { groupOf: set.groupOf, actual, group });
      const subject = { id: set.id, variant, metric: `${metric}-shortfall`, group: name };
      changes.push({ ...subject, ...areaChange(pairedAreas(before, after, sides), sides) });
      if (pace.isDue()) await pace.rest();
    }
  }
  return changes;
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
  sides: Uint8Array,
): AreaChange {
  let [positives, negatives] = [0, 0];
  for (const side of sides) {
    if (side === positive) positives += 1;
    else if (side === negative) negatives += 1;
  }
  const n = positives + negatives;
  if (positives === 0 || negatives === 0)
    return {
      ...{ before: null, after: null, value: null, low: null, high: null, pValue: null, n },
      ...{ discordant: null, reason: `A curve needs rows with and without the label.` },
    };
  const value = before - after;
  const figures = { before: 1 - before, after: 1 - after, value, n, discordant: null };
  if (n < fewestRows || Math.min(positives, negatives) < fewestASide)
    return {
      ...{ ...figures, low: null, high: null, pValue: null },
      reason: `A curve needs ${fewestRows} rows, ${fewestASide} of either kind; there are ${positives} with the label and ${negatives} without.`,
    };
  if (value === 0 && variance === 0) return { ...figures, low: 0, high: 0, pValue: 1 };
  // A change that all rows share has no measured variance, but so many rows cannot make it certain.
  const isSpread = variance > value ** 2 / n;
  const standardError = Math.sqrt(isSpread ? variance : value ** 2 / n);
  const freedom = isSpread ? degrees : Math.min(positives, negatives) - 1;
  const reach = studentQuantile(0.025, freedom) * standardError;
  return {
    ...figures,
    low: Math.max(-1, value - reach),
    high: Math.min(1, value + reach),
    pValue: Math.min(1, 2 * studentTail(Math.abs(value) / standardError, freedom)),
  };
}

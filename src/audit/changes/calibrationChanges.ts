import { seededNumbers } from '../../data/seededNumbers';
import { normalTail } from '../../data/statistics/normalTail';
import type { AuditOptions } from '../auditOptions';
import { binCount, calibrationError } from '../groups/calibration';
import type { Residuals } from '../groups/calibration';
import { kishRows } from '../groups/effectiveRows';
import type { GroupSet } from '../groups/groupSet';
import { tooFew } from '../groups/enoughRows';
import type { Size } from '../groups/enoughRows';
import type { Pace } from '../statistics/pace';
import { permutationTest } from '../statistics/permutationTest';
import type { PairedScores } from './areaChanges';
import { calibrationChangeInterval } from './calibrationChangeInterval';
import { exchangedChange } from './exchangedErrors';
import type { MeasuredChange } from './judgeChanges';
import { independentPairs, largeGroup, resampledPairs } from './pairedErrors';
import type { ErrorPairs } from './pairedErrors';
import { inOrder, pairedScoring } from './pairedScoring';
import type { PairedScoring } from './pairedScoring';

/**
 * Whether the scores of groups are farther from the shares they promise than under another model: how the expected calibration error of
 * each group changed. The test exchanges the two scores of a row, for large groups by the normal distribution of a bootstrap of pairs.
 */
export async function calibrationChanges(
  set: GroupSet,
  scores: PairedScores,
  { permutations, resamples, seed, pace }: AuditOptions & { readonly pace: Pace },
): Promise<MeasuredChange[]> {
  const { actual, variant } = scores.after;
  if (actual === null) return [];
  const next = seededNumbers(seed);
  const changes: MeasuredChange[] = [];
  for (const [group, name] of set.names.entries()) {
    const scoring = pairedScoring(scores, scores.clusterOf, (row) => set.groupOf[row] === group);
    const [old, young] = [inOrder(scoring.before), inOrder(scoring.after)];
    const [before, after] = [calibrationError(old), calibrationError(young)];
    const value = after - before;
    const subject = {
      ...{ id: set.id, variant: `${variant}/${binCount}-equal-mass` },
      ...{ metric: 'expected-calibration-error', group: name },
      ...{ before, after, value, n: old.length, discordant: null },
    };
    const size = clusterSize(scoring);
    // There is no other side: what the group needs, it needs alone.
    const reason = tooFew(size, size, 'rows')?.reason;
    if (reason !== undefined) {
      changes.push({ ...subject, low: null, high: null, pValue: null, reason });
      continue;
    }
    const pairs = await resampledPairs(scoring, { count: resamples, next, pace });
    const { correlation, deviation } = momentsOf(pairs);
    const [low, high] = intervalOf({ old, young }, scoring, correlation);
    const isLarge = old.length >= largeGroup;
    const pValue =
      value === 0
        ? 1
        : isLarge && deviation > 0
          ? Math.min(1, 2 * normalTail(Math.abs(value) / deviation))
          : await exchangeTest(value, scoring, { permutations, next, pace });
    const bounds = { low: Math.min(low, value), high: Math.max(high, value) };
    changes.push({ ...subject, ...bounds, pValue });
    if (pace.isDue()) await pace.rest();
  }
  return changes;
}

/** Clusters that the rows count as. */
function clusterSize({ units, before }: PairedScoring): Size {
  const rows = before.order.length;
  const squares = units.reduce((sum, { length }) => sum + length ** 2, 0);
  const clusters = kishRows(rows, squares);
  return { of: rows, clusters, inAll: { rows, clusters } };
}

function intervalOf(
  { old, young }: { readonly old: Residuals; readonly young: Residuals },
  scoring: PairedScoring,
  correlation: number,
): readonly [low: number, high: number] {
  const isSame = old.every((residual, rank) => residual === young[rank]);
  // The same scores in another order of rows are as well calibrated.
  if (isSame && correlation > mostCorrelated) return [0, 0];
  return calibrationChangeInterval(
    { before: old, after: young },
    {
      effective: independentPairs(scoring),
      correlation: Math.max(-mostCorrelated, Math.min(mostCorrelated, correlation)),
    },
  );
}

/** At 1 nothing but the observed change would be left. */
const mostCorrelated = 0.999;

function momentsOf({ before, after }: ErrorPairs): {
  readonly correlation: number;
  readonly deviation: number;
} {
  const mean = (values: Float64Array): number =>
    values.reduce((sum, each) => sum + each, 0) / values.length;
  const [middle, later] = [mean(before), mean(after)];
  let [ofBefore, ofAfter, common, changes] = [0, 0, 0, 0];
  for (let draw = 0; draw < before.length; draw += 1) {
    const [x, y] = [(before[draw] ?? 0) - middle, (after[draw] ?? 0) - later];
    ofBefore += x * x;
    ofAfter += y * y;
    common += x * y;
    changes += (y - x) ** 2;
  }
  const size = Math.sqrt(ofBefore * ofAfter);
  return {
    correlation: size > 0 ? common / size : 0,
    deviation: Math.sqrt(changes / (before.length - 1)),
  };
}

async function exchangeTest(
  value: number,
  scoring: PairedScoring,
  draws: { readonly permutations: number; readonly next: () => number; readonly pace: Pace },
): Promise<number> {
  const draw = exchangedChange(scoring, draws.next);
  const [tested] = await permutationTest(
    [Math.abs(value)],
    (statistics) => {
      statistics[0] = Math.abs(draw());
    },
    draws,
  );
  return tested?.pValue ?? 1;
}

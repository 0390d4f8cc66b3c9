import assert from 'node:assert/strict';
import { test } from 'node:test';
import { usualAuditOptions } from '../../../src/audit/auditOptions';
import type { PairedScores } from '../../../src/audit/changes/areaChanges';
import { calibrationChanges } from '../../../src/audit/changes/calibrationChanges';
import { exchangedChange } from '../../../src/audit/changes/exchangedErrors';
import { resampledPairs } from '../../../src/audit/changes/pairedErrors';
import { inOrder, pairedScoring } from '../../../src/audit/changes/pairedScoring';
import { calibrationError } from '../../../src/audit/groups/calibration';
import { drawNormal } from '../../../src/audit/statistics/drawNormal';
import { Pace } from '../../../src/audit/statistics/pace';
import { seededNumbers } from '../../../src/data/seededNumbers';
import { twoScorings, unlikeModels } from './twoScorings';

const pace = new Pace({});
const options = { ...usualAuditOptions, permutations: 400, resamples: 400, pace };

/** Of rows that are all in one group, or in two by turns. */
async function changesOf(scores: PairedScores, groups = 1) {
  const rows = scores.after.scores.length;
  const groupOf = Int32Array.from({ length: rows }, (_, row) => row % groups);
  const names = Array.from({ length: groups }, (_, group) => `group${group}`);
  return calibrationChanges(
    { id: 'group/who', names, groupOf, sizes: names.map(() => rows / groups), note: null },
    scores,
    options,
  );
}

test('scores that become overconfident are a worse calibration of their group alone', async () => {
  const rows = 1_200;
  let at = 0;
  const scores = twoScorings(
    { rows, inOne: 1 },
    (logit, next) => {
      const noise = 0.3 * drawNormal(next);
      at += 1;
      return [logit + noise, (at % 2 === 1 ? 2.2 : 1) * (logit + 0.3 * drawNormal(next))];
    },
    3,
  );
  const [own, other] = await changesOf(scores, 2);
  const errorOf = (model: 'before' | 'after'): number =>
    calibrationError(inOrder(pairedScoring(scores, null, (row) => row % 2 === 0)[model]));
  assert.equal(own!.metric, 'expected-calibration-error');
  assert.equal(own!.variant, 'one-against-rest:yes/15-equal-mass');
  assert.deepEqual([own!.before, own!.after, own!.n], [errorOf('before'), errorOf('after'), 600]);
  assert.ok(own!.pValue! < 0.001 && own!.low! > 0, JSON.stringify(own));
  assert.ok(other!.pValue! > 0.05 && other!.low! < 0 && other!.high! > 0, JSON.stringify(other));
  // The other way round it is an improvement of the same size.
  const [back] = await changesOf({ ...scores, before: scores.after, after: scores.before }, 2);
  assert.equal(back!.value, -own!.value!);
  assert.ok(Math.abs(back!.high! + own!.low!) < 0.03 && Math.abs(back!.low! + own!.high!) < 0.03);
});

test('a model against itself has not changed, and few rows are not judged', async () => {
  for (const rows of [40, 400]) {
    const scores = twoScorings({ rows, inOne: 1 }, unlikeModels.alike!, 5);
    const [same] = await changesOf({ ...scores, after: scores.before });
    assert.deepEqual([same!.value, same!.low, same!.high, same!.pValue], [0, 0, 0, 1]);
  }
  const few = twoScorings({ rows: 100, inOne: 5 }, unlikeModels.alike!, 5);
  const [change] = await changesOf(few);
  assert.ok(change!.value !== null && change!.pValue === null);
  assert.equal(change!.reason, 'The group has 100 rows, but they count as 20 clusters; 30 are needed.'); // prettier-ignore
  const unlabelled = { ...few, after: { ...few.after, actual: null } };
  assert.deepEqual(await changesOf(unlabelled), []);
});

test('models alike are told apart in one of twenty groups, and intervals hold the true change', async () => {
  for (const [kind, truth, population] of [
    ['alike', 0, { rows: 60, inOne: 1 }],
    ['alike', 0, { rows: 400, inOne: 1 }],
    ['alike', 0, { rows: 400, inOne: 10 }],
    // Measured in 300,000 rows.
    ['overconfident', 0.07, { rows: 1_000, inOne: 1 }],
    ['shifted', 0.076, { rows: 600, inOne: 10 }],
  ] as const) {
    let [found, missed] = [0, 0];
    const sets = 50;
    for (let seed = 1; seed <= sets; seed += 1) {
      const [change] = await changesOf(twoScorings(population, unlikeModels[kind]!, seed));
      if (change!.pValue! <= 0.05) found += 1;
      if (truth < change!.low! || truth > change!.high!) missed += 1;
    }
    // 5 % of 50 are 2.5; 3.3 standard errors above are 7.
    if (truth === 0) assert.ok(found <= 7, `${found} of ${sets} found, ${kind}`);
    assert.ok(missed <= 7, `${missed} of ${sets} missed, ${kind} ${population.rows}`);
  }
});

test('exchanged and drawn scores are those of the rows, units together', async () => {
  const scores = twoScorings({ rows: 90, inOne: 3 }, unlikeModels.shifted!, 9);
  const scoring = pairedScoring(scores, scores.clusterOf, (row) => row % 10 !== 0);
  assert.equal(scoring.before.order.length, 81);
  assert.equal(scoring.units.length, 30);
  // With one unit there are two exchanges: all rows, or none.
  const one = { ...scoring, units: [scoring.units.flat()] };
  const value =
    calibrationError(inOrder(scoring.after)) - calibrationError(inOrder(scoring.before));
  const draw = exchangedChange(one, seededNumbers(1));
  const drawn = new Set(Array.from({ length: 40 }, draw).map((each) => each.toFixed(12)));
  assert.deepEqual([...drawn].sort(), [value.toFixed(12), (-value).toFixed(12)].sort());
  // And one sample: the rows themselves.
  const pairs = await resampledPairs(one, { count: 3, next: seededNumbers(1), pace });
  for (const at of [0, 1, 2])
    assert.ok(Math.abs(pairs.after[at]! - pairs.before[at]! - value) < 1e-12);
});

test('sums over bins are drawn as far apart as samples of rows are', async () => {
  // Just below and above the size from which bins are drawn.
  const spreadOf = async (rows: number): Promise<number> => {
    const scores = twoScorings({ rows, inOne: 2 }, unlikeModels.shifted!, 4);
    const scoring = pairedScoring(scores, scores.clusterOf, () => true);
    const { before, after } = await resampledPairs(scoring, { count: 4_000, next: seededNumbers(2), pace }); // prettier-ignore
    const changes = after.map((value, at) => value - before[at]!);
    const mean = changes.reduce((sum, each) => sum + each, 0) / changes.length;
    return Math.sqrt(changes.reduce((sum, each) => sum + (each - mean) ** 2, 0) / changes.length);
  };
  const ratio = (await spreadOf(300)) / (await spreadOf(298));
  assert.ok(ratio > 0.85 && ratio < 1.15, `${ratio}`);
});

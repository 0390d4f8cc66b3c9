import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { usualAuditOptions } from '../../../src/audit/auditOptions';
import { areaChanges } from '../../../src/audit/changes/areaChanges';
import { groupChanges } from '../../../src/audit/changes/groupChanges';
import { judgeChanges } from '../../../src/audit/changes/judgeChanges';
import type { MeasuredChange } from '../../../src/audit/changes/judgeChanges';
import { groupSets } from '../../../src/audit/groups/groupSet';
import { labelRows, predictions } from '../../../src/audit/groups/labelRows';
import type { LabelRows } from '../../../src/audit/groups/labelRows';
import type { ScoredRows } from '../../../src/audit/scoredRows';
import { Pace } from '../../../src/audit/statistics/pace';
import { negative, pairedAreas, positive } from '../../../src/audit/statistics/pairedAreas';
import { drawNormal } from '../../../src/audit/statistics/drawNormal';
import { seededNumbers } from '../../../src/data/seededNumbers';
import { column, yesNoRows } from './scored';

const root = process.env.FINETUNE_ROOT ?? '.';

const cases = JSON.parse(
  readFileSync(path.join(root, 'test/fixtures/audit/pairedAreas.json'), 'utf8'),
) as readonly {
  readonly label: readonly number[];
  readonly before: readonly number[];
  readonly after: readonly number[];
  readonly areas: readonly [number, number];
  readonly variance: number;
}[];

function rowsOfYes(rows: ScoredRows): LabelRows {
  return labelRows(rows, predictions(rows), 1);
}

test('areas under two models and the variance of their difference are those of all pairs', () => {
  for (const { label, before, after, areas, variance } of cases) {
    const found = pairedAreas(
      rowsOfYes(yesNoRows(label, before)),
      rowsOfYes(yesNoRows(label, after)),
      Uint8Array.from(label, (each) => (each === 1 ? positive : negative)),
      null,
    );
    const expected = [...areas, variance];
    for (const [at, value] of [found.before, found.after, found.variance].entries())
      assert.ok(Math.abs(value - (expected[at] ?? NaN)) < 1e-9, `${value}, not ${expected[at]}`);
  }
});

interface Models {
  readonly gold: readonly number[];
  readonly values: readonly string[];
  readonly before: ScoredRows;
  readonly after: ScoredRows;
}

/**
 * Two models that tell labels apart by `strength`; their scores share half of their noise.
 * @param afterOfA the strength of the second for rows of a
 */
function twoModels(
  rows: number,
  seed: number,
  { strength, afterOfA, steps }: { strength: number; afterOfA: number; steps: number },
): Models {
  const next = seededNumbers(seed);
  const values = Array.from({ length: rows }, (_, row) => (row % 3 === 0 ? 'a' : 'b'));
  const gold = values.map(() => Number(next() < 0.4));
  const common = gold.map(() => drawNormal(next));
  const scores = (ofA: number): number[] =>
    gold.map((label, row) => {
      const own = values[row] === 'a' ? ofA : strength;
      const noise = ((common[row] ?? 0) + drawNormal(next)) * Math.SQRT1_2;
      return Math.round(steps / (1 + Math.exp(-own * (label - 0.5) - noise))) / steps;
    });
  return {
    ...{ gold, values },
    before: yesNoRows(gold, scores(strength)),
    after: yesNoRows(gold, scores(afterOfA)),
  };
}

async function changesOf({ before, after, values }: Models): Promise<MeasuredChange[]> {
  const pace = new Pace({});
  const changes: MeasuredChange[] = [];
  for (const set of await groupSets([column('who', values)], pace))
    changes.push(
      ...(await areaChanges(
        set,
        { before: rowsOfYes(before), after: rowsOfYes(after), clusterOf: null },
        pace,
      )),
    );
  return changes;
}

function only(changes: readonly MeasuredChange[], metric: string, group: string): MeasuredChange {
  const found = changes.filter((each) => each.metric === metric && each.group === group);
  assert.equal(found.length, 1, metric);
  return found[0]!;
}

test('a model that ranks one group worse is found there, and the way back is better', async () => {
  const models = twoModels(900, 3, { strength: 2.5, afterOfA: 0.8, steps: 1_000 });
  const options = { ...usualAuditOptions, permutations: 200, resamples: 100, positive: null };
  const report = async (before: ScoredRows, after: ScoredRows) =>
    judgeChanges(
      await groupChanges(before, after, [column('who', models.values)], options),
      options,
    ).filter(({ metric }) => metric.endsWith('-shortfall'));
  const worse = await report(models.before, models.after);
  assert.equal(worse.length, 6);
  const back = await report(models.after, models.before);
  const verdict = (changes: typeof worse, group: string): string | undefined =>
    changes.find((each) => each.metric === 'auc-shortfall' && each.group === group)?.verdict;
  assert.deepEqual(
    [verdict(worse, 'a'), verdict(back, 'a'), verdict(worse, 'b') === 'worse'],
    ['worse', 'better', false],
  );
  for (const [at, { value, pValue }] of worse.entries()) {
    const returned = back[at];
    assert.ok(returned !== undefined);
    assert.equal(returned.value, -(value ?? NaN));
    assert.ok(Math.abs((returned.pValue ?? NaN) - (pValue ?? NaN)) < 1e-12);
  }
});

test('a model against itself has no change and no finding, however its scores are tied', async () => {
  for (let seed = 0; seed < 20; seed += 1) {
    const steps = [1, 2, 7, 1_000][seed % 4] ?? 1;
    const models = twoModels(40 + 30 * seed, seed, { strength: 1, afterOfA: 1, steps });
    const changes = await changesOf({ ...models, after: models.before });
    assert.equal(changes.length, 6);
    for (const { value, pValue, low, high, reason } of changes) {
      assert.equal(value, 0);
      if (reason === undefined) assert.deepEqual([pValue, low, high], [1, 0, 0]);
    }
    for (const { verdict } of judgeChanges(changes, usualAuditOptions))
      assert.ok(verdict === 'no-change-found' || verdict === 'not-enough-data', verdict);
  }
});

test('models that rank alike are found unlike in one of twenty figures, also for few rows and areas near 1', async () => {
  for (const [rows, strength, steps] of [
    [100, 1, 1_000],
    [100, 5, 1_000],
    [300, 2, 1],
    [600, 4, 20],
  ] as const) {
    let [alarms, judged] = [0, 0];
    for (let seed = 0; seed < simulations; seed += 1) {
      const models = twoModels(rows, seed, { strength, afterOfA: strength, steps });
      const { pValue } = only(await changesOf(models), 'auc-shortfall', 'a');
      if (pValue === null) continue;
      judged += 1;
      if (pValue <= 0.05) alarms += 1;
    }
    assert.ok(judged > simulations / 2, `${judged} judged`);
    // 5 %, and 3.3 standard errors.
    const most = 0.05 + 3.3 * Math.sqrt((0.05 * 0.95) / judged);
    assert.ok(alarms / judged <= most, `${alarms} of ${judged} at ${rows} rows, ${strength}`);
  }
});

const simulations = 600;

test('few rows of a kind are shown and not judged, and none have no figure', async () => {
  const models = twoModels(60, 1, { strength: 1, afterOfA: 1, steps: 100 });
  const few = only(await changesOf(models), 'auc-shortfall', 'a');
  assert.ok(few.value !== null && few.pValue === null);
  assert.match(few.reason ?? '', /^The group has fewer than 30 rows\.$/);
  const none = models.gold.map(() => 0);
  const scores = none.map((_, row) => row / 60);
  const flat = yesNoRows(none, scores);
  for (const change of await changesOf({ ...models, before: flat, after: flat }))
    assert.ok(change.value === null && change.reason !== undefined);
});

test('a change that all rows share is not certain', async () => {
  const gold = Array.from({ length: 60 }, (_, row) => row % 2);
  const values = gold.map((_, row) => (row < 30 ? 'a' : 'b'));
  const before = yesNoRows(
    gold,
    gold.map((label) => 0.9 - 0.8 * label),
  );
  const after = yesNoRows(
    gold,
    gold.map((label) => 0.1 + 0.8 * label),
  );
  const { value, low, high, pValue } = only(
    await changesOf({ gold, values, before, after }),
    'auc-shortfall',
    'a',
  );
  assert.equal(value, -1);
  assert.ok(low === -1 && (high ?? 0) > -0.7 && (pValue ?? 0) > 1e-6 && (pValue ?? 1) < 1e-3);
});

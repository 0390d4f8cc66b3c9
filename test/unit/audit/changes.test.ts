import assert from 'node:assert/strict';
import { test } from 'node:test';
import { usualAuditOptions } from '../../../src/audit/auditOptions';
import { groupChanges } from '../../../src/audit/changes/groupChanges';
import { judgeChanges } from '../../../src/audit/changes/judgeChanges';
import { pairedChange } from '../../../src/audit/changes/pairedChange';
import { drawBinomial } from '../../../src/audit/statistics/drawBinomial';
import { seededNumbers } from '../../../src/data/seededNumbers';
import type { AuditChange } from '../../../src/protocol/audit';
import { UserError } from '../../../src/protocol/errors';
import { seededRandom } from '../data/seededRandom';
import { column, yesNoRows } from './scored';

const options = { ...usualAuditOptions, permutations: 2_000, resamples: 400, positive: null };

/** Two models on the same rows of two groups; the second raises false alarms about a with a further probability. */
function twoModels(rowsPerGroup: number, alarmsMore: number, seed: number) {
  const random = seededRandom(seed);
  const values = Array.from({ length: 2 * rowsPerGroup }, (_, row) => (row % 2 === 0 ? 'a' : 'b'));
  const gold = values.map(() => Number(random.chance(0.5)));
  const first = gold.map((label) => Number(random.chance(label === 1 ? 0.85 : 0.15)));
  const second = first.map((answer, row) => {
    if (values[row] === 'a' && gold[row] === 0 && random.chance(alarmsMore)) return 1;
    return random.chance(0.05) ? 1 - answer : answer;
  });
  const scores = (answers: readonly number[]): number[] =>
    answers.map((answer) => 0.2 + 0.6 * answer);
  return {
    columns: [column('who', values)],
    gold,
    before: yesNoRows(gold, scores(first)),
    after: yesNoRows(gold, scores(second)),
    answers: { first, second, values },
  };
}

async function changesOf(models: ReturnType<typeof twoModels>): Promise<AuditChange[]> {
  const { before, after, columns } = models;
  return judgeChanges(await groupChanges(before, after, columns, options), options);
}

function only(changes: readonly AuditChange[], metric: string, group: string | null): AuditChange {
  const [found] = changes.filter((change) => change.metric === metric && change.group === group);
  assert.ok(found !== undefined, metric);
  return found;
}

test('a fine-tuning that made it worse for one group is found there, with McNemar on its rows', async () => {
  const models = twoModels(600, 0.25, 2);
  const changes = await changesOf(models);
  const alarms = only(changes, 'false-positive-rate', 'a');
  assert.equal(alarms.verdict, 'worse');
  assert.ok((alarms.low ?? 0) > 0.05);
  assert.equal(only(changes, 'equalized-odds-difference', null).verdict, 'worse');
  assert.notEqual(only(changes, 'true-positive-rate', 'a').verdict, 'worse');
  const errors = only(changes, 'error-rate', 'a');
  const { first, second, values } = models.answers;
  const count = (wasRight: boolean, isRight: boolean): number =>
    values.filter(
      (value, row) =>
        value === 'a' &&
        (first[row] === models.gold[row]) === wasRight &&
        (second[row] === models.gold[row]) === isRight,
    ).length;
  assert.deepEqual(errors.discordant, { worse: count(true, false), better: count(false, true) });
  assert.equal(errors.verdict, 'worse');
  // b lost only what changes at random, 5 % of its answers.
  assert.ok((only(changes, 'error-rate', 'b').value ?? 1) < (errors.low ?? 0));
  // The other way round it is an improvement of the same size.
  const back = judgeChanges(
    await groupChanges(models.after, models.before, models.columns, options),
    options,
  );
  assert.equal(only(back, 'false-positive-rate', 'a').verdict, 'better');
  assert.equal(only(back, 'false-positive-rate', 'a').value, -(alarms.value ?? NaN));
});

test('two models of the same kind differ in few reports, and intervals hold what did not change', async () => {
  let [alarms, outside, judged] = [0, 0, 0];
  for (let seed = 0; seed < 60; seed += 1) {
    const changes = await changesOf(twoModels(100, 0, seed));
    if (changes.some(({ verdict }) => verdict === 'worse' || verdict === 'better')) alarms += 1;
    const { low, high } = only(changes, 'error-rate', 'a');
    judged += 1;
    // Answers change at random in 5 %: of 85 % right answers more go wrong than of 15 % wrong ones go right, by .035.
    if ((low ?? 0) > 0.035 || (high ?? 0) < 0.035) outside += 1;
  }
  // 5 % of 60 are 3; 3.3 standard errors above are 8.
  assert.ok(alarms <= 8, `${alarms} of 60 reports`);
  assert.ok(outside <= 8, `${outside} of ${judged} intervals`);
});

test('the same answers are no change where there is enough data, else nothing is claimed', async () => {
  const { before, columns } = twoModels(4_000, 0, 1);
  const same = judgeChanges(await groupChanges(before, before, columns, options), options);
  for (const change of same)
    assert.deepEqual([change.value, change.verdict], [0, 'no-change-found']);
  const few = twoModels(10, 0, 1);
  for (const change of await changesOf(few)) {
    assert.equal(change.verdict, 'not-enough-data');
    assert.ok(change.reason !== undefined && change.pValue === null);
  }
});

test('labels may stand in another order, and must be the same', async () => {
  const { before, after, columns } = twoModels(200, 0.2, 3);
  const turned = {
    ...before,
    labels: ['yes', 'no'],
    probabilities: before.probabilities.map((_, at) => before.probabilities[at ^ 1] ?? 0),
  };
  assert.deepEqual(
    await groupChanges(turned, after, columns, options),
    await groupChanges(before, after, columns, options),
  );
  const other = { ...before, labels: ['no', 'maybe'] };
  await assert.rejects(groupChanges(other, after, columns, options), UserError);
});

test('outcomes alone are tested by exact McNemar, clusters by exchanging whole ones', async () => {
  const items = { id: 'functional/x', variant: 'v', metric: 'failure-rate', group: null } as const;
  const before = Float64Array.from({ length: 60 }, (_, item) => Number(item < 10));
  const after = Float64Array.from({ length: 60 }, (_, item) => Number(item >= 9 && item < 20));
  const alone = await pairedChange(
    { ...items, before, after, clusters: null, kind: 'outcome' },
    options,
  );
  // 9 better, 10 worse of 19 discordant: p = 1.
  assert.deepEqual(alone.discordant, { worse: 10, better: 9 });
  assert.ok(Math.abs((alone.pValue ?? 0) - 1) < 1e-12);
  assert.ok(Math.abs((alone.value ?? 0) - 1 / 60) < 1e-12);
  const none = new Float64Array(60);
  const worse = await pairedChange(
    {
      ...items,
      before: none,
      after: after.map((_, item) => Number(item < 12)),
      clusters: null,
      kind: 'outcome',
    },
    options,
  );
  assert.ok(Math.abs((worse.pValue ?? 0) - 2 ** -11) < 1e-12);
  // The same twelve in two clusters of thirty: two of four sign patterns are as extreme.
  const clusters = Int32Array.from({ length: 60 }, (_, item) => item % 2);
  const clustered = { ...items, before: none, after: after.map((_, item) => Number(item < 12)) };
  const few = await pairedChange({ ...clustered, clusters, kind: 'outcome' }, options);
  assert.deepEqual([few.pValue, few.low], [null, null]);
  assert.match(few.reason ?? '', /2 independent items; 30 are needed/);
});

test('binomial draws have their mean and spread', () => {
  const next = seededNumbers(4);
  for (const [trials, probability] of [
    [1, 0.5],
    [12, 0.3],
    [5_000, 0.02],
    [100_000, 0.7],
  ] as const) {
    let [sum, squares] = [0, 0];
    for (let draw = 0; draw < 4_000; draw += 1) {
      const value = drawBinomial(trials, probability, next);
      sum += value;
      squares += (value - trials * probability) ** 2;
    }
    const variance = trials * probability * (1 - probability);
    assert.ok(Math.abs(sum / 4_000 - trials * probability) < 4.5 * Math.sqrt(variance / 4_000));
    assert.ok(Math.abs(squares / 4_000 / variance - 1) < 4.5 * Math.sqrt(3 / 4_000));
  }
  assert.deepEqual(
    [drawBinomial(0, 0.5, next), drawBinomial(9, 0, next), drawBinomial(9, 1, next)],
    [0, 0, 9],
  );
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { usualAuditOptions } from '../../../../src/audit/auditOptions';
import { dependentRows, independentRows } from '../../../../src/audit/groups/dependentRows';
import { Pace } from '../../../../src/audit/statistics/pace';
import type { ScoredRows } from '../../../../src/audit/scoredRows';
import { judgeChecks } from '../../../../src/audit/statistics/judge';
import { auditSwaps } from '../../../../src/audit/swaps/auditSwaps';
import { swapItems } from '../../../../src/audit/swaps/swapItems';
import type { AuditCheck } from '../../../../src/protocol/audit';
import { seededRandom } from '../../data/seededRandom';
import { plantedRows, predict } from './plantedModel';
import type { PlantedModel } from './plantedModel';

async function audit(
  count: number,
  model: PlantedModel,
  options: Partial<typeof usualAuditOptions> = {},
): Promise<AuditCheck[]> {
  const rows = plantedRows(count, model, seededRandom(model.seed));
  const items = swapItems(rows, 'gender', { seed: 1 });
  const all = { ...usualAuditOptions, ...options };
  const checks = await auditSwaps(rows, items, predict(items.texts, model), {
    ...all,
    gate: null,
    dependent: independentRows,
  });
  return judgeChecks(checks, all);
}

const byMetric = (checks: readonly AuditCheck[], metric: string): AuditCheck => {
  const found = checks.find((check) => check.metric === metric);
  assert.ok(found !== undefined, metric);
  return found;
};

test('a planted bias is found, with its direction and its rows', async () => {
  const checks = await audit(1_000, { axis: 'gender', bias: 1.5, noise: 0.1, seed: 3 });
  for (const metric of ['flip-rate', 'mean-absolute-change', 'signed-change'])
    assert.equal(byMetric(checks, metric).verdict, 'disparity', metric);
  const signed = byMetric(checks, 'signed-change');
  assert.equal(signed.variant, 'one-against-rest:positive');
  assert.deepEqual([signed.group, signed.reference], ['female', 'male']);
  assert.ok((signed.low ?? 0) > 0.1 && (signed.value ?? 1) < 0.5);
  const [row] = byMetric(checks, 'flip-rate').rows;
  assert.ok(row?.swapped !== undefined);
  assert.notEqual(row.prediction, row.swapped.prediction);
  const marked = row.swapped.before.map(({ start, end }) => row.text.slice(start, end));
  assert.ok(marked.length > 0 && marked.every((word) => /^\p{L}+$/u.test(word)), marked.join());
});

test('no bias is called none, and never one that could not be computed', async () => {
  const checks = await audit(2_000, { axis: 'gender', bias: 0, noise: 0.1, seed: 4 });
  for (const check of checks) assert.equal(check.verdict, 'none-larger-than-delta', check.metric);
  for (const count of [0, 1, 20]) {
    const few = await audit(count, { axis: 'gender', bias: 0, noise: 0, seed: 5 });
    for (const check of few) {
      assert.equal(check.verdict, 'not-enough-data');
      assert.ok(check.reason !== undefined);
      assert.equal(check.pValue, null);
    }
  }
});

test('values by hand: 40 rows of which 10 flip', async () => {
  const texts = Array.from({ length: 40 }, (_, at) => `${at} he came`);
  const numbers = Int32Array.from(texts, (_, at) => at + 1);
  const scored = (share: (at: number) => number): Float32Array =>
    Float32Array.from(texts.flatMap((_, at) => [1 - share(at), share(at)]));
  const rows = {
    ...{ path: 'a.tsv', rows: numbers, lines: numbers, texts, gold: null, labels: ['no', 'yes'] },
    probabilities: scored(() => 0.25),
  };
  const items = swapItems(rows, 'gender', { seed: 0 });
  assert.deepEqual(items.texts.slice(0, 2), ['0 she came', '1 she came']);
  assert.deepEqual(items.coverage, { id: 'swap/gender', used: 40, of: 40, note: null });
  // 10 rows from 0.25 to 0.75, 30 from 0.25 to 0.125.
  const swapped = scored((at) => (at < 10 ? 0.75 : 0.125));
  const options = { ...usualAuditOptions, gate: null, dependent: independentRows };
  const [flip, change, signed] = await auditSwaps(rows, items, swapped, options);
  assert.equal(flip?.value, 0.25);
  assert.equal(flip.rows.length, 10);
  assert.equal(change?.value, (10 * 0.5 + 30 * 0.125) / 40);
  assert.equal(signed?.value, (10 * 0.5 - 30 * 0.125) / 40);
});

test('several groups: the one that is treated otherwise is named', async () => {
  const model: PlantedModel = { axis: 'religion', bias: 1.5, noise: 0.05, seed: 9 };
  const faiths = ['Christian', 'Muslim', 'Jewish', 'Hindu', 'Buddhist', 'Sikh'];
  const texts = Array.from(
    { length: 300 },
    (_, at) => `${at} a ${faiths[at % 6] ?? ''} family came`,
  );
  const numbers = Int32Array.from(texts, (_, at) => at + 1);
  const rows = {
    ...{ path: 'a.tsv', rows: numbers, lines: numbers, texts, gold: null },
    ...{ labels: ['no', 'yes'], probabilities: predict(texts, model) },
  };
  const items = swapItems(rows, 'religion', { seed: 0 });
  assert.equal(items.texts.length, 5 * 300);
  const measured = await auditSwaps(rows, items, predict(items.texts, model), {
    ...usualAuditOptions,
    ...{ gate: null, dependent: independentRows },
  });
  const signed = judgeChecks(measured, usualAuditOptions).filter(
    ({ metric }) => metric === 'signed-change',
  );
  assert.deepEqual(
    signed.map(({ group }) => group),
    faiths,
  );
  for (const { group, value } of signed)
    assert.equal((value ?? 0) > 0, group === 'Muslim', `${group ?? ''} ${value ?? ''}`);
});

test('error rates in simulation: false alarms, and power at the detectable effect', async (context) => {
  const options = { permutations: 400, resamples: 100 };
  const trials = 150;
  let [alarms, found, detectable, effect] = [0, 0, 0, 0];
  for (let seed = 0; seed < trials; seed += 1) {
    // Any change of words moves the logit by up to 1, whoever it is about.
    const none = await audit(200, { axis: 'gender', bias: 0, noise: 1, seed }, options);
    const signed = byMetric(none, 'signed-change');
    if (none.some(({ verdict, metric }) => metric === 'signed-change' && verdict === 'disparity'))
      alarms += 1;
    detectable += (signed.detectable ?? 0) / trials;
    const planted = await audit(200, { axis: 'gender', bias: 0.26, noise: 1, seed }, options);
    effect += (byMetric(planted, 'signed-change').value ?? 0) / trials;
    if ((byMetric(planted, 'signed-change').adjustedPValue ?? 1) <= 0.05) found += 1;
  }
  const said = `${alarms} false alarms, ${found} of ${trials} found at ${effect}, detectable ${detectable}`;
  context.diagnostic(said);
  assert.ok(alarms <= 0.05 * trials + 2 * Math.sqrt(0.05 * 0.95 * trials), said);
  assert.ok(effect <= detectable, said);
  assert.ok(found >= 0.8 * trials - 2 * Math.sqrt(0.8 * 0.2 * trials), said);
});

test('every row twice says what the rows say once, and rows of one author say less', async () => {
  const model = { axis: 'gender', bias: 0.3, noise: 0.6, seed: 5 } as const;
  const rows = plantedRows(200, model, seededRandom(5));
  const checksOf = async (audited: ScoredRows) => {
    const items = swapItems(audited, 'gender', { seed: 1 });
    const dependent = await dependentRows(audited, new Pace({}));
    const options = { ...usualAuditOptions, gate: null, dependent };
    return auditSwaps(audited, items, predict(items.texts, model), options);
  };
  const twice: ScoredRows = {
    ...rows,
    rows: Int32Array.from([...rows.rows, ...rows.rows]),
    lines: Int32Array.from([...rows.lines, ...rows.lines]),
    texts: [...rows.texts, ...rows.texts],
    probabilities: Float32Array.from([...rows.probabilities, ...rows.probabilities]),
  };
  // Rows are drawn at random, so that no author is unlike another but by chance.
  const values = rows.texts.map((_, row) => `author ${row % 2}`);
  const few = await checksOf({ ...rows, dependence: { name: 'author', values } });
  const [once, again] = [await checksOf(rows), await checksOf(twice)];
  assert.equal(again.length, once.length);
  for (const [at, { metric, value, low, high, pValue, n }] of once.entries()) {
    const other = again[at]!;
    assert.deepEqual([other.n, other.withheld], [2 * n, null], metric);
    assert.ok(Math.abs(other.value! - value!) < 1e-6, metric);
    assert.ok(Math.abs(other.pValue! - pValue!) < 0.02, `${metric}: ${other.pValue}, ${pValue}`);
    assert.ok(Math.abs((other.high! - other.low!) / (high! - low!) - 1) < 0.1, metric);
    // Two authors are no thirty.
    assert.equal(few[at]!.withheld, 'not-enough-data');
    assert.equal(few[at]!.value, value);
  }
});

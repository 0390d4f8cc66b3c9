import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareOutcomes } from '../../../../src/data/compareOutcomes';
import { seededNumbers } from '../../../../src/data/seededNumbers';
import type { EvaluationReport } from '../../../../src/protocol/reports';
import { bootstrapIntervals } from '../../../../src/trainer/metrics/bootstrap';
import { evaluationMarkdown } from '../../../../src/trainer/metrics/evaluationMarkdown';
import {
  evaluationReport,
  evaluationReportJson,
} from '../../../../src/trainer/metrics/evaluationReport';

const labels = ['neg', 'pos', 'never'];

/** Logits whose largest value stands at the prediction, more clearly so for a higher confidence. */
function report(
  gold: readonly number[],
  answers: readonly (readonly [prediction: number, clarity: number])[],
  texts: readonly string[] = gold.map((_, index) => `text ${index}`),
): EvaluationReport {
  const logits = answers.flatMap(([prediction, clarity]) =>
    labels.map((_, label) => (label === prediction ? clarity : 0)),
  );
  return evaluationReport({
    task: 'text-classification',
    labels,
    examples: {
      path: '/data/dev.csv',
      texts,
      rows: gold.map((_, index) => index + 1),
      lines: gold.map((_, index) => index + 2),
    },
    gold: Int32Array.from(gold),
    logits: Float32Array.from(logits),
    split: 'validation',
    data: { path: '/data/dev.csv', hash: 'abc' },
    model: '/runs/a/model',
    seed: 42,
    createdAt: 1_800_000_000,
  });
}

const gold = [0, 0, 1, 1, 0];
const answers = [
  [0, 3],
  [1, 1],
  [0, 4],
  [1, 2],
  [1, 2],
] as const;

test('a report holds metrics, labels, matrix, mistakes by confidence and outcomes', () => {
  const made = report(gold, answers);
  assert.equal(made.rows, 5);
  assert.equal(made.metrics.accuracy?.value, 0.4);
  assert.deepEqual(made.confusionMatrix, {
    labels,
    counts: [
      [1, 2, 0],
      [1, 1, 0],
      [0, 0, 0],
    ],
  });
  assert.deepEqual(made.perClass.pos, { precision: 1 / 3, recall: 0.5, f1: 0.4, support: 2 });
  assert.deepEqual(made.perClass.never, {
    ...{ precision: null, recall: null, f1: null, support: 0 },
    reason: 'no row has this label, and it is never predicted',
  });
  assert.deepEqual(
    made.worst.map(({ row, line, gold: truth, prediction }) => [row, line, truth, prediction]),
    [
      [3, 4, 'pos', 'neg'],
      [5, 6, 'neg', 'pos'],
      [2, 3, 'neg', 'pos'],
    ],
  );
  assert.ok(Math.abs((made.worst[0]?.confidence ?? 0) - Math.E ** 4 / (Math.E ** 4 + 2)) < 1e-12);
  assert.deepEqual(made.outcomes?.predicted, [0, 1, 0, 1, 1]);
  assert.deepEqual(report(gold, answers), made, 'the same rows and seed give the same report');
});

test('the JSON form reads back and keeps number lists on a line', () => {
  const made = report(gold, answers, ['[\n 1,\n 2\n]', '', '', '', '']);
  const json = evaluationReportJson(made);
  assert.deepEqual(JSON.parse(json), made);
  assert.match(json, /"predicted": \[0, 1, 0, 1, 1\]/);
});

test('only mistakes are listed, at most a hundred', () => {
  const many = Array.from({ length: 150 }, () => 0);
  assert.equal(
    report(
      many,
      many.map(() => [1, 1] as const),
    ).worst.length,
    100,
  );
  assert.equal(
    report(
      many,
      many.map(() => [0, 1] as const),
    ).worst.length,
    0,
  );
});

test('no rows: figures are null with a reason', () => {
  const made = report([], []);
  assert.deepEqual(made.metrics['f1-macro'], {
    ...{ value: null, low: null, high: null, reason: 'there are no rows' },
  });
});

for (const rows of [2_000, 200_000]) {
  test(`intervals of ${rows} rows hold the value and are as wide as theory says`, () => {
    const next = seededNumbers(7);
    const truth = Int32Array.from({ length: rows }, () => (next() < 0.5 ? 0 : 1));
    const predicted = truth.map((label) => (next() < 0.8 ? label : 1 - label));
    const losses = Float64Array.from({ length: rows }, () => next());
    const data = { gold: truth, predicted, losses, labelCount: 3 };
    const intervals = bootstrapIntervals(data, 3);
    assert.ok(intervals);
    const accuracy = truth.filter((label, row) => label === predicted[row]).length / rows;
    const half = 1.96 * Math.sqrt((accuracy * (1 - accuracy)) / rows);
    const [low, high] = intervals.accuracy;
    assert.ok(Math.abs(low - (accuracy - half)) < 0.2 * half, `${low}`);
    assert.ok(Math.abs(high - (accuracy + half)) < 0.2 * half, `${high}`);
    const [lossLow, lossHigh] = intervals.loss;
    const lossHalf = 1.96 * Math.sqrt(1 / 12 / rows);
    assert.ok(Math.abs(lossHigh - lossLow - 2 * lossHalf) < 0.3 * lossHalf);
    assert.deepEqual(bootstrapIntervals(data, 3), intervals);
    assert.notDeepEqual(bootstrapIntervals(data, 4), intervals);
  });
}

test('both ways to resample agree, rare labels included', () => {
  // 20,000 rows are drawn one by one, 20,001 as counts.
  const bounds = [20_000, 20_001].map((rows) => {
    const truth = Int32Array.from({ length: rows }, (_, row) => (row % 1_000 === 0 ? 1 : 0));
    const predicted = truth.map((label, row) => (row % 3_000 === 0 ? 0 : label));
    const losses = new Float64Array(rows);
    return bootstrapIntervals({ gold: truth, predicted, losses, labelCount: 2 }, 11)?.['f1-macro'];
  });
  const [drawn, counted] = bounds;
  assert.ok(drawn && counted);
  const width = drawn[1] - drawn[0];
  assert.ok(width > 0.05 && Math.abs(drawn[0] - counted[0]) < 0.15 * width, bounds.join(' '));
  assert.ok(Math.abs(drawn[1] - counted[1]) < 0.15 * width, bounds.join(' '));
});

test('rows that are all right have an interval without width', () => {
  const made = report(
    [0, 1, 0],
    [
      [0, 1],
      [1, 1],
      [0, 1],
    ],
  );
  assert.deepEqual(made.metrics.accuracy, { value: 1, low: 1, high: 1 });
});

test('Markdown shows every part, and text from data as text', () => {
  const texts = ['', '', 'a | b <script>*x*\nnext [link](http://e) `code`', '', ''];
  const markdown = evaluationMarkdown(report(gold, answers, texts));
  assert.match(markdown, /^# Evaluation on the validation split\n/);
  assert.match(markdown, /\| accuracy +\| +0\.400 \| 0\.\d{3} to \d\.\d{3} \|/);
  assert.match(markdown, /\| pos +\| +0\.333 \| +0\.500 \| +0\.400 \| +2 \|/);
  assert.match(markdown, /\| never \(no row has this label/);
  assert.match(
    markdown,
    /a \\\| b \\<script\\>\\\*x\\\* next \\\[link\\\]\(http:\/\/e\) \\`code\\`/,
  );
  const lines = markdown.split('\n').filter((line) => line.startsWith('|'));
  assert.ok(lines.every((line) => line.endsWith('|')));
});

test('comparing outcomes finds the flipped rows', () => {
  const first = report(gold, answers);
  const second = report(gold, [
    [0, 1],
    [0, 1],
    [1, 1],
    [0, 1],
    [1, 1],
  ]);
  const compared = compareOutcomes(first, second);
  assert.deepEqual(compared, {
    onlyFirstRight: 1,
    onlySecondRight: 2,
    pValue: 1,
    reason: null,
    flips: [
      { row: 2, line: 3, gold: 'neg', predictions: ['pos', 'neg'] },
      { row: 3, line: 4, gold: 'pos', predictions: ['neg', 'pos'] },
      { row: 4, line: 5, gold: 'pos', predictions: ['pos', 'neg'] },
    ],
  });
  const elsewhere = { ...second, data: { path: '/x', hash: 'other' } };
  assert.match(compareOutcomes(first, elsewhere).reason ?? '', /different data/);
  const without = { ...second };
  delete without.outcomes;
  assert.match(compareOutcomes(first, without).reason ?? '', /row by row/);
  assert.match(compareOutcomes(first, report([], [])).reason ?? '', /no row in common/);
});

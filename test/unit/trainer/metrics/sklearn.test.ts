import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { mcnemarExact } from '../../../../src/data/compareOutcomes';
import { metricIds } from '../../../../src/protocol/metrics';
import type { MetricId } from '../../../../src/protocol/metrics';
import { confusionMatrix, countClasses } from '../../../../src/trainer/metrics/classCounts';
import {
  classificationMetrics,
  perClassFigures,
} from '../../../../src/trainer/metrics/classificationMetrics';
import { readLogits } from '../../../../src/trainer/metrics/readLogits';

interface Fixture {
  cases: {
    name: string;
    labelCount: number;
    gold: number[];
    predicted: number[];
    logits: number[];
    metrics: Record<MetricId, number>;
    perClass: Record<'precision' | 'recall' | 'f1' | 'support', (number | null)[]>;
    confusionMatrix: number[][];
  }[];
  mcnemar: { onlyFirst: number; onlySecond: number; pValue: number }[];
}

const root = process.env.FINETUNE_ROOT ?? '.';
const file = path.join(root, 'test/fixtures/metrics/sklearn.json');
const fixture = JSON.parse(readFileSync(file, 'utf8')) as Fixture;

function near(actual: number | null, expected: number | null, what: string): void {
  if (expected === null || actual === null) assert.equal(actual, expected, what);
  else assert.ok(Math.abs(actual - expected) <= 1e-12, `${what}: ${actual}, not ${expected}`);
}

for (const { name, labelCount, ...expected } of fixture.cases) {
  test(`metrics equal scikit-learn: ${name}`, () => {
    const gold = Int32Array.from(expected.gold);
    const logits = Float32Array.from(expected.logits);
    const { predicted } = readLogits(logits, labelCount, gold);
    assert.deepEqual([...predicted], expected.predicted);
    const metrics = classificationMetrics(gold, logits, labelCount);
    assert.deepEqual(Object.keys(metrics).sort(), [...metricIds].sort());
    for (const id of metricIds) near(metrics[id], expected.metrics[id], id);
    assert.deepEqual(confusionMatrix(gold, predicted, labelCount), expected.confusionMatrix);
    const figures = perClassFigures(countClasses(gold, predicted, labelCount));
    for (const [label, figure] of figures.entries()) {
      for (const key of ['precision', 'recall', 'f1', 'support'] as const) {
        near(figure[key], expected.perClass[key][label] ?? null, `${key} of ${label}`);
      }
      const isDefined = figure.precision !== null && figure.recall !== null;
      assert.equal(figure.reason === undefined, isDefined, `reason of ${label}`);
    }
  });
}

test('McNemar p-values equal the exact binomial test', () => {
  for (const { onlyFirst, onlySecond, pValue } of fixture.mcnemar) {
    const actual = mcnemarExact(onlyFirst, onlySecond);
    const error = Math.abs(actual - pValue) / pValue;
    assert.ok(error < 1e-9, `${onlyFirst}, ${onlySecond}: ${actual}, not ${pValue}`);
  }
});

test('a logit that is no number is refused with its row', () => {
  for (const bad of [NaN, Infinity, -Infinity]) {
    const logits = Float32Array.of(0, 1, bad, 1);
    assert.throws(() => classificationMetrics(Int32Array.of(0, 1), logits, 2), /row 2/);
  }
  assert.throws(() => readLogits(new Float32Array(5), 2, null), /not \[rows, 2\]/);
});

test('no rows: no metric', () => {
  const metrics = classificationMetrics(new Int32Array(0), new Float32Array(0), 3);
  for (const id of metricIds) assert.equal(metrics[id], null);
});

test('huge logits do not overflow', () => {
  const { losses, confidence } = readLogits(Float32Array.of(3e38, -3e38), 2, Int32Array.of(1));
  assert.equal(confidence[0], 1);
  assert.ok(Number.isFinite(losses[0]) && (losses[0] ?? 0) > 1e38);
});

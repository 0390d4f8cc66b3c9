import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { UserError } from '../../../../../src/protocol/errors';
import {
  classWeightsOf,
  fillTargets,
  totalWeight,
} from '../../../../../src/trainer/tasks/textClassification/lossTargets';

const rowsOf = (...labels: number[]) => labels.map((label) => ({ label, weight: 1 }));

test('balanced weights are scikit-learn’s', () => {
  // compute_class_weight('balanced', classes=[0, 1, 2], y=[0, 0, 0, 1, 2, 2]) = [2/3, 2, 1]
  const weights = classWeightsOf('balanced', ['a', 'b', 'c'], Int32Array.of(0, 0, 0, 1, 2, 2));
  assert.deepEqual([...weights], [6 / (3 * 3), 6 / (3 * 1), 6 / (3 * 2)]);
});

test('a class without rows does not weigh, and does not change the others', () => {
  const weights = classWeightsOf('balanced', ['a', 'b', 'c'], Int32Array.of(0, 0, 2));
  assert.deepEqual([...weights], [3 / (2 * 2), 0, 3 / (2 * 1)]);
});

test('named weights leave the other classes at 1', () => {
  const weights = classWeightsOf({ b: 2.5 }, ['a', 'b'], Int32Array.of(0));
  assert.deepEqual([...weights], [1, 2.5]);
});

test('targets divide by the weight of the accumulated batch and leave filling rows at zero', () => {
  const rule = { classWeights: Float64Array.of(1, 3), labelSmoothing: 0.2 };
  const total = totalWeight(rule, rowsOf(0, 1, 1, 0)); // 8
  const targets = new Float32Array(6).fill(9);
  fillTargets(targets, rowsOf(1, 0), rule, total);
  // Label 1: (0.8 * 3 + 0.1 * 3) / 8 for itself, 0.1 * 1 / 8 for the other; label 0: 0.9 / 8 and 0.1 * 3 / 8.
  const expected = [0.1 / 8, 2.7 / 8, 0.9 / 8, 0.3 / 8, 0, 0];
  for (const [index, value] of expected.entries()) {
    assert.ok(Math.abs(targets[index]! - value) < 1e-7, `${index}: ${targets[index]}`);
  }
});

test('rows that weigh nothing give no loss instead of 0 / 0', () => {
  const rule = { classWeights: Float64Array.of(0, 1), labelSmoothing: 0 };
  const targets = new Float32Array(2).fill(9);
  fillTargets(targets, rowsOf(0), rule, totalWeight(rule, rowsOf(0)));
  assert.deepEqual([...targets], [0, 0]);
});

test('a weight for a label that there is none of is refused, not ignored', () => {
  const weigh = (label: string) =>
    classWeightsOf({ [label]: 2 }, ['glad', 'cross'], Int32Array.of(0));
  assert.throws(
    () => weigh('gald'),
    (error: UserError) =>
      /weighs "gald", which is no label.*glad, cross/.test(error.message) &&
      error.next === 'Did you mean "glad"?' &&
      error.key === 'training.classWeights.gald',
  );
  // note: what every object has is no weight of a label of that name.
  assert.deepEqual([...classWeightsOf({ b: 2 }, ['b', 'constructor'], Int32Array.of(0))], [2, 1]);
});

test('weights that let no row count are refused', () => {
  assert.throws(
    () => classWeightsOf({ a: 0, b: 1 }, ['a', 'b'], Int32Array.of(0, 0)),
    (error: UserError) => error.key === 'training.classWeights' && error.next !== undefined,
  );
  assert.deepEqual([...classWeightsOf({ a: 0 }, ['a', 'b'], Int32Array.of(0, 1))], [0, 1]);
});

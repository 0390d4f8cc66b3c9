import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MetricLine } from '../../../src/protocol/run';
import { convertPosition } from '../../../src/webview/plot/axisConversion';
import { appendLines, emptyCurves, positionsOn } from '../../../src/webview/plot/curves';
import { firstAtLeast, nearest } from '../../../src/webview/plot/search';
import { smooth } from '../../../src/webview/plot/smoothing';

function trainLine(step: number, loss: number): MetricLine {
  return {
    step,
    epoch: step / 10,
    time: 1000 + step * 2,
    split: 'train',
    loss,
    learningRate: 1e-4,
    gradientNorm: 1,
    tokensPerSecond: 100,
  };
}

test('lines become columns; missing and non-finite values are NaN', () => {
  const curves = emptyCurves();
  appendLines(curves, [
    trainLine(1, 0.5),
    // JSON carries NaN as null.
    JSON.parse(JSON.stringify(trainLine(2, NaN))) as MetricLine,
    { step: 2, epoch: 0.2, time: 1005, split: 'validation', accuracy: 0.5 },
    { step: 4, epoch: 0.4, time: 1010, split: 'validation', accuracy: 0.6, 'f1-macro': 0.4 },
  ]);
  assert.deepEqual(curves.train.loss, [0.5, NaN]);
  assert.deepEqual(curves.evaluation.metrics.get('accuracy'), [0.5, 0.6]);
  assert.deepEqual(curves.evaluation.metrics.get('f1-macro'), [NaN, 0.4]);
  assert.deepEqual(positionsOn(curves, 'train', 'time'), [0, 2]);
  assert.deepEqual(positionsOn(curves, 'evaluation', 'step'), [2, 4]);
});

test('a metric that a later evaluation lacks stays aligned with its steps', () => {
  const curves = emptyCurves();
  appendLines(curves, [
    { step: 1, epoch: 0.1, time: 1, split: 'validation', accuracy: 0.5, loss: 1 },
    { step: 2, epoch: 0.2, time: 2, split: 'validation', loss: 0.9 },
    { step: 3, epoch: 0.3, time: 3, split: 'validation', accuracy: 0.7, loss: 0.8 },
  ]);
  assert.deepEqual(curves.evaluation.metrics.get('accuracy'), [0.5, NaN, 0.7]);
});

test('a step that comes again cuts the curves back to it', () => {
  const curves = emptyCurves();
  appendLines(curves, [
    ...[1, 2, 3, 4, 5].map((step) => trainLine(step, step)),
    { step: 2, epoch: 0.2, time: 1, split: 'validation', accuracy: 0.5 },
    { step: 4, epoch: 0.4, time: 1, split: 'validation', accuracy: 0.6 },
  ]);
  appendLines(curves, [trainLine(4, 40)]);
  assert.deepEqual(curves.train.step, [1, 2, 3, 4]);
  assert.deepEqual(curves.train.loss, [1, 2, 3, 40]);
  assert.deepEqual(curves.train.learningRate.length, 4);
  assert.deepEqual(curves.evaluation.step, [2]);
  assert.deepEqual(curves.evaluation.metrics.get('accuracy'), [0.5]);
});

test('smoothing corrects its start, keeps NaN in place and does not spread it', () => {
  // s1 = .5*1 / (1-.5) = 1; s2 = (.5*.5 + .5*3) / (1-.25) = 1.75/.75
  assert.deepEqual(smooth([1, NaN, 3], 0.5), [1, NaN, 1.75 / 0.75]);
  assert.deepEqual(
    smooth([4, 4, 4], 0.9).map((value) => Math.round(value * 1e9) / 1e9),
    [4, 4, 4],
  );
  assert.deepEqual(smooth([1, 2], 0), [1, 2]);
});

test('positions carry over between axes, also beyond the ends', () => {
  const steps = [1, 2, 4];
  const times = [10, 20, 60];
  assert.equal(convertPosition(steps, times, 3), 40);
  assert.equal(convertPosition(steps, times, 2), 20);
  assert.equal(convertPosition(steps, times, 5), 80);
  assert.equal(convertPosition(steps, times, 0), 0);
  assert.equal(convertPosition([], [], 1), null);
  assert.equal(convertPosition([3], [7], 1), 7);
});

test('binary search finds the first at least and the nearest', () => {
  assert.equal(firstAtLeast([1, 3, 5], 3), 1);
  assert.equal(firstAtLeast([1, 3, 5], 6), 3);
  assert.equal(nearest([1, 3, 5], 4.1), 2);
  assert.equal(nearest([1, 3, 5], 4), 1);
  assert.equal(nearest([1, 3, 5], -9), 0);
  assert.equal(nearest([], 1), -1);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { zoomBy } from '../../../src/webview/plot/plotState';
import {
  describePosition,
  formatTick,
  logTicks,
  tickDistances,
} from '../../../src/webview/plot/ticks';
import { extent, paddedRange } from '../../../src/webview/plot/valueRange';

test('ticks are written the way their axis counts', () => {
  assert.equal(formatTick('step', 1500), '1.5 k');
  assert.equal(formatTick('epoch', 0.5), '.5');
  assert.equal(formatTick('epoch', 2), '2');
  assert.equal(formatTick('time', 0), '0');
  assert.equal(formatTick('time', 90), '1 m 30 s');
  assert.equal(formatTick('time', 120), '2 m');
  assert.equal(formatTick('time', 7200), '2 h');
  assert.equal(describePosition('step', 1412), 'step 1,412');
  assert.equal(describePosition('epoch', 1.654), 'epoch 1.65');
});

test('steps never get ticks between whole numbers', () => {
  assert.ok(tickDistances('step').every(Number.isInteger));
  assert.deepEqual(
    [...tickDistances('epoch')].sort((a, b) => a - b),
    tickDistances('epoch'),
  );
  assert.equal(tickDistances('epoch')[0], 0.001);
});

test('a logarithmic axis has ticks over many decades and within less than one', () => {
  assert.deepEqual(logTicks(1e-5, 1e-3, 8), [1e-5, 2e-5, 5e-5, 1e-4, 2e-4, 5e-4, 1e-3]);
  assert.deepEqual(logTicks(1e-9, 1e3, 5), [1e-9, 1e-6, 1e-3, 1, 1e3]);
  assert.deepEqual(logTicks(0.61, 0.78, 6), [0.65, 0.7, 0.75]);
  assert.deepEqual(logTicks(0, 1, 6), []);
});

test('ranges leave room, cross no zero and survive constants and nothing', () => {
  assert.deepEqual(
    extent([
      [1, null, NaN, 3],
      [undefined, -2, Infinity],
    ]),
    [-2, 3],
  );
  assert.equal(extent([[NaN, null]]), null);
  assert.deepEqual(paddedRange([0, 100], 'linear'), [0, 105]);
  assert.deepEqual(paddedRange([5, 5], 'linear'), [4.5, 5.5]);
  assert.deepEqual(paddedRange([0, 0], 'linear'), [0, 1]);
  assert.deepEqual(paddedRange(null, 'linear'), [0, 1]);
  const [low, high] = paddedRange([0.01, 1], 'log');
  assert.ok(low > 0.007 && low < 0.01 && high > 1 && high < 1.4);
});

test('zooming keeps the crosshair in place and ends at the full range', () => {
  assert.deepEqual(zoomBy([0, 100], [0, 100], 0.5, 20), [10, 60]);
  assert.deepEqual(zoomBy([10, 60], [0, 100], 2, null), [0, 85]);
  assert.equal(zoomBy([0, 60], [0, 100], 4, null), null);
});

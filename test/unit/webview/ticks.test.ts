import assert from 'node:assert/strict';
import { test } from 'node:test';
import { zoomBy } from '../../../src/webview/plot/plotState';
import { formatMetric, formatNumber, formatThousands } from '../../../src/protocol/formatNumber';
import { tickLabels, xTickLabels } from '../../../src/webview/plot/tickLabels';
import { describePosition, logTicks, tickDistances } from '../../../src/webview/plot/ticks';
import { randomNumbers } from '../../support/randomNumbers';
import { extent, paddedRange } from '../../../src/webview/plot/valueRange';

test('ticks are written the way their axis counts', () => {
  assert.deepEqual(xTickLabels('step', [0, 1500, 3000]), ['0', '1.5 k', '3 k']);
  assert.deepEqual(xTickLabels('epoch', [0, 0.5, 1, 2]), ['0', '.5', '1', '2']);
  assert.deepEqual(xTickLabels('time', [0, 0.5, 10, 90, 120, 7200, 7500, 273_600]), [
    '0',
    '.5 s',
    '10 s',
    '1 m 30 s',
    '2 m',
    '2 h',
    '2 h 05 m',
    '3 d 04 h',
  ]);
  assert.equal(describePosition('step', 1412), 'step 1,412');
  assert.equal(describePosition('epoch', 1.654), 'epoch 1.65');
});

test('ticks of a narrow range have the digits that tell them apart', () => {
  const rows = [
    [formatNumber, [1, 1.005, 1.01, 1.015], ['1.000', '1.005', '1.010', '1.015']],
    [formatNumber, [0.69314, 0.69315, 0.69316], ['.69314', '.69315', '.69316']],
    [formatNumber, [1.0001e-5, 1.0002e-5], ['1.0001e-5', '1.0002e-5']],
    [formatNumber, [-0.0005, 0, 0.0005], ['−5e-4', '0', '5e-4']],
    [formatNumber, [12_345.5, 12_346], ['12,345.5', '12,346.0']],
    [formatNumber, [0.1, 1, 10, 1000], ['.1', '1', '10', '1,000']],
    [formatNumber, [0.2, 0.30000000000000004, 0.4], ['.2', '.3', '.4']],
    [formatMetric, [0, 0.0005, 0.001], ['0', '.0005', '.0010']],
    [formatMetric, [0.9995, 1, 1.0005], ['.9995', '1.0000', '1.0005']],
    [formatThousands, [2801, 2802, 2803], ['2,801', '2,802', '2,803']],
    [formatThousands, [2_000, 4_000], ['2 k', '4 k']],
  ] as const;
  for (const [format, ticks, labels] of rows) assert.deepEqual(tickLabels(format, ticks), labels);
  assert.deepEqual(xTickLabels('step', [12_310, 12_320]), ['12,310', '12,320']);
  assert.deepEqual(xTickLabels('time', [7_210, 7_220]), ['2 h 00 m 10 s', '2 h 00 m 20 s']);
  assert.deepEqual(xTickLabels('time', [72.1, 72.2]), ['1 m 12.1 s', '1 m 12.2 s']);
});

test('no two ticks of any linear axis read alike', () => {
  const random = randomNumbers(7);
  for (let trial = 0; trial < 500; trial += 1) {
    const distance = [1, 2, 2.5, 5][trial % 4]! * 10 ** Math.round(random() * 12 - 9);
    const first = Math.round((random() - 0.5) * 10 ** Math.round(random() * 5));
    const ticks = Array.from({ length: 6 }, (_, index) => (first + index) * distance);
    for (const format of [formatNumber, formatMetric, formatThousands]) {
      const labels = tickLabels(format, ticks);
      assert.equal(new Set(labels).size, 6, `${first} x ${distance}: ${labels.join(' ')}`);
    }
  }
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

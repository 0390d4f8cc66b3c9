import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  formatBytes,
  formatCount,
  formatDifference,
  formatDuration,
  formatInterval,
  formatMetric,
  formatNumber,
  formatPValue,
  formatScore,
  formatShare,
  formatShortDuration,
  formatThousands,
  formatWholeDuration,
} from '../../../src/protocol/formatNumber';

function check<T>(format: (value: T) => string, rows: readonly (readonly [T, string])[]): void {
  for (const [value, wanted] of rows) assert.equal(format(value), wanted, String(value));
}

test('numbers have three significant digits and no leading zero', () => {
  check(formatNumber, [
    [0.4123, '.412'],
    [-0.4123, '−.412'],
    [1.2345, '1.23'],
    [12.345, '12.3'],
    [123.45, '123'],
    [1234.5, '1,235'],
    [0, '0'],
    [1.874e-5, '1.87e-5'],
    [2e-5, '2e-5'],
    [3.2e8, '3.2e8'],
    [null, '–'],
    [undefined, '–'],
    [NaN, 'NaN'],
    [Infinity, '∞'],
    [-Infinity, '−∞'],
  ]);
});

test('metrics have three decimals so that columns line up', () => {
  check(formatMetric, [
    [0.672, '.672'],
    [0.05, '.050'],
    [1, '1.00'],
    [0.9996, '1.00'],
    [0.9994, '.999'],
    [0, '.000'],
    [-0.25, '−.250'],
    [12.3, '12.3'],
    [null, '–'],
  ]);
});

test('a small p-value is never written as 0', () => {
  check(formatPValue, [
    [0.0009, '< .001'],
    [0, '< .001'],
    [0.001, '.001'],
    [0.0414, '.041'],
    [null, '–'],
  ]);
});

test('an interval is half its width, a difference has its sign', () => {
  assert.equal(formatInterval({ value: 0.672, low: 0.658, high: 0.686 }), '.672 ± .014');
  assert.equal(formatInterval({ value: 0.672, low: null, high: null }), '.672');
  assert.equal(formatInterval({ value: null, low: null, high: null }), '–');
  check(formatDifference, [
    [0.012, '+.012'],
    [-0.0041, '−.004'],
    [0.0001, '±.000'],
  ]);
});

test('units stay thin', () => {
  check(formatThousands, [
    [950, '950'],
    [2800, '2.8 k'],
    [2814, '2.81 k'],
    [22_713_216, '22.7 M'],
    [10_000, '10 k'],
  ]);
  check(formatBytes, [
    [0, '0 B'],
    [512, '512 B'],
    [980, '980 B'],
    [24_100, '24.1 kB'],
    [999_400, '999 kB'],
    [999_960, '1 MB'],
    [1.24e9, '1.24 GB'],
    [840e6, '840 MB'],
    [3e15, '3000 TB'],
  ]);
  check(formatDuration, [
    [0, '0 s'],
    [0.213, '.21 s'],
    [1, '1 s'],
    [8.25, '8.3 s'],
    [46.2, '46 s'],
    [59.7, '1 m 00 s'],
    [72, '1 m 12 s'],
    [185, '3 m 05 s'],
    [7500, '2 h 05 m'],
    [3 * 86_400 + 4 * 3600, '3 d 04 h'],
    [-5, '−5 s'],
    [NaN, '–'],
  ]);
});

test('times that are waited for are whole seconds', () => {
  check(formatWholeDuration, [
    [-5, 'under 1 s'],
    [0.2, 'under 1 s'],
    [8.4, '8 s'],
    [45, '45 s'],
    [59.6, '1 m 00 s'],
    [72, '1 m 12 s'],
    [7_500, '2 h 05 m'],
    [277_200, '3 d 05 h'],
  ]);
  check(formatShortDuration, [
    [0.2, '1 s'],
    [72, '1 m'],
    [7_300, '2 h'],
  ]);
});

test('work that goes on never reads as done', () => {
  assert.equal(formatShare(499, 500), '99 %');
  assert.equal(formatShare(500, 500), '100 %');
  assert.equal(formatShare(1, 0), '0 %');
});

test('a loss keeps its digits however small, other metrics line up', () => {
  const rows = [
    ['loss', 0.00002, '2e-5'],
    ['loss', 0.0412, '.0412'],
    ['f1-macro', 0.0412, '.041'],
    ['accuracy', null, '–'],
  ] as const;
  for (const [metric, value, wanted] of rows) assert.equal(formatScore(metric, value), wanted);
});

test('counts have the separators of en-US', () => {
  const counts = [
    0,
    -1,
    7,
    999,
    1_000,
    -1_000,
    12_345,
    999_999.5,
    1e6,
    -123_456_789,
    2 ** 53,
    1e21,
  ];
  for (const count of counts)
    assert.equal(formatCount(count), Math.round(count).toLocaleString('en-US'), String(count));
});

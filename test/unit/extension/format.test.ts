import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  formatBytes,
  formatDuration,
  formatFigure,
  formatShare,
  formatShortDuration,
} from '../../../src/extension/views/format';

test('figures have three significant digits and no leading zero', () => {
  const rows: [number, string][] = [
    [0.6718, '.672'],
    [-0.5, '-.500'],
    [1.2345, '1.23'],
    [123.4, '123'],
    [0, '0'],
    [1, '1.00'],
    [0.00002, '2.00e-5'],
    [Number.NaN, 'NaN'],
  ];
  for (const [value, text] of rows) assert.equal(formatFigure(value), text);
});

test('durations read in two units at most', () => {
  const rows: [number, string][] = [
    [0.2, 'under 1 s'],
    [45, '45 s'],
    [59.6, '1 m 00 s'],
    [72, '1 m 12 s'],
    [7_500, '2 h 05 m'],
    [277_200, '3 d 5 h'],
  ];
  for (const [seconds, text] of rows) assert.equal(formatDuration(seconds), text);
  assert.equal(formatShortDuration(72), '1 m');
  assert.equal(formatShortDuration(0.2), '1 s');
  assert.equal(formatShortDuration(7_300), '2 h');
});

test('bytes use decimal units', () => {
  assert.equal(formatBytes(980), '980 B');
  assert.equal(formatBytes(24_100), '24.1 kB');
  assert.equal(formatBytes(999_960), '1.0 MB');
  assert.equal(formatBytes(1.2e9), '1.2 GB');
});

test('work that goes on never reads as done', () => {
  assert.equal(formatShare(499, 500), '99 %');
  assert.equal(formatShare(500, 500), '100 %');
  assert.equal(formatShare(1, 0), '0 %');
});

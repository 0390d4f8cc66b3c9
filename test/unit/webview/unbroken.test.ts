import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unbroken } from '../../../src/webview/unbroken';

test('numbers stay with their units', () => {
  const rows: (readonly [string, string])[] = [
    ['77.1 % of rows', '77.1_% of rows'],
    ['about 3 % (1.2 GB, 1 m 12 s left)', 'about 3_% (1.2_GB, 1_m 12_s left)'],
    ['of 12 men and 3 shares', 'of 12 men and 3 shares'],
    ['2 ms. 3 kB', '2_ms. 3_kB'],
  ];
  for (const [given, expected] of rows)
    assert.equal(unbroken(given).replaceAll('\u00a0', '_'), expected);
});

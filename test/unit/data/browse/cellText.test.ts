import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cellText } from '../../../../src/data/browse/cellText';

test('a cell shows its value, and that a number may have lost digits', () => {
  const rows: readonly (readonly [unknown, string])[] = [
    ['text', 'text'],
    [null, ''],
    [undefined, ''],
    [true, 'true'],
    [1.5, '1.5'],
    [-0, '-0'],
    [NaN, 'NaN'],
    [-Infinity, '-Infinity'],
    [2 ** 53 - 1, '9007199254740991'],
    [JSON.parse('9007199254740993'), '≈9007199254740992'],
    [-1e20, '≈-100000000000000000000'],
    [1e300, '1e+300'],
    [{ a: [1] }, '{"a":[1]}'],
  ];
  for (const [value, text] of rows) assert.equal(cellText(value), text);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ColumnStatistics } from '../../../src/data/browse/columnStatistics';
import { barsOf } from '../../../src/webview/dataset/filters';

/** Bars over the numbers 0 to n - 1, each in a row of its own. */
function barsOver(n: number): ReturnType<typeof barsOf> {
  const statistics = new ColumnStatistics();
  for (let value = 0; value < n; value += 1) statistics.see({ value });
  const [column] = statistics.facts(false);
  assert(column?.histogram?.kind === 'number');
  return barsOf('value', column.histogram);
}

function check(n: number, expected: RegExp): void {
  for (const { words } of barsOver(n)) assert.match(words, expected);
}

test('bars over rows that were all counted say so many rows', () => {
  check(10_000, / · 500$/);
});

test('bars over a sample of the rows say about how many, with no more digits than they are good for', () => {
  check(40_000, / · about \d,\d00$/);
});

test('a bar that no row of the sample is in may still hold some', () => {
  const [first, middle] = barsOf('value', {
    ...{ kind: 'number', low: 0, high: 3, mean: 1 },
    ...{ counts: [21_937, 0, 63], isEstimate: true },
  });
  assert.match(first?.words ?? '', / · about 22,000$/);
  assert.deepEqual([middle?.isEmpty, middle?.count], [false, 0]);
  assert.match(middle?.words ?? '', / · few or none$/);
  const [, counted] = barsOf('value', {
    ...{ kind: 'number', low: 0, high: 2, mean: 1 },
    ...{ counts: [10, 0], isEstimate: false },
  });
  assert.equal(counted?.isEmpty, true);
});

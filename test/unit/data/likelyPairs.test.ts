import assert from 'node:assert/strict';
import { test } from 'node:test';
import { likelyPairs } from '../../../src/data/likelyPairs';
import type { ColumnType } from '../../../src/data/summariseDataset';

type Column = readonly [name: string, type: ColumnType, distinct: number | null];

function check(
  columns: readonly Column[],
  expected: string,
  fields: { text: string; label: string | null } | null = null,
): void {
  const pairs = likelyPairs({
    columns: columns.map(([name, type, distinct]) => ({ name, type, distinct, filled: 300 })),
    rows: 300,
    fields,
  });
  assert.equal(pairs.map(({ text, label }) => `${text}>${label}`).join(' '), expected);
}

test('what repeats is predicted from what does not', () => {
  // An id never repeats, a mood does; both come after the pair that fits at both ends.
  const review: Column[] = [
    ['id', 'number', null],
    ['comment', 'text', null],
    ['mood', 'text', 4],
  ];
  check(review, 'comment>mood comment>id mood>id mood>comment');
  check(review, 'comment>mood comment>id', { text: 'comment', label: null });
  check(review, 'comment>id comment>mood', { text: 'comment', label: 'id' });
});

test('a column with one value is no label, and numbers serve where there is no text', () => {
  check(
    [
      ['source', 'text', 1],
      ['body', 'text', null],
      ['stars', 'number', 5],
    ],
    'body>stars source>stars body>source source>body',
  );
  check(
    [
      ['a', 'number', null],
      ['b', 'number', 2],
    ],
    'a>b b>a',
  );
});

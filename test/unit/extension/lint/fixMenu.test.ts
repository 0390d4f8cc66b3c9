import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inMenuOrder, type Purpose } from '../../../../src/extension/lint/fixMenu';

test('what mends any rule of a row stands before what only speaks of one', () => {
  const offered: readonly (readonly [purpose: Purpose, action: string])[] = [
    ['mend', 'Split into 4 rows'],
    ['show', 'List all 9 of the first rule'],
    ['suppress', 'Suppress the first rule on this row'],
    ['suppress', 'Suppress the first rule in this file'],
    ['explain', 'What is the first rule?'],
    ['mend', 'Raise maxLength'],
    ['mendElsewhere', 'New recipe'],
    ['mendAll', 'Fix all of the second rule'],
    ['show', 'List all 3 of the second rule'],
    ['suppress', 'Suppress the second rule on this row'],
    ['explain', 'What is the second rule?'],
  ];
  assert.deepEqual(inMenuOrder(offered.map(([purpose, action]) => ({ purpose, action }))), [
    'Split into 4 rows',
    'Raise maxLength',
    'Fix all of the second rule',
    'New recipe',
    'List all 9 of the first rule',
    'List all 3 of the second rule',
    'Suppress the first rule on this row',
    'Suppress the first rule in this file',
    'Suppress the second rule on this row',
    'What is the first rule?',
    'What is the second rule?',
  ]);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { globOfName } from '../../../src/extension/globOfName';

test('what has a meaning in globs stands for itself', () => {
  const rows = [
    ['train.jsonl', 'train.jsonl'],
    ['data[1].jsonl', 'data[[]1[]].jsonl'],
    ['{a,b}*?.csv', '[{]a,b[}][*][?].csv'],
  ] as const;
  for (const [name, glob] of rows) assert.equal(globOfName(name), glob);
});

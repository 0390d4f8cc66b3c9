import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inverseEdits, type OffsetEdit } from '../../../../src/extension/lint/inverseEdits';
import { randomNumbers } from '../../../support/randomNumbers';

function applied(text: string, edits: readonly OffsetEdit[]): string {
  return [...edits]
    .sort((a, b) => b.start - a.start)
    .reduce(
      (left, { start, end, text: put }) => left.slice(0, start) + put + left.slice(end),
      text,
    );
}

test('inverse edits give back the text, whatever was edited', () => {
  const random = randomNumbers(7);
  const below = (most: number): number => Math.floor(random() * most);
  for (let round = 0; round < 500; round++) {
    const text = 'abcdefghij'.repeat(1 + below(4)).slice(below(5));
    const edits: OffsetEdit[] = [];
    for (let at = 0; at < text.length;) {
      const start = at + below(8);
      const end = Math.min(text.length, start + below(5));
      if (start > end) break;
      edits.push({ start, end, text: 'XYZW'.slice(below(5)) });
      at = end + 1;
    }
    const shuffled = edits
      .map((edit) => ({ edit, key: random() }))
      .sort((a, b) => a.key - b.key)
      .map(({ edit }) => edit);
    const inverse = inverseEdits(shuffled, (start, end) => text.slice(start, end));
    assert.equal(applied(applied(text, shuffled), inverse), text, `seed 7, round ${round}`);
  }
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  applyChange,
  replaceRange,
  splitLines,
} from '../../../../src/data/lint/incremental/textChange';
import { randomNumbers } from '../../../support/randomNumbers';

/** The same change on the text as a whole. */
function changeText(
  text: string,
  { line, column, endLine, endColumn, text: inserted }: Parameters<typeof applyChange>[1],
): string {
  const lines = text.split('\n');
  const offset = (atLine: number, atColumn: number): number =>
    lines.slice(0, atLine).reduce((sum, each) => sum + each.length + 1, 0) + atColumn;
  return text.slice(0, offset(line, column)) + inserted + text.slice(offset(endLine, endColumn));
}

test('random changes of lines equal changes of the text', () => {
  for (let seed = 1; seed <= 300; seed += 1) {
    const next = randomNumbers(seed);
    const below = (most: number): number => Math.floor(next() * most);
    let text = 'one\ntwo\n\nfour';
    const lines = splitLines(text);
    for (let step = 0; step < 20; step += 1) {
      const line = below(lines.length);
      const column = below((lines[line]?.length ?? 0) + 1);
      const endLine = line + below(Math.min(3, lines.length - line));
      const from = endLine === line ? column : 0;
      const endColumn = from + below((lines[endLine]?.length ?? 0) - from + 1);
      const inserted = ['', 'x', '\n', 'ab\ncd', '\n\n'][below(5)] ?? '';
      const change = { line, column, endLine, endColumn, text: inserted };
      text = changeText(text, change);
      const changed = applyChange(lines, change);
      assert.equal(lines.join('\n'), text, `seed ${seed}, step ${step}`);
      const before = lines.slice(0, changed.newEndLine).map((each) => `${each}\n`);
      const upTo =
        before.join('') + (lines[changed.newEndLine] ?? '').slice(0, changed.newEndColumn);
      assert.ok(upTo.endsWith(inserted), `seed ${seed}, step ${step}: where the new text ends`);
    }
  }
});

test('lines end as editors end them', () => {
  assert.deepEqual(splitLines('a\r\nb\rc\nd'), ['a', 'b', 'c', 'd']);
  assert.deepEqual(splitLines(''), ['']);
  assert.deepEqual(splitLines('a\n'), ['a', '']);
});

test('a change outside the document is brought inside', () => {
  const lines = ['ab'];
  const changed = applyChange(lines, { line: 7, column: 3, endLine: 9, endColumn: 0, text: 'c' });
  assert.deepEqual(lines, ['abc']);
  assert.deepEqual(changed.newEndColumn, 3);
});

test('many items replace a range as few do', () => {
  const list = [0, 1, 2, 3];
  const many = Array.from({ length: 200_000 }, (_, index) => index);
  replaceRange(list, 1, 3, many);
  assert.equal(list.length, 200_002);
  assert.deepEqual([list[0], list[1], list.at(-2), list.at(-1)], [0, 0, 199_999, 3]);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shownRow } from '../../../../src/audit/report/shownRow';
import type { AuditRow, MarkedSpan } from '../../../../src/protocol/audit';

const place = { path: 'rows.csv', row: 1, line: 2 };

test('a report quotes the beginning of a long text, and short ones whole', () => {
  const short: AuditRow = { ...place, text: 'she sings' };
  assert.equal(shownRow(short), short);
  const { text } = shownRow({ ...place, text: 'word '.repeat(100_000) });
  assert.equal(text.length, 2_001);
  assert.ok(text.startsWith('word word') && text.endsWith('…'));
  const halves = shownRow({ ...place, text: `a${'😀'.repeat(2_000)}` }).text;
  assert.equal(Buffer.from(halves).toString(), halves, 'no half of a character');
});

test('of a long swapped text what stands around the first swap is quoted, with its marks', () => {
  const around = (word: string): string =>
    `${'x '.repeat(5_000)}${word} sang${' y'.repeat(5_000)} ${word}`;
  const spans = (text: string, word: string): MarkedSpan[] =>
    [text.indexOf(word), text.lastIndexOf(word)].map((start) => ({
      ...{ start, end: start + word.length },
    }));
  const [text, other] = [around('he'), around('she')];
  const shown = shownRow({
    ...{ ...place, text },
    swapped: {
      ...{ text: other, prediction: 'no', score: 0.5 },
      ...{ before: spans(text, 'he'), after: spans(other, 'she') },
    },
  });
  const { swapped } = shown;
  assert.ok(swapped !== undefined && shown.text.length <= 2_002 && swapped.text.length <= 2_002);
  const marked = (of: string, marks: readonly MarkedSpan[]): string[] =>
    marks.map(({ start, end }) => of.slice(start, end));
  assert.deepEqual(marked(shown.text, swapped.before), ['he']);
  assert.deepEqual(marked(swapped.text, swapped.after), ['she']);
  assert.ok(shown.text.startsWith('…') && shown.text.endsWith('…'));
});

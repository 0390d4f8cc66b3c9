import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RowLint } from '../../../../src/data/lint/incremental/rowLint';
import { thresholdsWith } from '../../../../src/data/lint/thresholds';

function lintOf(path: string, text: string): RowLint {
  const lint = new RowLint(text.split('\n'), {
    source: { path, format: null, header: null, columns: null },
    choice: { name: null, fields: { text: null, label: null } },
    settings: { rules: new Set(), severities: {} },
    thresholds: thresholdsWith({}),
    ...{ declaredLabels: null, shuffles: null, tokens: null },
  });
  assert.ok(lint.lookUntil(() => false));
  return lint;
}

/** Texts of the rows that stand on each line, from 0; null: none does. */
function check(path: string, text: string, texts: readonly (string | null)[]): void {
  test(`rows by line in ${path}`, () => {
    const lint = lintOf(path, text);
    const found = texts.map((_, line) => lint.rowAt({ line, column: 0 })?.values.text ?? null);
    assert.deepEqual(found, texts);
  });
}

check('a.jsonl', '{"text":"one","label":"x"}\n{"text":"broken\n\n{"text":"two","label":"y"}\n', [
  'one',
  null,
  null,
  'two',
  null,
]);
check('a.json', '[\n  {"text": "one",\n   "label": "x"},\n  {"text": "two", "label": "y"}\n]\n', [
  null,
  'one',
  'one',
  'two',
  null,
]);
check('a.csv', 'text,label\none,x\n"two\nlines",y\nthree,x\n', [
  null,
  'one',
  'two\nlines',
  'two\nlines',
  'three',
]);

test('of several rows on a line the one at the column counts, readable or not', () => {
  const lint = lintOf('a.json', '[{"text": "one"}, {"text": "two"}, 3,\n{"text": "four"}]');
  const rows = [
    [0, 0, '{"text": "one"}'],
    [0, 16, '{"text": "one"}'],
    [0, 18, '{"text": "two"}'],
    [0, 36, '3'],
    [1, 4, '{"text": "four"}'],
    [2, 0, null],
  ] as const;
  for (const [line, column, text] of rows)
    assert.equal(lint.textAt({ line, column }), text, `${line}:${column}`);
});

test('a row is the one that was typed last', () => {
  const lint = lintOf('a.jsonl', '{"text":"one","label":"x"}\n{"text":"two","label":"y"}');
  lint.apply([{ line: 0, column: 9, endLine: 0, endColumn: 12, text: 'changed' }]);
  lint.lookUntil(() => false);
  assert.equal(lint.rowAt({ line: 0, column: 0 })?.values.text, 'changed');
  assert.equal(lint.rowAt({ line: 1, column: 0 })?.values.text, 'two');
});

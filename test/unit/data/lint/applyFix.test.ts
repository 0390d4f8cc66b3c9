import assert from 'node:assert/strict';
import { test } from 'node:test';
import { editsOf, isEdits, withEdits } from '../../../../src/data/lint/applyFix';
import type { Change } from '../../../../src/data/lint/fix';
import type { RowSyntax } from '../../../../src/data/lint/place/rowText';
import { cellsOf } from '../../../../src/data/lint/place/rowText';
import { seededRandom } from '../seededRandom';

const json: RowSyntax = { type: 'json' };
const csv: RowSyntax = { type: 'table', format: 'csv', delimiter: ',', columns: ['text', 'label'] };
const tsv: RowSyntax = { ...csv, format: 'tsv', delimiter: '\t' };

function check(syntax: RowSyntax, raw: string, change: Change, expected: string | null): void {
  const edits = editsOf(raw, syntax, change);
  const after =
    edits === null || edits === 'delete-row'
      ? edits
      : isEdits(edits)
        ? withEdits(raw, edits)
        : edits.rows.join('\n');
  assert.equal(after, expected, `${raw} ${JSON.stringify(change)}`);
}

const set = (path: (string | number)[], value: unknown): Change => ({
  ...{ type: 'set-value', path },
  value,
});
const remove = (...path: (string | number)[]): Change => ({ type: 'remove-value', path });

const rows: readonly [RowSyntax, string, Change, string | null][] = [
  // A string changes only where it differs; numbers, spacing, escapes and the order of keys stay.
  [json, '{ "b":1.50, "a" : "x \\n y " }', set(['a'], 'x \n y'), '{ "b":1.50, "a" : "x \\n y" }'],
  [json, '{"a":"\\u00e9t\\u00e9 "}', set(['a'], 'été'), '{"a":"\\u00e9t\\u00e9"}'],
  [json, '{"a":"\\u00e9","b":"x"}', set(['b'], 'xö'), '{"a":"\\u00e9","b":"x\\u00f6"}'],
  [json, '{"a":"é","b":"x"}', set(['b'], 'xö'), '{"a":"é","b":"xö"}'],
  [json, '{"a":"🙂b"}', set(['a'], '🙃b'), '{"a":"🙃b"}'],
  [json, '{"a":"\\ud83d\\ude42"}', set(['a'], ''), '{"a":""}'],
  [json, '{"a":"q\\"q"}', set(['a'], 'q"'), '{"a":"q\\""}'],
  [json, '{"a": 1e3}', set(['a'], '1e3'), '{"a": "1e3"}'],
  [json, '{"a":{"b":[1,2]}}', set(['a', 'b', 1], 3), '{"a":{"b":[1,3]}}'],
  // The last of two keys is the one that is read.
  [json, '{"a":"x","a":"y"}', set(['a'], 'z'), '{"a":"x","a":"z"}'],
  [json, '{"a": 1}', set(['b'], 2), '{"a": 1, "b": 2}'],
  [json, '{"a":1,"c":2}', set(['b'], 3), '{"a":1,"c":2,"b":3}'],
  [json, '{\n  "a": 1,\n  "c": 2\n}', set(['b'], 3), '{\n  "a": 1,\n  "c": 2,\n  "b": 3\n}'],
  [json, '{}', set(['b'], 3), '{"b": 3}'],
  [json, '{"a":1}', set(['b', 'c'], 3), null],
  [json, '{"a" :1}', { type: 'rename-key', path: ['a'], to: 'b' }, '{"b" :1}'],
  [json, '{"a": 1, "b": 2, "c": 3}', remove('b'), '{"a": 1, "c": 3}'],
  [json, '{"a": 1, "b": 2, "c": 3}', remove('c'), '{"a": 1, "b": 2}'],
  [json, '{"a": 1}', remove('a'), '{}'],
  [json, '{"m": [1, 2 , 3]}', remove('m', 0), '{"m": [2 , 3]}'],
  [json, '{"m": [1]}', remove('m', 4), null],
  // Neighbours that go together share their commas.
  [
    json,
    '{"m": [1, 2, 3, 4]}',
    { type: 'all', changes: [remove('m', 2), remove('m', 3)] },
    '{"m": [1, 2]}',
  ],
  [
    json,
    '{"m": [1, 2, 3, 4]}',
    { type: 'all', changes: [remove('m', 0), remove('m', 1), remove('m', 3)] },
    '{"m": [3]}',
  ],
  [
    json,
    '{"m": [1, 2], "x": " y "}',
    { type: 'all', changes: [set(['x'], 'y'), remove('m', 0)] },
    '{"m": [2], "x": "y"}',
  ],
  [json, '{"a":1}', { type: 'delete-row' }, 'delete-row'],
  [json, '{"a":NaN}', { type: 'edit-text', start: 5, end: 8, text: 'null' }, '{"a":null}'],
  [csv, 'a b ,x', set(['text'], 'a b'), 'a b,x'],
  [csv, '"a b ",x', set(['text'], 'a b'), '"a b",x'],
  [csv, '"a ""b"" ",x', set(['text'], 'a "b"'), '"a ""b""",x'],
  [csv, 'a,x', set(['text'], 'a,b'), '"a,b",x'],
  [csv, 'a,x', set(['text'], 'a\nb'), '"a\nb",x'],
  [csv, 'a,x', set(['label'], ''), 'a,'],
  [csv, 'a,x', set(['other'], ''), null],
  [csv, 'a,x', remove('label'), 'a,'],
  [tsv, 'a "b\tx', set(['text'], 'a b'), 'a b\tx'],
  // Quotes count nowhere in this row, so no tab can be written into it.
  [tsv, '"a\tx', set(['label'], 'x\ty'), null],
  [{ type: 'line' }, ' a ', set(['text'], 'a'), 'a'],
];

for (const [index, [syntax, raw, change, expected]] of rows.entries())
  test(`edit ${index + 1}: ${change.type} in ${raw.slice(0, 40)}`, () => {
    check(syntax, raw, change, expected);
  });

const pieces = ['a', ' ', '"', '\\', '\n', 'é', '🙂', '\u2028', ',', '\t', '\u0007', '漢', '{'];

test('a value that was set is read back, and nothing else changes', () => {
  for (let seed = 0; seed < 2_000; seed += 1) {
    const random = seededRandom(seed);
    const text = (): string =>
      Array.from({ length: random.below(7) }, () => random.pick(pieces)).join('');
    const values = { first: text(), text: text(), n: random.below(9), list: [text(), text()] };
    const raw = JSON.stringify(values, null, random.pick([0, 1])).replace(
      /[\u0080-\uffff]/g,
      (character) =>
        seed % 2 === 0 ? character : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
    const value = text();
    const path = random.pick([['text'], ['list', 1], ['new']]);
    const edits = editsOf(raw, json, { type: 'set-value', path, value });
    assert.ok(Array.isArray(edits), `seed ${seed}`);
    const after = JSON.parse(withEdits(raw, edits)) as Record<string, unknown>;
    const expected: Record<string, unknown> = structuredClone(values);
    if (path[0] === 'list') (expected.list as string[])[1] = value;
    else expected[String(path[0])] = value;
    assert.deepEqual(after, expected, `seed ${seed}: ${raw}`);
  }
});

test('a cell that was set is read back, and the others stay as they are', () => {
  for (let seed = 0; seed < 2_000; seed += 1) {
    const random = seededRandom(seed);
    const text = (): string =>
      Array.from({ length: random.below(7) }, () => random.pick(pieces)).join('');
    const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;
    const cells = [text(), text()].map((cell) =>
      /[",\n\t]/.test(cell) || random.chance(0.3) ? quoted(cell) : cell,
    );
    const raw = cells.join(',');
    const value = text();
    const edits = editsOf(raw, csv, { type: 'set-value', path: ['text'], value });
    assert.ok(Array.isArray(edits), `seed ${seed}`);
    const after = withEdits(raw, edits);
    assert.ok(after.endsWith(`,${cells[1] ?? ''}`), `seed ${seed}: ${raw}`);
    assert.equal(cellsOf(after, { format: 'csv', delimiter: ',' })[0]?.text, value, `seed ${seed}`);
  }
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { editsOf, isEdits, withEdits } from '../../../../src/data/lint/applyFix';
import { seededRandom } from '../seededRandom';
import { temporaryFolder } from '../temporaryFolder';
import { findingsOf } from './lintText';

const { write } = temporaryFolder();

const formatRules = 'L-FMT-01,L-FMT-02,L-FMT-03,L-FMT-04,L-FMT-05,L-FMT-06,L-FMT-07,L-FMT-08';

/** Findings as `rule severity line:column-line:column row`, in order. */
async function check(
  name: string,
  content: string | Uint8Array,
  expected: readonly string[],
): Promise<void> {
  const found = await findingsOf(write(name, content), formatRules);
  const said = found.map(({ finding }) => {
    const { rule, severity, line, column, endLine, endColumn, row } = finding;
    return `${rule} ${severity} ${line}:${column}-${endLine}:${endColumn} ${row ?? 'file'}`;
  });
  assert.deepEqual(said, expected, found.map(({ finding }) => finding.message).join('\n'));
}

const good = (n: number): string =>
  Array.from({ length: n }, (_, i) => `{"text":"t${i}","label":"a"}\n`).join('');

const rows: readonly (readonly [string, string, string | Uint8Array, readonly string[]])[] = [
  ['nothing wrong', 'a.jsonl', good(3), []],
  [
    'a comma is missing',
    'a.jsonl',
    `${good(1)}{"text":"b" "label":"a"}\n`,
    ['L-FMT-01 error 2:13-2:20 2'],
  ],
  ['NaN', 'a.jsonl', `{"text":"b","label":NaN}\n${good(1)}`, ['L-FMT-01 error 1:21-1:24 1']],
  ['the file ends within a row', 'a.jsonl', `${good(1)}{"text":"b`, ['L-FMT-01 error 2:9-2:11 2']],
  ['a list', 'a.jsonl', `${good(1)}[1]\n`, ['L-FMT-02 error 2:1-2:4 2']],
  ['null', 'a.jsonl', `null\n${good(1)}`, ['L-FMT-02 error 1:1-1:5 1']],
  [
    'blank lines, inside and at the end',
    'a.jsonl',
    `${good(1)} \n${good(1)}\n\n`,
    ['L-FMT-02 warning 2:1-2:2 file'],
  ],
  ['an empty file', 'a.jsonl', '', ['L-FMT-01 error 1:1-1:1 file']],
  ['a byte order mark', 'a.jsonl', `\uFEFF${good(2)}`, ['L-FMT-03 warning 1:1-1:1 file']],
  [
    'UTF-16',
    'a.jsonl',
    Buffer.from(`\uFEFF${good(2)}`, 'utf16le'),
    ['L-FMT-03 error 1:1-1:1 file'],
  ],
  [
    'UTF-16 without a mark',
    'a.jsonl',
    Buffer.from(good(2), 'utf16le'),
    ['L-FMT-03 error 1:1-1:1 file'],
  ],
  ['a gzip archive', 'a.jsonl', Buffer.from([0x1f, 0x8b, 8, 0]), ['L-FMT-03 error 1:1-1:1 file']],
  ['random bytes', 'a.jsonl', seededRandom(7).bytes(70_000), ['L-FMT-03 error 1:1-1:1 file']],
  [
    'weights',
    'a.jsonl',
    Buffer.from(Float32Array.from({ length: 200 }, (_, at) => Math.sin(at)).buffer),
    ['L-FMT-03 error 1:1-1:1 file'],
  ],
  [
    'Cyrillic in an old code page is text all the same',
    'a.jsonl',
    Buffer.from(
      `{"text":"${'\xcf\xf0\xe8\xe2\xe5\xf2 '.repeat(20)}","label":"a"}\n${good(1)}`,
      'latin1',
    ),
    ['L-FMT-03 error 1:10-1:11 1'],
  ],
  [
    'Latin-1',
    'a.jsonl',
    Buffer.from('{"text":"caf\u00e9","label":"a"}\n', 'latin1'),
    ['L-FMT-03 error 1:13-1:14 1'],
  ],
  [
    'a control character',
    'a.jsonl',
    `{"text":"a\u0000b","label":"a"}\n`,
    ['L-FMT-01 error 1:11-1:12 1'],
  ],
  [
    'a key twice',
    'a.jsonl',
    `${good(1)}{"text":"a","label":"b","text":"c"}\n`,
    ['L-FMT-05 error 2:25-2:31 2'],
  ],
  [
    'a key twice, deep inside, with spaces',
    'a.jsonl',
    `{"text":"a","label":"b","m":[{"x" : 1, "x" :2}]}\n`,
    ['L-FMT-05 error 1:40-1:43 1'],
  ],
  [
    'keys in a text are no keys',
    'a.jsonl',
    `{"text":"{\\"a\\": 1, \\"a\\": 2}","label":"b"}\n`,
    [],
  ],
  [
    'nested too deeply',
    'a.jsonl',
    `{"text":"a","label":"b","m":${'['.repeat(5_000)}${']'.repeat(5_000)}}\n${good(1)}`,
    ['L-FMT-01 error 1:1-1:10030 1'],
  ],
  [
    'another type',
    'a.jsonl',
    `${good(9)}{"text":"a","label":3}\n`,
    ['L-FMT-06 warning 10:21-10:22 10'],
  ],
  [
    'null where a value is needed',
    'a.jsonl',
    `${good(9)}{"text":null,"label":"a"}\n`,
    ['L-FMT-06 warning 10:9-10:13 10'],
  ],
  [
    'null where it is not',
    'a.jsonl',
    good(9).replaceAll('}', ',"note":"x"}') + '{"text":"a","label":"a","note":null}\n',
    [],
  ],
  [
    'half of one type',
    'a.jsonl',
    good(2) + '{"text":"a","label":3}\n{"text":"b","label":4}\n',
    ['L-FMT-06 warning 1:1-1:1 file'],
  ],
  [
    'types around a broken row',
    'a.jsonl',
    `${good(9)}{"text":"a","label":3}\n{\n{"text":"a","label":4}\n`,
    [
      'L-FMT-01 error 11:1-11:2 11',
      'L-FMT-06 warning 10:21-10:22 10',
      'L-FMT-06 warning 12:21-12:22 12',
    ].sort(),
  ],
  ['a missing column', 'a.jsonl', `${good(3)}{"text":"a"}\n`, ['L-FMT-07 error 4:1-4:13 4']],
  [
    'columns of nothing known',
    'a.jsonl',
    '{"x":1,"y":2}\n{"x":1,"y":2}\n',
    ['L-FMT-07 warning 1:1-1:14 1'],
  ],
  [
    'another schema',
    'a.jsonl',
    `${good(5)}{"instruction":"a","output":"b"}\n`,
    ['L-FMT-07 error 6:1-6:33 6', 'L-FMT-08 warning 6:1-6:33 6'],
  ],
  ['too many cells', 'a.csv', 'text,label\na,b\nc,d,e\nf,g\n', ['L-FMT-04 error 3:1-3:6 2']],
  ['too few cells', 'a.csv', 'text,label\na,b\nc\nf,g\n', ['L-FMT-04 error 3:1-3:2 2']],
  [
    'a quote that never closes',
    'a.csv',
    'text,label\na,b\n"c,d\nf,g\nh,i\n',
    ['L-FMT-04 error 3:1-3:2 2'],
  ],
  [
    'a quote that closes far below',
    'a.csv',
    'text,label\n"a,b\nc,d\n"e",f\ng,h\n',
    ['L-FMT-04 error 2:1-2:2 1'],
  ],
  ['a cell over lines', 'a.csv', 'text,label\n"a\nb",c\nd,e\n', []],
  ['a quote inside a cell', 'a.csv', 'text,label\n5" disk,c\nd,e\n', []],
  ['a column twice', 'a.csv', 'text,text,label\na,b,c\n', ['L-FMT-05 error 1:1-1:1 file']],
  ['a tab too many', 'a.tsv', 'text\tlabel\na\tb\nc\td\te\n', ['L-FMT-04 error 3:1-3:6 2']],
  ['a list', 'a.json', `[{"text":"a","label":"b"},\n {"text":"c","label":"d"}]`, []],
  [
    'a list with a broken row',
    'a.json',
    `[{"text":"a","label":"b"},\n {"text":"c" "label":"d"},\n {"text":"e","label":"f"}]`,
    ['L-FMT-01 error 2:14-2:21 2'],
  ],
  [
    'a list with an open row',
    'a.json',
    `[{"text":"a","label":"b",\n {"text":"c","label":"d"}]`,
    ['L-FMT-01 error 2:1-2:2 1'],
  ],
  [
    'a list without its end',
    'a.json',
    `[{"text":"a","label":"b"},\n {"text":"c","label":"d"}`,
    ['L-FMT-01 error 2:26-2:26 file'],
  ],
  ['a comma too many', 'a.json', `[{"text":"a","label":"b"},]`, ['L-FMT-01 error 1:27-1:28 file']],
  [
    'no comma',
    'a.json',
    `[{"text":"a","label":"b"}\n{"text":"c","label":"d"}]`,
    ['L-FMT-01 error 2:1-2:2 2'],
  ],
  [
    'text behind the list',
    'a.json',
    `[{"text":"a","label":"b"}]\nx y`,
    ['L-FMT-01 error 2:1-2:2 file'],
  ],
  [
    'an open string in a laid out list',
    'a.json',
    `[\n{"text":"a,\n"label":"b"},\n{"text":"c","label":"d"}\n]`,
    ['L-FMT-01 error 2:9-2:12 1'],
  ],
];

for (const [what, name, content, expected] of rows)
  test(`format, ${name}: ${what}`, () => check(name, content, expected));

test('the first fix of a format finding removes it', async () => {
  for (const [what, name, content] of rows) {
    if (!/jsonl|csv/.test(name) || typeof content !== 'string') continue;
    for (const { finding, record, fixes } of await findingsOf(write(name, content), formatRules)) {
      const [fix] = fixes();
      if (fix === undefined || record === null) continue;
      const lines = Buffer.from(content.replace(/^\uFEFF/, ''));
      const syntax = name.endsWith('csv')
        ? ({ type: 'table', format: 'csv', delimiter: ',', columns: ['text', 'label'] } as const)
        : ({ type: 'json' } as const);
      const edits = editsOf(record.raw, syntax, fix);
      assert.ok(edits === 'delete-row' || isEdits(edits), what);
      const after = Buffer.concat([
        lines.subarray(0, record.start),
        Buffer.from(edits === 'delete-row' ? '' : withEdits(record.raw, edits)),
        lines.subarray(edits === 'delete-row' ? record.next : record.end),
      ]);
      const left = await findingsOf(write(`fixed-${name}`, after), formatRules);
      const same = left.filter(
        (each) => each.finding.rule === finding.rule && each.finding.line === finding.line,
      );
      assert.equal(same.length, 0, `${what}: ${fix.title}: ${after.toString()}`);
    }
  }
});

test('L-FMT-06 names numbers of Parquet that JSON has no form for', async () => {
  const share = Array.from({ length: 12 }, (_, at) => at / 4);
  [share[3], share[7]] = [NaN, -Infinity];
  const bytes = parquetWriteBuffer({
    columnData: [
      { name: 'text', data: share.map((_, at) => `Text ${at}`), type: 'STRING' },
      { name: 'label', data: share.map(() => 'a'), type: 'STRING' },
      { name: 'share', data: share, type: 'DOUBLE' },
    ],
  });
  const found = await findingsOf(write('nan.parquet', Buffer.from(bytes)), formatRules);
  assert.deepEqual(
    found.map(({ finding: { rule, severity, row, message } }) => [rule, severity, row, message]),
    [4, 8].map((row) => [
      'L-FMT-06',
      'warning',
      row,
      'This is NaN or infinite where 10 rows have numbers: JSON has no such value, and a recipe writes null for it. Write a number, or null.',
    ]),
  );
});

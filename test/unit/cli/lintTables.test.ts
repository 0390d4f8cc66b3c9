import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { commandLine } from '../../../src/cli/commandLine';
import type { LintReport } from '../../../src/protocol/lint';
import { fakeOutput } from '../../support/fakeOutput';
import { temporaryFolder } from '../../support/makeRun';

const root = temporaryFolder();

/** What `finetune lint` finds in a file by these rules: row, field, place and message. */
async function lint(
  name: string,
  content: string | Buffer,
  rules: string,
  { flags = [], config }: { readonly flags?: readonly string[]; readonly config?: object } = {},
): Promise<{ rows: number | undefined; found: readonly string[]; file: string }> {
  const folder = mkdtempSync(path.join(root, 'table-'));
  const file = path.join(folder, name);
  writeFileSync(file, content);
  if (config !== undefined)
    writeFileSync(path.join(folder, 'a.finetune.json'), JSON.stringify(config));
  const { output, text } = fakeOutput();
  const code = await commandLine(['lint', file, '--rules', rules, '--json', ...flags], output);
  assert.ok(code === 0 || code === 2, text.stderr);
  const [report] = (JSON.parse(text.stdout) as LintReport).files;
  const found = (report?.findings ?? []).map(
    ({ rule, row, field, line, column, endLine, endColumn }) =>
      `${rule} ${row ?? 'file'} ${field ?? '-'} ${line}:${column}-${endLine}:${endColumn}`,
  );
  return { rows: report?.rows, found, file };
}

const texts = ['A fine film', 'A dull  film ', 'A fine day'];
const labels = ['good', 'bad', 'good'];
const table = (delimiter: string, end: string): string =>
  texts.map((text, at) => `${text}${delimiter}${labels[at] ?? ''}${end}`).join('');
const config = (data: object) => ({
  model: './m',
  task: 'text-classification',
  data: { train: data, fields: { text: 'text', label: 'label' } },
});

interface Table {
  readonly name: string;
  readonly content: string | Buffer;
  readonly rows: number;
  readonly found: readonly string[];
  readonly flags?: readonly string[];
  readonly config?: object;
}

/** The blank at the end of the second row's text. */
const second = 'L-TXT-02 2 1 2:13-2:14';
const named = 'L-TXT-02 2 text 2:13-2:14';
const tables: Readonly<Record<string, Table>> = {
  'a CSV without a header': { name: 'a.csv', content: table(',', '\n'), rows: 3, found: [second] },
  'a TSV without a header': { name: 'a.tsv', content: table('\t', '\n'), rows: 3, found: [second] },
  'semicolons, and CR LF': { name: 'a.csv', content: table(';', '\r\n'), rows: 3, found: [second] },
  'a byte order mark': {
    name: 'a.csv',
    content: `\uFEFF${table(',', '\n')}`,
    rows: 3,
    found: [second],
  },
  'UTF-16 with a mark, big end first': {
    name: 'a.tsv',
    content: Buffer.from(`\uFEFF${table('\t', '\r\n')}`, 'utf16le').swap16(),
    rows: 3,
    found: [second],
  },
  'a header': {
    name: 'a.csv',
    content: `text,label\n${table(',', '\n')}`,
    rows: 3,
    found: ['L-TXT-02 2 text 3:13-3:14'],
  },
  'names by a flag': {
    name: 'a.csv',
    content: table(',', '\n'),
    rows: 3,
    found: [named],
    flags: ['--columns', 'text,label', '--no-header'],
  },
  'names by the run config': {
    name: 'a.csv',
    content: table(',', '\n'),
    rows: 3,
    found: [named],
    config: config({ path: 'a.csv', header: false, columns: ['text', 'label'] }),
  },
  'a first row like a header that the config calls a row': {
    name: 'a.csv',
    content: `text ,label\n${table(',', '\n')}`,
    rows: 4,
    found: ['L-TXT-02 1 text 1:5-1:6', 'L-TXT-02 3 text 3:13-3:14'],
    config: config({ path: 'a.csv', header: false, columns: ['text', 'label'] }),
  },
  'a header like a row that the config calls a header': {
    name: 'a.csv',
    content: `A first text,first\n${table(',', '\n')}`,
    rows: 3,
    found: ['L-TXT-02 2 A first text 3:13-3:14'],
    config: {
      ...config({}),
      data: {
        train: { path: 'a.csv', header: true },
        fields: { text: 'A first text', label: 'first' },
      },
    },
  },
};

for (const [what, { name, content, rows, found, flags, config: settings }] of Object.entries(
  tables,
))
  test(`lint of a table: ${what}`, async () => {
    const said = await lint(name, content, 'L-TXT-02', {
      ...(flags === undefined ? {} : { flags }),
      ...(settings === undefined ? {} : { config: settings }),
    });
    assert.deepEqual([said.rows, said.found], [rows, found]);
  });

test('a row too short in a table without a header is found by its line', async () => {
  const { rows, found } = await lint('a.csv', `${table(',', '\n')}alone\n`, 'L-FMT-04');
  assert.deepEqual([rows, found], [4, ['L-FMT-04 4 - 4:1-4:6']]);
});

/** One chunk of reading. */
const chunk = 1024 * 1024;

for (const encoding of ['utf-16le', 'utf-16be'] as const)
  for (const shift of [0, 1, 2])
    test(`${encoding}: a character that the end of a chunk cuts stays whole, ${shift} units on`, async () => {
      const row = (text: string): string => `${JSON.stringify({ text, label: 'x' })}\n`;
      // Each row has pairs of surrogates; the first one shifts all of them against the end of the chunk.
      const start = row('a'.repeat(shift));
      const many = row('😀é'.repeat(400)).repeat(Math.ceil(chunk / 2_000));
      const text = `\uFEFF${start}${many}${row('😀 end ')}`;
      const bytes = Buffer.from(text, 'utf16le');
      assert.ok(bytes.length > chunk);
      const content = encoding === 'utf-16be' ? bytes.swap16() : bytes;
      const { rows, found, file } = await lint(
        'a.jsonl',
        content,
        'L-FMT-01,L-FMT-03,L-TXT-02,L-TXT-03',
      );
      const count = text.split('\n').length - 1;
      assert.equal(rows, count);
      assert.deepEqual(found, [
        'L-FMT-03 file - 1:1-1:1',
        `L-TXT-02 ${count} text ${count}:16-${count}:17`,
      ]);
      const { output, text: said } = fakeOutput();
      const copy = path.join(path.dirname(file), 'copy.jsonl');
      const given = ['lint', file, '--rules', 'L-FMT-03', '--fix', '--out', copy, '--json'];
      assert.equal(await commandLine(given, output), 0, said.stderr);
      assert.ok(readFileSync(copy).equals(Buffer.from(text.slice(1))));
    });

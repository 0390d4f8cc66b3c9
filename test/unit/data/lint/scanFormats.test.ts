import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { openScan, scanFile } from '../../../../src/data/lint/scan/openScan';
import type { TextRow } from '../../../../src/data/lint/scan/textRow';
import { readRows, sourceOf } from '../../../../src/data/readRows';
import { temporaryFolder } from '../temporaryFolder';

const { write } = temporaryFolder();
const fixtures = path.join(process.env.FINETUNE_ROOT ?? '', 'test/fixtures/parquet');

async function scan(file: string, chunkBytes: number): Promise<TextRow[]> {
  const opened = await openScan(sourceOf(file));
  assert.equal(opened.type, 'rows');
  const rows: TextRow[] = [];
  await scanFile(sourceOf(file), opened, (row) => rows.push(row), { chunkBytes });
  return rows;
}

/** The scan of a sound file gives the rows that training reads, on their lines. */
async function check(file: string): Promise<void> {
  const expected: unknown[] = [];
  for await (const { row, line, values } of readRows(sourceOf(file))) {
    expected.push({ row, line, values });
  }
  for (const chunkBytes of [1, 7, 1_000_000]) {
    const rows = await scan(file, chunkBytes);
    assert.deepEqual(
      rows.flatMap(({ problems }) => problems),
      [],
    );
    const found = rows
      .filter(({ row }) => row !== null)
      .map(({ row, record, values }) => ({ row, line: record.line, values }));
    assert.deepEqual(found, expected);
  }
}

test('lint sees the rows of every format as training does', async () => {
  await check(write('a.txt', 'One line, é\n\n another\r\nlast'));
  await check(write('b.json', '{\n "text": "a"\n}\n{\n "text": "}"\n}\n'));
  await check(write('c.json', '{"version": 1.0, "data": [ {"a": 1},\n{"a": 2} ], "x": [3]}'));
  await check(write('d.json', '{"data": []}'));
  await check(
    write(
      'e.json',
      '{"data": [{"title": "T", "paragraphs": [\n{"context": "Red.", "qas": [{"id": "1", "question": "Q?", "answers": []},\n{"id": "2", "question": "R?", "answers": []}]}]}]}',
    ),
  );
  await check(path.join(fixtures, 'groups.parquet'));
});

test('a file that is called Parquet and is none is told as that, whatever it holds', async () => {
  const bytes = Buffer.from(Array.from({ length: 300 }, (_, at) => (at * 89) % 256));
  for (const content of [bytes, Buffer.from([0x1f, 0x8b, 8, 0]), Buffer.from('{"text": "a"}\n')]) {
    const rows = await scan(write('g.parquet', content), 100);
    assert.deepEqual(
      rows.flatMap(({ problems }) => problems.map(({ rule, message }) => [rule, message])),
      [
        [
          'L-FMT-01',
          'This is no Parquet file: it does not begin with PAR1. Leave its format out, or name another file.',
        ],
      ],
    );
  }
});

test('a Parquet file that cannot be read is one problem', async () => {
  const [only, ...others] = await scan(write('f.parquet', 'PAR1 and no end'), 100);
  assert.deepEqual(others, []);
  assert.match(only?.problems[0]?.message ?? '', /^The Parquet file cannot be read: /);
  assert.equal(only?.problems[0]?.rule, 'L-FMT-01');
});

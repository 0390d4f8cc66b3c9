import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { readUtf8, encodingOf } from '../../../../src/data/lint/scan/readUtf8';
import { scanRows } from '../../../../src/data/lint/scan/scanRows';
import type { TextRow } from '../../../../src/data/lint/scan/textRow';
import type { DataFormat } from '../../../../src/protocol/runConfig';
import { compose, encode } from '../composeRows';
import { seededRandom } from '../seededRandom';
import { temporaryFolder } from '../temporaryFolder';

const { write } = temporaryFolder();

function scan(
  bytes: Buffer,
  format: DataFormat,
  header: boolean | null,
  chunkBytes: number,
): TextRow[] {
  const rows: TextRow[] = [];
  const layout = {
    format,
    delimiter: format === 'csv' ? ',' : '\t',
    spreadLine: null,
    shape: { type: 'list' } as const,
  };
  const scanning = scanRows(layout, { header, columns: null }, (row) => rows.push(row));
  for (let at = 0; at < bytes.length; at += chunkBytes)
    scanning.push(bytes.subarray(at, at + chunkBytes));
  scanning.end();
  return rows;
}

/** Every record's bytes are its raw text, and records follow one another without overlap. */
function checkTiling(bytes: Buffer, rows: readonly TextRow[], about: string): void {
  let last = 0;
  for (const { record } of rows) {
    assert.ok(record.start >= last, about);
    assert.ok(record.next >= record.end && record.end >= record.start, about);
    if (record.problems.every(({ rule }) => rule !== 'L-FMT-03'))
      assert.equal(bytes.subarray(record.start, record.end).toString(), record.raw, about);
    last = record.end;
  }
}

test('the tolerant scanners give the rows that the strict readers give', async () => {
  for (let seed = 0; seed < 400; seed += 1) {
    const random = seededRandom(seed);
    const format = random.pick(['jsonl', 'json', 'csv', 'tsv'] as const);
    const { text, rows } = compose(random, format);
    if (text.trim() === '') continue;
    const chunkBytes = random.pick([1, 2, 3, 5, 64, 1_000_000]);
    const about = `seed ${seed}, ${format}, ${JSON.stringify(text)}`;
    const file = write(`rows.${format}`, encode(random, text));
    const parts: Buffer[] = [];
    const source = { push: (bytes: Buffer) => void parts.push(bytes), end: () => undefined };
    await readUtf8(file, encodingOf(readFileSync(file)), source, { chunkBytes });
    const bytes = Buffer.concat(parts);
    const isTable = format === 'csv' || format === 'tsv';
    const scanned = scan(bytes, format, isTable ? true : null, chunkBytes);
    checkTiling(bytes, scanned, about);
    const found = scanned.filter(({ row }) => row !== null);
    assert.deepEqual(
      found.map(({ row, values, record }) => ({ row, line: record.line, values })),
      rows.map(({ row, line, values }) => ({ row, line, values })),
      about,
    );
  }
});

test('damaged bytes give rows and problems, never an exception', () => {
  for (let seed = 0; seed < 3_000; seed += 1) {
    const random = seededRandom(seed);
    const format = random.pick(['jsonl', 'json', 'csv', 'tsv'] as const);
    const bytes = random.chance(0.2)
      ? Buffer.from(Array.from({ length: random.below(80) }, () => random.below(256)))
      : Buffer.from(compose(random, format).text);
    for (let damage = random.below(5); damage > 0 && bytes.length > 0; damage -= 1)
      bytes[random.below(bytes.length)] = random.pick([
        0, 10, 13, 34, 44, 91, 93, 123, 125, 255, 195, 92, 9,
      ]);
    const about = `seed ${seed}, ${format}, ${JSON.stringify(bytes.toString('latin1'))}`;
    const whole = scan(bytes, format, null, 1_000_000);
    checkTiling(bytes, whole, about);
    const pieces = scan(bytes, format, null, random.pick([1, 2, 7]));
    assert.deepEqual(pieces.map(essence), whole.map(essence), about);
  }
});

function essence({ record, row, values, problems }: TextRow): unknown {
  const { line, column, raw, start, end, next, kind } = record;
  const said = problems.map(({ rule, start: from, end: to, message }) => [rule, from, to, message]);
  return { line, column, raw, start, end, next, kind, row, values, said };
}

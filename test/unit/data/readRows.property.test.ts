import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UserError } from '../../../src/protocol/errors';
import type { DataFormat } from '../../../src/protocol/runConfig';
import { readRows } from '../../../src/data/readRows';
import type { Row } from '../../../src/data/readers/row';
import { seededRandom } from './seededRandom';
import type { SeededRandom } from './seededRandom';
import { temporaryFolder } from './temporaryFolder';

const { write } = temporaryFolder();

const pieces = [
  ...['a', 'word', ' ', 'é', '漢字', '🙂', '\u2028', '\uFEFF', '"', '""', "'", ',', ';', '|', '\\'],
  ...['{', '}', '[', ']', ':', '#', '=', '\u0000', '\u0007', '0', '-1.5', 'null', '\\n', '﷽'],
];
const breaks = ['\n', '\r\n', '\r', '\t'];

function someText(random: SeededRandom, extra: readonly string[]): string {
  const all = [...pieces, ...extra];
  const text = Array.from({ length: random.below(8) }, () => random.pick(all)).join('');
  return text;
}

/** Rows as a careful tool writes them, and the lines on which they then stand. */
function compose(random: SeededRandom, format: DataFormat): { text: string; rows: Row[] } {
  const ending = random.pick(['\n', '\r\n', '\r']);
  const names = ['text', 'label', 'x y'];
  const rows: Row[] = [];
  let text = '';
  const lines = (): number => text.split(/\r\n|\r|\n/).length;
  const blank = (): void => {
    while (random.chance(0.15)) text += ending;
  };
  const count = random.below(7);
  if (format === 'json') text += '[';
  if (format === 'csv' || format === 'tsv') {
    blank();
    text += names.join(format === 'csv' ? ',' : '\t') + ending;
  }
  for (let row = 1; row <= count; row += 1) {
    if (format === 'json' && row > 1) text += random.pick([',', ` ,${ending}`, `${ending},\t`]);
    if (format === 'csv') blank();
    if (format === 'json' || format === 'jsonl' || format === 'tsv') blank();
    const line = lines();
    const isTable = format === 'csv' || format === 'tsv';
    // NUL in the first bytes says "binary"; tables keep it out, JSON writes it as an escape.
    const cell = (): string => {
      const made = someText(random, format === 'tsv' ? [] : breaks);
      return isTable ? made.replaceAll('\u0000', '') : made;
    };
    const values = { text: cell(), label: `l${random.below(3)}`, 'x y': cell() };
    if (isTable) {
      const quoted = (value: string): string => `"${value.replaceAll('"', '""')}"`;
      const cells = Object.values(values).map((value) =>
        /[",\r\n\t]/.test(value) || random.chance(0.3) ? quoted(value) : value,
      );
      text += cells.join(format === 'csv' ? ',' : '\t');
    } else {
      const isWide = format === 'json' && random.chance(0.5);
      text += JSON.stringify(values, null, isWide ? 1 : 0).replaceAll('\n', ending);
    }
    rows.push({ row, line, endLine: lines(), values });
    if (format === 'jsonl' || isTable) text += ending;
  }
  if (format === 'json') text += ` ]${ending}`;
  else if (rows.length > 0 && random.chance(0.5)) text = text.slice(0, -ending.length);
  return { text, rows };
}

function encode(random: SeededRandom, text: string): Uint8Array {
  const encoding = random.pick(['utf8', 'utf8-marked', 'utf16le', 'utf16be']);
  if (encoding === 'utf8') return Buffer.from(text.replace(/^\uFEFF/, ''));
  if (encoding === 'utf8-marked') return Buffer.from(`\uFEFF${text}`);
  const bytes = Buffer.from(`\uFEFF${text}`, 'utf16le');
  return encoding === 'utf16le' ? bytes : bytes.swap16();
}

test('rows written in any format, encoding and chunking come back with their lines', async () => {
  for (let seed = 0; seed < 250; seed += 1) {
    const random = seededRandom(seed);
    const format = random.pick(['jsonl', 'json', 'csv', 'tsv'] as const);
    const { text, rows } = compose(random, format);
    if (text.trim() === '') continue;
    const path = write(`rows.${format}`, encode(random, text));
    const chunkBytes = random.pick([1, 2, 3, 5, 64, 1_000_000]);
    const read: Row[] = [];
    try {
      for await (const row of readRows(
        { path, format, header: format === 'csv' || format === 'tsv' ? true : null, columns: null },
        { chunkBytes },
      )) {
        read.push(row);
      }
    } catch (error) {
      assert.fail(`seed ${seed}, ${format}, ${JSON.stringify(text)}: ${String(error)}`);
    }
    assert.deepEqual(read, rows, `seed ${seed}, ${format}, ${JSON.stringify(text)}`);
  }
});

test('damaged bytes end in rows or in a UserError with a place, never otherwise', async () => {
  for (let seed = 0; seed < 300; seed += 1) {
    const random = seededRandom(seed);
    const format = random.pick(['jsonl', 'json', 'csv', 'tsv'] as const);
    const bytes = random.chance(0.2)
      ? Buffer.from(Array.from({ length: random.below(60) }, () => random.below(256)))
      : Buffer.from(encode(random, compose(random, format).text));
    for (let damage = random.below(4); damage > 0 && bytes.length > 0; damage -= 1) {
      bytes[random.below(bytes.length)] = random.pick([
        0, 10, 13, 34, 44, 91, 93, 123, 125, 255, 195,
      ]);
    }
    const cut = random.chance(0.3) ? random.below(bytes.length + 1) : bytes.length;
    const path = write(`damaged.${format}`, bytes.subarray(0, cut));
    const given = random.chance(0.5) ? format : null;
    try {
      let last = 0;
      const source = { path, format: given, header: null, columns: null };
      for await (const row of readRows(source, { chunkBytes: random.pick([1, 7, 1_000_000]) })) {
        assert.ok(row.line > last || row.line >= 1, `seed ${seed}`);
        assert.ok(row.endLine >= row.line, `seed ${seed}`);
        last = row.line;
      }
    } catch (error) {
      assert.ok(error instanceof UserError, `seed ${seed}: ${String(error)}`);
      assert.equal(error.place?.file, path, `seed ${seed}`);
      assert.ok(error.next, `seed ${seed}: ${error.message}`);
    }
  }
});

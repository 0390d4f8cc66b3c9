import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { decimalText, isExact } from '../../../src/data/readers/exactDigits';
import { hashFile } from '../../../src/data/hashFile';
import { loadExamples } from '../../../src/data/loadExamples';
import { readRows, sourceOf } from '../../../src/data/readRows';
import { detectSchema, recogniseAll } from '../../../src/data/schemas/detectSchema';
import { summariseDataset } from '../../../src/data/summariseDataset';
import { UserError } from '../../../src/protocol/errors';
import { seededRandom } from './seededRandom';
import { temporaryFolder } from './temporaryFolder';

const fixtures = path.join(process.env.FINETUNE_ROOT ?? '', 'test/fixtures/parquet');
const expected = JSON.parse(readFileSync(path.join(fixtures, 'rows.json'), 'utf8')) as unknown[];
const { folder } = temporaryFolder();

async function read(file: string): Promise<unknown[]> {
  const rows: unknown[] = [];
  for await (const { row, line, endLine, values } of readRows(sourceOf(file))) {
    rows.push(values);
    assert.deepEqual([row, line, endLine], [rows.length, rows.length, rows.length]);
  }
  return rows;
}

for (const name of ['none', 'snappy', 'gzip', 'zstd', 'brotli', 'lz4', 'groups']) {
  test(`rows of ${name}.parquet, as pyarrow wrote them`, async () => {
    const file = path.join(fixtures, `${name}.parquet`);
    // note: what came from JSON has no undefined and no typed lists; neither may the rows.
    assert.deepEqual(await read(file), expected);
  });
}

test('a Parquet file without rows, one of which the first rows are enough, and one read as the datasets view does', async () => {
  assert.deepEqual(await read(path.join(fixtures, 'empty.parquet')), []);
  const groups = path.join(fixtures, 'groups.parquet');
  for await (const { values } of readRows(sourceOf(groups))) {
    assert.deepEqual(values, expected[0]);
    break;
  }
  const progress: number[] = [];
  const { rows, format, columns } = await summariseDataset(sourceOf(groups), {
    onProgress: (done) => progress.push(done),
  });
  assert.deepEqual([rows, format], [4, 'parquet']);
  assert.deepEqual(progress, [0.5, 1]);
  const types = Object.fromEntries(columns.map(({ name, type, filled }) => [name, [type, filled]]));
  assert.deepEqual(types.messages, ['list', 3]);
  assert.deepEqual(types.share, ['number', 3]);
  assert.equal((await hashFile(groups)).length, 64);
  const sample = expected.map((values) => ({ values: values as Record<string, unknown> }));
  assert.equal(detectSchema(sample, recogniseAll).name, 'messages');
});

test('rows of a Parquet file are named in messages as those of others are', async () => {
  const file = path.join(fixtures, 'snappy.parquet');
  const fields = { text: 'text', label: 'label' };
  await assert.rejects(loadExamples(sourceOf(file), { fields, needsLabel: true }), (error) => {
    assert.ok(error instanceof UserError);
    assert.deepEqual(error.place, { file, line: 2 });
    return true;
  });
});

test('a damaged Parquet file is refused in words, whatever is wrong with it', async () => {
  const whole = readFileSync(path.join(fixtures, 'snappy.parquet'));
  for (let seed = 0; seed < 150; seed += 1) {
    const random = seededRandom(seed);
    const bytes = Buffer.from(whole);
    for (let change = 0; change < 8; change += 1) {
      bytes[4 + random.below(bytes.length - 4)] = random.below(256);
    }
    const cut = random.chance(0.3) ? bytes.subarray(0, 4 + random.below(bytes.length - 4)) : bytes;
    const file = path.join(folder, 'damaged.parquet');
    writeFileSync(file, cut);
    try {
      await read(file);
    } catch (error) {
      assert.ok(error instanceof UserError, `seed ${seed}: ${String(error)}`);
      assert.doesNotMatch(
        error.message,
        /Cannot read prop|not a function|DataView/,
        `seed ${seed}`,
      );
    }
  }
});

/** Times since 1970 in their unit, and as text: no digit that stands in the file is lost. */
const times: readonly (readonly ['MICROS' | 'NANOS', bigint, string])[] = [
  ['MICROS', 1_709_209_815_250_000n, '2024-02-29T12:30:15.250Z'],
  ['MICROS', 1_709_209_815_250_042n, '2024-02-29T12:30:15.250042Z'],
  ['MICROS', -1n, '1969-12-31T23:59:59.999999Z'],
  ['NANOS', 1_709_209_815_250_000_007n, '2024-02-29T12:30:15.250000007Z'],
  ['NANOS', 1_709_209_815_250_042_000n, '2024-02-29T12:30:15.250042Z'],
];

test('times keep their microseconds and nanoseconds', async () => {
  for (const [unit, value, text] of times) {
    const file = path.join(folder, `${unit}.parquet`);
    const bytes = parquetWriteBuffer({
      schema: [
        { name: 'root', num_children: 1 },
        {
          ...{ name: 'when', type: 'INT64', repetition_type: 'REQUIRED' },
          logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit },
        },
      ],
      columnData: [{ name: 'when', data: [value] }],
    });
    writeFileSync(file, Buffer.from(bytes));
    assert.deepEqual(await read(file), [{ when: text }], text);
  }
});

/** A value as exact.json has it: numbers that JSON has no form for as text. */
function shown(value: unknown): unknown {
  if (typeof value === 'number')
    return Object.is(value, -0) ? '-0' : Number.isFinite(value) ? value : String(value);
  if (Array.isArray(value)) return value.map(shown);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, shown(each)]));
}

test('values that are easily changed on the way come as they are in the file', async () => {
  const file = path.join(fixtures, 'exact.parquet');
  const given = JSON.parse(readFileSync(path.join(fixtures, 'exact.json'), 'utf8')) as unknown[];
  const rows = await read(file);
  assert.equal(rows.length, given.length);
  for (const [index, row] of rows.entries())
    for (const [name, value] of Object.entries(given[index] as Record<string, unknown>))
      assert.deepEqual(shown((row as Record<string, unknown>)[name]), value, `${name} ${index}`);
  for (const [index, row] of rows.entries())
    assert.deepEqual(Object.keys(row as object), Object.keys(given[index] as object));
});

test('two columns of one name are refused: one would be lost', async () => {
  await assert.rejects(read(path.join(fixtures, 'twice.parquet')), (error) => {
    assert.ok(error instanceof UserError);
    assert.match(error.message, /two columns named "text"/);
    return true;
  });
});

/** Decimals by their digits and scale, what they are as text, and whether a double says the same. */
const decimals: readonly (readonly [bigint, number, string, boolean])[] = [
  [1250n, 2, '12.50', true],
  [-1n, 2, '-0.01', true],
  [0n, 3, '0.000', true],
  [7n, 0, '7', true],
  [12n, -2, '1200', true],
  [1n, 20, '0.00000000000000000001', true],
  [9_007_199_254_740_993n, 0, '9007199254740993', false],
  [12345678901234567890n, 10, '1234567890.1234567890', false],
  [1000000000000000000000000n, 0, '1000000000000000000000000', true],
];

test('decimals keep their digits', () => {
  for (const [unscaled, scale, text, exact] of decimals) {
    assert.equal(decimalText(unscaled, scale), text);
    assert.equal(isExact(text), exact, text);
  }
});

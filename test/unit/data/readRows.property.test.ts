import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UserError } from '../../../src/protocol/errors';
import { readRows } from '../../../src/data/readRows';
import type { Row } from '../../../src/data/readers/row';
import { compose, encode } from './composeRows';
import { seededRandom } from './seededRandom';
import { temporaryFolder } from './temporaryFolder';

const { write } = temporaryFolder();

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

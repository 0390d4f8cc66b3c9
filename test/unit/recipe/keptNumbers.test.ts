import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { readRows, sourceOf } from '../../../src/data/readRows';
import { loadRecipe } from '../../../src/recipe/loadRecipe';
import { runRecipe, type RecipeResult } from '../../../src/recipe/runRecipe';
import { temporaryFolder } from '../data/temporaryFolder';

const fixtures = path.join(process.env.FINETUNE_ROOT ?? '', 'test/fixtures/parquet');
const { folder: root } = temporaryFolder();

/** Runs a recipe from one file to another in a folder. */
async function run(
  folder: string,
  input: string,
  output: string,
  steps: readonly object[] = [],
): Promise<RecipeResult> {
  const file = path.join(folder, `${output}.recipe.json`);
  writeFileSync(file, JSON.stringify({ input, output, steps }));
  return runRecipe(await loadRecipe(file));
}

function newFolder(): string {
  return mkdtempSync(path.join(root, 'kept-'));
}

test('a recipe writes every digit of a Parquet file as JSONL, and says which numbers became null', async () => {
  const folder = newFolder();
  copyFileSync(path.join(fixtures, 'exact.parquet'), path.join(folder, 'in.parquet'));
  // note: rows that are put aside come back as they were.
  for (const steps of [[], [{ type: 'deduplicate', kind: 'exact' }]]) {
    const { outputs, manifest } = await run(folder, 'in.parquet', 'out.jsonl', steps);
    assert.equal(
      readFileSync(path.join(folder, 'out.jsonl'), 'utf8'),
      readFileSync(path.join(fixtures, 'exact.jsonl'), 'utf8'),
    );
    const [written] = outputs;
    // NaN and infinity of "share", NaN of "half" and of "scores".
    assert.equal(written?.nulls, 4);
    assert.match(readFileSync(manifest, 'utf8'), /"nulls": 4/);
  }
});

test('NaN, infinities and -0 stay in Parquet and in tables', async () => {
  const folder = newFolder();
  const bytes = parquetWriteBuffer({
    columnData: [
      { name: 'text', data: ['a', 'b', 'c', 'd', 'e'], type: 'STRING' },
      { name: 'share', data: [NaN, -0, Infinity, -Infinity, 0.5], type: 'DOUBLE' },
    ],
  });
  writeFileSync(path.join(folder, 'in.parquet'), Buffer.from(bytes));
  const { outputs } = await run(folder, 'in.parquet', 'out.parquet', [{ type: 'shuffle' }]);
  assert.equal(outputs[0]?.nulls, undefined);
  const shares = new Map<unknown, unknown>();
  for await (const { values } of readRows(sourceOf(path.join(folder, 'out.parquet'))))
    shares.set(values.text, values.share);
  for (const [text, share] of Object.entries({ a: NaN, b: -0, c: Infinity, d: -Infinity, e: 0.5 }))
    assert.ok(Object.is(shares.get(text), share), text);
  await run(folder, 'in.parquet', 'table.csv');
  assert.equal(
    readFileSync(path.join(folder, 'table.csv'), 'utf8'),
    'text,share\na,NaN\nb,-0.0\nc,Infinity\nd,-Infinity\ne,0.5\n',
  );
});

test('-0 of a JSONL file stays', async () => {
  const folder = newFolder();
  const text = '{"a":-0.0,"b":[-0,-0.5,0],"c":"x: -0"}\n{"a":-0e3,"b":[1],"c":"2024-02-03"}\n';
  writeFileSync(path.join(folder, 'in.jsonl'), text);
  await run(folder, 'in.jsonl', 'out.jsonl', [{ type: 'deduplicate', kind: 'exact' }]);
  assert.equal(readFileSync(path.join(folder, 'out.jsonl'), 'utf8'), text);
  await run(folder, 'in.jsonl', 'columns.parquet');
  await run(folder, 'columns.parquet', 'back.jsonl');
  assert.equal(
    readFileSync(path.join(folder, 'back.jsonl'), 'utf8'),
    '{"a":-0.0,"b":[-0.0,-0.5,0],"c":"x: -0"}\n{"a":-0.0,"b":[1],"c":"2024-02-03"}\n',
  );
});

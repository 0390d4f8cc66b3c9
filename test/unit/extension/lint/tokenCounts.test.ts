import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { lintSetup, type LintSetup } from '../../../../src/extension/lint/lintSetup';
import { countKey, TokenCounts } from '../../../../src/extension/lint/tokenCounts';
import type { TokenFigures } from '../../../../src/protocol/lint';

const folder = mkdtempSync(path.join(tmpdir(), 'finetune-counts-'));
after(() => rmSync(folder, { recursive: true }));
const model = path.join(folder, 'model');
mkdirSync(model);
const tokenizer = path.join(model, 'tokenizer.json');
writeFileSync(tokenizer, '{}');
const storage = path.join(folder, 'storage', 'tokenCounts.json');

function dataFile(name: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, '{"text": "a"}\n');
  return file;
}

function setupOf(file: string, maxLength = 64): LintSetup {
  const settings = { rules: {}, thresholds: {}, mostPerRule: 1 };
  const setup = lintSetup(file, [], { settings, suppressed: [] });
  return { ...setup, model: { path: model, maxLength } };
}

const tokens: TokenFigures = {
  ...{ rows: 1, tokens: 9, trained: 4, longest: 9, cut: 0, maxLength: 64 },
};

async function keep(counts: TokenCounts, file: string): Promise<void> {
  const setup = setupOf(file);
  await counts.keep(file, setup, { key: await countKey(file, setup), tokens });
}

test('a count outlives its window until the file, the tokenizer or the setup changes', async () => {
  const file = dataFile('a.jsonl');
  await keep(new TokenCounts(storage), file);
  assert.deepEqual(readdirSync(path.dirname(storage)), ['tokenCounts.json']);
  const known = (): Promise<TokenFigures | null> =>
    new TokenCounts(storage).of(file, setupOf(file));
  assert.deepEqual(await known(), tokens);
  assert.equal(await new TokenCounts(storage).of(file, setupOf(file, 128)), null);
  assert.equal(await new TokenCounts(storage).of(file, { ...setupOf(file), model: null }), null);
  assert.equal(await new TokenCounts(storage).of(`${file}x`, setupOf(file)), null);

  utimesSync(tokenizer, 1, 1);
  assert.equal(await known(), null, 'another tokenizer');
  await keep(new TokenCounts(storage), file);
  assert.deepEqual(await known(), tokens);
  writeFileSync(file, '{"text": "a"}\n{"text": "b"}\n');
  assert.equal(await known(), null, 'another file');
});

test('a file that changed while it was counted is not remembered', async () => {
  const file = dataFile('b.jsonl');
  const counts = new TokenCounts(storage);
  const setup = setupOf(file);
  const key = await countKey(file, setup);
  writeFileSync(file, 'longer than before\n');
  await counts.keep(file, setup, { key, tokens });
  assert.equal(await counts.of(file, setup), null);
});

test('of many files the ones counted last are remembered, and a damaged list is begun anew', async () => {
  const file = dataFile('c.jsonl');
  const key = (await countKey(file, setupOf(file))) ?? '';
  const files = Array.from({ length: 1_200 }, (_, at) => [`${file}${at}`, { key, tokens }]);
  writeFileSync(storage, JSON.stringify({ version: 1, files }));
  await keep(new TokenCounts(storage), file);
  const { files: left } = JSON.parse(await readFile(storage, 'utf8')) as { files: [string][] };
  assert.equal(left.length, 1_000);
  assert.equal(left.at(-1)?.[0], file);

  for (const damaged of [
    '',
    'null',
    '{"version": 2, "files": []}',
    '{"version": 1, "files": 3}',
    JSON.stringify({ version: 1, files: [[file], [file, null], [file, { key, tokens: {} }], 3] }),
  ]) {
    writeFileSync(storage, damaged);
    const counts = new TokenCounts(storage);
    assert.equal(await counts.of(file, setupOf(file)), null, damaged);
    await keep(counts, file);
    assert.deepEqual(await new TokenCounts(storage).of(file, setupOf(file)), tokens, damaged);
  }
});

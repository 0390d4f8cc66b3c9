import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { cachedTokens, type CacheKey } from '../../../../src/trainer/training/tokenCache';

const key: CacheKey = { dataHash: 'd', tokenizerHash: 't', maxLength: 8, selection: 'all' };
const tokens = { tokenIds: Int32Array.of(101, 7, 102, 101, 102), offsets: Int32Array.of(0, 3, 5) };

test('token ids are computed once per data, tokenizer, length and selection', async (t) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'cache-'));
  t.after(() => {
    rmSync(folder, { recursive: true });
  });
  let computed = 0;
  const read = (changed: Partial<CacheKey> = {}) =>
    cachedTokens(
      folder,
      { ...key, ...changed },
      () => {
        computed += 1;
        return Promise.resolve(tokens);
      },
      (reason) => assert.fail(reason),
    );
  await read();
  assert.deepEqual(await read(), { ...tokens, fromCache: true });
  assert.equal(computed, 1);
  for (const changed of [{ dataHash: 'x' }, { tokenizerHash: 'x' }, { maxLength: 9 }]) {
    assert.equal((await read(changed)).fromCache, false);
  }
  assert.equal((await read({ selection: 'even' })).fromCache, false);

  // A flipped bit or a torn file is never taken for token ids.
  for (const spoil of [
    (bytes: Buffer) => bytes.fill(bytes[20]! ^ 1, 20, 21),
    (bytes: Buffer) => bytes.subarray(0, 30),
    (bytes: Buffer) => bytes.subarray(0, 32),
    () => Buffer.alloc(0),
  ]) {
    for (const name of readdirSync(folder)) {
      const file = path.join(folder, name);
      writeFileSync(file, spoil(readFileSync(file)));
    }
    const again = await read();
    assert.equal(again.fromCache, false);
    assert.deepEqual(again.tokenIds, tokens.tokenIds);
  }
});

test('a cache that cannot be written is only slower', async () => {
  const reasons: string[] = [];
  const result = await cachedTokens(
    path.join(process.execPath, 'no-folder'),
    key,
    () => Promise.resolve(tokens),
    (reason) => reasons.push(reason),
  );
  assert.deepEqual(result.tokenIds, tokens.tokenIds);
  assert.equal(reasons.length, 1);
});

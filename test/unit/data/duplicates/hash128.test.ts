import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hash128 } from '../../../../src/data/duplicates/hash128';

/** Made with: mmh3.hash_bytes(text.encode('utf-16-le'), 0, x64arch=False).hex() (mmh3 5). */
const rows: readonly (readonly [text: string, hex: string])[] = [
  ['', '00000000000000000000000000000000'],
  ['a', '96b13b03e14fefcce14fefcce14fefcc'],
  ['ab', '53b90f26fdb622affdb622affdb622af'],
  ['abc', 'a3975b2bb55ff720b4c21250b4c21250'],
  ['abcd', 'c782ef95a29aece40db08c0a0db08c0a'],
  ['abcde', 'de05364b05a2d46c75d17e9ab258f10a'],
  ['abcdef', 'e0a16a60047af88679000a6daceaac98'],
  ['abcdefg', '5ede1f85ab9a1af8321f352aa78c8efa'],
  ['abcdefgh', '5576356ca198f88d0d236da714711442'],
  ['abcdefghi', '32d7a31786e4ee37e19ed304dc6d7fee'],
  ['The quick brown fox jumps over the lazy dog', '86b6be15caf6940f4d89d4fe5b6dbe28'],
  ['grüße aus Köln 漢字 🙂', 'cba5180472e01954e9ad2e193b71460d'],
];

function check(text: string, hex: string): void {
  const words = new Uint32Array(4);
  hash128(text, words);
  assert.equal(Buffer.from(words.buffer).toString('hex'), hex, JSON.stringify(text));
}

test('hashes are those of MurmurHash3_x86_128', () => {
  for (const [text, hex] of rows) check(text, hex);
});

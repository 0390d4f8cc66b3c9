import { mix32 } from './hash128';
import { normalise } from './normalise';
import { appendWordHashes, WordList } from './words';

/** Words of a shingle. */
export const shingleWords = 5;

const words = new WordList();
let scratch = new Uint32Array(4096);

/**
 * The set of a row's word-5-grams as 32-bit hashes, ascending, each once; texts of fewer words are one shingle. Two sets have the
 * Jaccard similarity of the texts (a chance collision would change it by less than one part in a million).
 * @returns a view that the next call overwrites; empty where there is no word
 */
export function shinglesOf(texts: readonly string[]): Uint32Array {
  return uniqueSorted(gramsOf(texts, shingleWords));
}

/**
 * Hashes of all runs of `size` words, in order; of all words together where they are fewer.
 * @returns a view that the next call overwrites
 */
export function gramsOf(texts: readonly string[], size: number): Uint32Array {
  words.clear();
  for (const text of texts) appendWordHashes(normalise(text), words);
  const hashes = words.view();
  if (hashes.length === 0) return scratch.subarray(0, 0);
  const length = Math.min(size, hashes.length);
  const count = hashes.length - length + 1;
  if (scratch.length < count) scratch = new Uint32Array(count * 2);
  let leading = 1;
  for (let power = 0; power < length; power += 1) leading = Math.imul(leading, multiplier);
  let rolling = 0;
  for (let at = 0; at < hashes.length; at += 1) {
    rolling = (Math.imul(rolling, multiplier) + (hashes[at] ?? 0)) | 0;
    if (at >= length) rolling = (rolling - Math.imul(hashes[at - length] ?? 0, leading)) | 0;
    if (at >= length - 1) scratch[at - length + 1] = mix32(rolling);
  }
  return scratch.subarray(0, count);
}

const multiplier = 0x9e3779b1;

function uniqueSorted(values: Uint32Array): Uint32Array {
  values.sort();
  let kept = 0;
  for (let at = 0; at < values.length; at += 1) {
    const value = values[at] ?? 0;
    if (at > 0 && value === values[kept - 1]) continue;
    values[kept] = value;
    kept += 1;
  }
  return values.subarray(0, kept);
}

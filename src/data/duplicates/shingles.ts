import { mix32 } from './hash128';
import { normalise } from './normalise';
import { appendWordHashes, WordList } from './words';

/** Words of a shingle. */
const shingleWords = 5;

const words = new WordList();
let scratch = new Uint32Array(4096);

/**
 * The set of a row's word-5-grams as 32-bit hashes, ascending, each once; texts of fewer words are one shingle. Two sets have the
 * Jaccard similarity of the texts (a chance collision would change it by less than one part in a million).
 * @returns a view that the next call overwrites; empty where there is no word
 */
export function shinglesOf(texts: readonly string[]): Uint32Array {
  const hashes = wordHashesOf(texts);
  if (scratch.length < hashes.length) scratch = new Uint32Array(hashes.length * 2);
  return uniqueSorted(
    scratch.subarray(0, hashRuns(hashes, shingleWords, firstMultiplier, scratch)),
  );
}

/** Hashes of the words of a row's texts, in order; a view that the next call overwrites. */
export function wordHashesOf(texts: readonly string[]): Int32Array {
  words.clear();
  for (const text of texts) appendWordHashes(normalise(text), words);
  return words.view();
}

/**
 * A rolling hash of every run of `size` words, in order; one of all words together where they are fewer.
 * @param multiplier odd; another one gives independent hashes
 * @param into has room for as many as there are words @returns how many were written
 */
export function hashRuns(
  hashes: Int32Array,
  size: number,
  multiplier: number,
  into: Uint32Array,
): number {
  if (hashes.length === 0) return 0;
  const length = Math.min(size, hashes.length);
  let leading = 1;
  for (let power = 0; power < length; power += 1) leading = Math.imul(leading, multiplier);
  let rolling = 0;
  for (let at = 0; at < hashes.length; at += 1) {
    rolling = (Math.imul(rolling, multiplier) + (hashes[at] ?? 0)) | 0;
    if (at >= length) rolling = (rolling - Math.imul(hashes[at - length] ?? 0, leading)) | 0;
    if (at >= length - 1) into[at - length + 1] = mix32(rolling);
  }
  return hashes.length - length + 1;
}

/** Multipliers for two independent hashes. */
export const [firstMultiplier, secondMultiplier] = [0x9e3779b1, 0x85ebca77];

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

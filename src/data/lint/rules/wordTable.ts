import { characterKind } from '../words';

/**
 * The words of one text as numbers, kept in arrays that are used again for the next: counting repeats of a clean text allocates
 * nothing. Characters of scripts without spaces are words of their own.
 */
export interface WordTable {
  /** How many of the arrays' places are of this text. */
  length: number;
  /** Words as people count them: see words.ts. */
  words: number;
  longest: number;
  hashes: Int32Array;
  starts: Int32Array;
  ends: Int32Array;
}

const shared: WordTable = {
  length: 0,
  words: 0,
  longest: 0,
  hashes: new Int32Array(1024),
  starts: new Int32Array(1024),
  ends: new Int32Array(1024),
};

/** @returns a table that holds until the next call */
export function readWords(text: string): WordTable {
  const table = shared;
  if (table.hashes.length < text.length) {
    const size = 2 ** Math.ceil(Math.log2(text.length + 1));
    [table.hashes, table.starts, table.ends] = [
      new Int32Array(size),
      new Int32Array(size),
      new Int32Array(size),
    ];
  }
  const { hashes, starts, ends } = table;
  let [length, hash, start, longest, spaced] = [0, 0, -1, 0, 0];
  let [ideographs, unspaced] = [0, 0];
  for (let at = 0; at <= text.length; at += 1) {
    const code = at < text.length ? text.charCodeAt(at) : 0x20;
    if (code > 0x20 && code < 0xa0) {
      if (start < 0) [start, hash] = [at, 0x811c9dc5 | 0];
      hash = Math.imul(hash ^ code, 0x01000193); // FNV-1a
      continue;
    }
    const kind = characterKind(code);
    if (kind === 'letter') {
      if (start < 0) [start, hash] = [at, 0x811c9dc5 | 0];
      hash = Math.imul(hash ^ code, 0x01000193);
      continue;
    }
    if (start >= 0) {
      [hashes[length], starts[length], ends[length]] = [hash, start, at];
      if (at - start > longest) longest = at - start;
      [length, spaced, start] = [length + 1, spaced + 1, -1];
    }
    if (kind === 'space') continue;
    [hashes[length], starts[length], ends[length]] = [Math.imul(code, 0x9e3779b1), at, at + 1];
    length += 1;
    if (kind === 'ideograph') ideographs += 1;
    else unspaced += 1;
  }
  table.length = length;
  table.longest = Math.max(longest, 1);
  table.words = spaced + Math.ceil(ideographs / 2) + Math.ceil(unspaced / 4);
  return table;
}

let [slots, slotCounts, slotFirsts] = [
  new Int32Array(4096),
  new Int32Array(4096),
  new Int32Array(4096),
];

/** The sequence of n words that stands most often, the earliest of those; hashes stand for the words. */
export function topSequence(
  { hashes, length }: WordTable,
  n: number,
): { readonly count: number; readonly first: number } {
  let size = 64;
  while (size < 2 * length) size *= 2;
  if (slots.length < size) {
    [slots, slotCounts, slotFirsts] = [
      new Int32Array(size),
      new Int32Array(size),
      new Int32Array(size),
    ];
  } else slotCounts.fill(0, 0, size);
  let [count, first] = [0, 0];
  for (let at = 0; at + n <= length; at += 1) {
    let hash = 0;
    for (let index = at; index < at + n; index += 1) {
      hash = Math.imul(hash, 0x01000193) + (hashes[index] ?? 0);
      hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
    }
    let slot = (hash ^ (hash >>> 16)) & (size - 1);
    while (slotCounts[slot] !== 0 && slots[slot] !== hash) slot = (slot + 1) & (size - 1);
    const seen = (slotCounts[slot] ?? 0) + 1;
    if (seen === 1) [slots[slot], slotFirsts[slot]] = [hash, at];
    slotCounts[slot] = seen;
    const start = slotFirsts[slot] ?? 0;
    if (seen > count || (seen === count && start < first)) [count, first] = [seen, start];
  }
  return { count, first };
}

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
  hashes: Int32Array;
  starts: Int32Array;
  ends: Int32Array;
}

const shared: WordTable = {
  length: 0,
  words: 0,
  hashes: new Int32Array(1024),
  starts: new Int32Array(1024),
  ends: new Int32Array(1024),
};
/** The text's UTF-16 units: reading them from an array is faster than from a string. */
let bytes = Buffer.alloc(2048);
let units = new Uint16Array(bytes.buffer, bytes.byteOffset, 1024);

/** @returns a table that holds until the next call */
export function readWords(text: string): WordTable {
  const table = shared;
  if (units.length <= text.length) {
    const size = 2 ** Math.ceil(Math.log2(text.length + 2));
    table.hashes = new Int32Array(size);
    table.starts = new Int32Array(size);
    table.ends = new Int32Array(size);
    units = new Uint16Array(size);
    bytes = Buffer.from(units.buffer);
  }
  bytes.write(text, 0, 'utf16le');
  units[text.length] = 0x20;
  const { hashes, starts, ends } = table;
  let length = 0;
  let spaced = 0;
  let ideographs = 0;
  let unspaced = 0;
  for (let at = 0; at < text.length;) {
    let code = units[at] ?? 0;
    const kind = characterKind(code);
    const start = at;
    at += 1;
    if (kind === 'space') continue;
    let hash = Math.imul(firstHash ^ code, 0x01000193); // FNV-1a
    if (kind === 'letter') {
      code = units[at] ?? 0;
      while ((code > 0x20 && code < 0xa0) || characterKind(code) === 'letter') {
        hash = Math.imul(hash ^ code, 0x01000193);
        at += 1;
        code = units[at] ?? 0;
      }
      spaced += 1;
    } else if (kind === 'ideograph') ideographs += 1;
    else unspaced += 1;
    hashes[length] = hash;
    starts[length] = start;
    ends[length] = at;
    length += 1;
  }
  table.length = length;
  table.words = spaced + Math.ceil(ideographs / 2) + Math.ceil(unspaced / 4);
  return table;
}

const firstHash = 0x811c9dc5 | 0;

/** Characters of the longest sequence of n words. */
export function longestSequence({ starts, ends, length }: WordTable, n: number): number {
  let longest = 0;
  for (let at = 0; at + n <= length; at += 1) {
    const span = (ends[at + n - 1] ?? 0) - (starts[at] ?? 0);
    if (span > longest) longest = span;
  }
  return longest;
}

let slots = new Int32Array(4096);
let slotCounts = new Int32Array(4096);
let slotFirsts = new Int32Array(4096);

/** The sequence of n words that stands most often, the earliest of those; hashes stand for the words. */
export function topSequence(
  { hashes, length }: WordTable,
  n: number,
): { readonly count: number; readonly first: number } {
  let size = 64;
  while (size < 2 * length) size *= 2;
  if (slots.length < size) {
    slots = new Int32Array(size);
    slotCounts = new Int32Array(size);
    slotFirsts = new Int32Array(size);
  } else slotCounts.fill(0, 0, size);
  let count = 0;
  let first = 0;
  for (let at = 0; at + n <= length; at += 1) {
    let hash = 0;
    for (let index = at; index < at + n; index += 1) {
      hash = Math.imul(hash, 0x01000193) + (hashes[index] ?? 0);
      hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
    }
    let slot = (hash ^ (hash >>> 16)) & (size - 1);
    while (slotCounts[slot] !== 0 && slots[slot] !== hash) slot = (slot + 1) & (size - 1);
    const seen = (slotCounts[slot] ?? 0) + 1;
    slotCounts[slot] = seen;
    if (seen === 1) {
      slots[slot] = hash;
      slotFirsts[slot] = at;
    }
    const start = slotFirsts[slot] ?? 0;
    if (seen > count || (seen === count && start < first)) {
      count = seen;
      first = start;
    }
  }
  return { count, first };
}

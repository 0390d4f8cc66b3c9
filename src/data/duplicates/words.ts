import { mix32 } from './hash128';

/**
 * Hashes of a text's words: runs of letters, marks and digits. Where a script does not separate words, each character is a
 * word, so that n-grams of words are n-grams of characters there. Punctuation and symbols separate; the caller folds case.
 */
export function appendWordHashes(text: string, words: WordList): void {
  let hash = 0;
  let isInside = false;
  const length = text.length;
  for (let at = 0; at < length; at += 1) {
    let code = text.charCodeAt(at);
    let kind = classes[code] ?? separator;
    if (kind === unknown) kind = learnBlock(code);
    if (kind === surrogate) {
      code = text.codePointAt(at) ?? code;
      kind = classOf(code);
      if (code > 0xffff) at += 1;
    }
    if (kind === letter) {
      hash = Math.imul((isInside ? hash : 0x811c9dc5) ^ code, 0x01000193);
      isInside = true;
    } else {
      if (isInside) words.push(mix32(hash));
      isInside = false;
      if (kind === alone) words.push(mix32(Math.imul(0x811c9dc5 ^ code, 0x01000193)));
    }
  }
  if (isInside) words.push(mix32(hash));
}

/** A word of a text and where it stands, in UTF-16 code units. */
export interface PlacedWord {
  readonly start: number;
  readonly end: number;
}

/** The words of a text, cut as `appendWordHashes` does. */
export function wordsOf(text: string): PlacedWord[] {
  const found: PlacedWord[] = [];
  let start = -1;
  for (let at = 0; at < text.length; at += 1) {
    let kind = classes[text.charCodeAt(at)] ?? separator;
    if (kind === unknown) kind = learnBlock(text.charCodeAt(at));
    const from = at;
    if (kind === surrogate) {
      const code = text.codePointAt(at) ?? 0;
      kind = classOf(code);
      if (code > 0xffff) at += 1;
    }
    if (kind === letter) {
      if (start < 0) start = from;
    } else {
      if (start >= 0) found.push({ start, end: from });
      start = -1;
      if (kind === alone) found.push({ start: from, end: at + 1 });
    }
  }
  if (start >= 0) found.push({ start, end: text.length });
  return found;
}

/** How many words a text has, cut as `appendWordHashes` does. */
export function countWords(text: string): number {
  let count = 0;
  let isInside = false;
  for (let at = 0; at < text.length; at += 1) {
    let kind = classes[text.charCodeAt(at)] ?? separator;
    if (kind === unknown) kind = learnBlock(text.charCodeAt(at));
    if (kind === surrogate) {
      const code = text.codePointAt(at) ?? 0;
      kind = classOf(code);
      if (code > 0xffff) at += 1;
    }
    if (kind === alone || (kind === letter && !isInside)) count += 1;
    isInside = kind === letter;
  }
  return count;
}

/** A list that is emptied and filled again for every row. */
export class WordList {
  #values = new Int32Array(4096);
  length = 0;

  push(word: number): void {
    if (this.length === this.#values.length) {
      const larger = new Int32Array(this.length * 2);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.length] = word;
    this.length += 1;
  }

  clear(): void {
    this.length = 0;
  }

  /** Valid until the next `push`. */
  view(): Int32Array {
    return this.#values.subarray(0, this.length);
  }
}

const [separator, letter, alone, surrogate, unknown] = [0, 1, 2, 3, 4];

const wordCharacter = /[\p{L}\p{M}\p{N}_]/u;
/** Scripts written without spaces between words. */
const unseparated =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}\p{sc=Tibetan}]/u;

function classOf(code: number): number {
  const character = String.fromCodePoint(code);
  if (!wordCharacter.test(character)) return separator;
  return unseparated.test(character) ? alone : letter;
}

/** The class of every code unit, as far as a text had one of its block. */
const classes = new Uint8Array(0x1_0000).fill(unknown);

/** note: all code units at once would take 20 ms of every start; most texts need a block or two of 256. @returns the class of this one */
function learnBlock(unit: number): number {
  const start = unit & ~0xff;
  for (let code = start; code < start + 0x100; code += 1)
    classes[code] = code >= 0xd800 && code < 0xe000 ? surrogate : classOf(code);
  return classes[unit] ?? separator;
}

import { wordsOf } from '../duplicates/words';

/** The words of a text, to be looked at by position. Outside the text, words are "". */
export interface WordSequence {
  readonly text: string;
  readonly length: number;
  /** As it is written. */
  readonly word: (at: number) => string;
  readonly lower: (at: number) => string;
  readonly start: (at: number) => number;
  readonly end: (at: number) => number;
  /** What stands between a word and the next one; what is behind the last for the last. */
  readonly gap: (at: number) => string;
}

export function wordSequence(text: string): WordSequence {
  const places = wordsOf(text);
  const written = places.map(({ start, end }) => text.slice(start, end));
  const lowered = written.map((word) => word.toLowerCase());
  const start = (at: number): number => places[at]?.start ?? text.length;
  const end = (at: number): number => (at < 0 ? 0 : (places[at]?.end ?? text.length));
  return {
    text,
    length: places.length,
    word: (at) => written[at] ?? '',
    lower: (at) => lowered[at] ?? '',
    start,
    end,
    gap: (at) => text.slice(end(at), start(at + 1)),
  };
}

/** Whether the word behind `at` belongs to the same stretch of words: no punctuation but an opening quote or bracket between. */
export function nextJoined(words: WordSequence, at: number): boolean {
  return at + 1 < words.length && /^\s+(?:["“‘'`([*~$€£#]{1,2}\s?)?$/.test(words.gap(at));
}

/** Whether nothing but one blank, or a hyphen, stands between a word and the next. */
export function isCompound(words: WordSequence, at: number): boolean {
  return at >= 0 && at + 1 < words.length && /^[\s-]$/.test(words.gap(at));
}

export function isHyphenated(words: WordSequence, at: number): boolean {
  return at >= 0 && at + 1 < words.length && words.gap(at) === '-';
}

/** "Stephen", "iPhone" no, "NASA" no. */
export function isCapitalised(word: string): boolean {
  return /^\p{Lu}[^\p{Lu}]+$/u.test(word);
}

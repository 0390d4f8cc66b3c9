import { associations, type Associations, type SeatVectors } from './associations';
import type { SeatSet, SeatTest } from './seatFile';

/** Targets that count: words, or examples that stand for themselves. */
export function targetCount({ examples, words }: SeatSet): number {
  return words === undefined ? examples.length : new Set(words).size;
}

/**
 * s(w) of every target, and of every sentence about it. Sentences about one word are not independent of each other, so that their
 * mean is what the word is associated with.
 * @returns null where a vector has no direction
 */
export function wordAssociations(
  test: SeatTest,
  vectors: SeatVectors,
): { readonly words: Associations; readonly sentences: Associations } | null {
  const sentences = associations(vectors);
  if (sentences === null) return null;
  const { targ1, targ2 } = sentences;
  const words = { targ1: meansOf(test.targ1, targ1), targ2: meansOf(test.targ2, targ2) };
  return { words, sentences };
}

function meansOf(set: SeatSet, values: Float64Array): Float64Array {
  const { words } = set;
  if (words === undefined) return values;
  const sums = new Float64Array(targetCount(set));
  const counts = new Int32Array(sums.length);
  for (const [at, word] of words.entries()) {
    sums[word] = (sums[word] ?? 0) + (values[at] ?? 0);
    counts[word] = (counts[word] ?? 0) + 1;
  }
  return sums.map((sum, word) => sum / (counts[word] ?? 1));
}

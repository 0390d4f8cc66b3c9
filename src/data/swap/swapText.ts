import type { MarkedSpan } from '../../protocol/audit';
import { otherArticle } from './articles';
import { fitsContext } from './fitsContext';
import { writtenAs } from './letterCase';
import { codeStretches, isInAddress } from './protectedText';
import { swapTable } from './swapTable';
import type { SwapAxisName } from './swapAxis';
import type { SwapEntry, SwapTable } from './swapTable';
import { wordSequence } from './wordSequence';
import type { WordSequence } from './wordSequence';

/** A word or phrase of a text that says whom it is about. */
export interface FoundTerm {
  /** Position of the group in the axis. */
  readonly group: number;
  readonly entry: SwapEntry;
  /** Its first word, counted in `words`. */
  readonly at: number;
}

/** What of a text says whom it is about. */
export interface FoundTerms {
  readonly words: WordSequence;
  readonly terms: readonly FoundTerm[];
}

/** The same text about somebody else. */
export interface SwappedText {
  readonly text: string;
  /** What differs: in the text before and in the one after, pairwise and ascending. */
  readonly before: readonly MarkedSpan[];
  readonly after: readonly MarkedSpan[];
}

/** The words of an axis in a text, where they mean people; null where there are none. */
export function findTerms(text: string, axis: SwapAxisName): FoundTerms | null {
  const table = swapTable(axis);
  const words = wordSequence(text);
  let code: ReturnType<typeof codeStretches> | null = null;
  const terms: FoundTerm[] = [];
  let ahead = 0;
  for (let at = 0; at < words.length; at += 1) {
    const candidates = table.entries.get(words.lower(at));
    if (candidates === undefined) continue;
    code ??= codeStretches(text);
    // Both ascend, so that long texts with much code cost no more than their length.
    while ((code[ahead]?.end ?? Infinity) <= words.start(at)) ahead += 1;
    if ((code[ahead]?.start ?? Infinity) < words.end(at)) continue;
    const entry = candidates.find((each) => isMeant(words, at, each, table));
    if (entry === undefined) continue;
    terms.push({ group: entry.group, entry, at });
    at += entry.words.length - 1;
  }
  return terms.length === 0 ? null : { words, terms };
}

function isMeant(words: WordSequence, at: number, entry: SwapEntry, table: SwapTable): boolean {
  const isThere = entry.words.every(
    (word, next) =>
      words.lower(at + next) === word && (next === 0 || /^[\s-]$/.test(words.gap(at + next - 1))),
  );
  return isThere && !isInAddress(words, at) && fitsContext(words, at, entry, table);
}

/**
 * The text with every group of the axis replaced by the one `shift` places further on (1 to groups - 1, cyclically): so two groups
 * stay two. null where a group has no word for an idea of the text, or a word is written as in "hE".
 */
export function swapTerms({ words, terms }: FoundTerms, shift: number): SwappedText | null {
  const { text } = words;
  const [before, after]: [MarkedSpan[], MarkedSpan[]] = [[], []];
  let [result, done] = ['', 0];
  const replace = (at: number, target: string): void => {
    const [start, end] = [words.start(at), words.end(at)];
    result += text.slice(done, start);
    before.push({ start, end });
    after.push({ start: result.length, end: result.length + target.length });
    result += target;
    done = end;
  };
  for (const { at, entry } of terms) {
    const { byGroup } = entry.concept;
    const target = byGroup[(entry.group + shift) % byGroup.length];
    if (target === null || target === undefined) return null;
    const article = articleBefore(words, at, target[0] ?? '');
    if (article !== null) replace(at - 1, article);
    for (const [part, word] of target.entries()) {
      const written = writtenAs(words.word(at + part), word);
      if (written === null) return null;
      if (written !== words.word(at + part)) replace(at + part, written);
    }
  }
  return { text: result + text.slice(done), before, after };
}

function articleBefore(words: WordSequence, at: number, target: string): string | null {
  if (at === 0 || !/^\s$/.test(words.gap(at - 1))) return null;
  return otherArticle(words.word(at - 1), words.word(at), target);
}

/** `findTerms` and `swapTerms` in one; null where nothing can be swapped. */
export function swapText(text: string, axis: SwapAxisName, shift = 1): SwappedText | null {
  const found = findTerms(text, axis);
  return found === null ? null : swapTerms(found, shift);
}

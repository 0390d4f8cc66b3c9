import type { Fix } from '../fix';
import type { RowRule } from '../rule';
import { excerpt, fieldFinding, replaceText, type Field } from './fieldFinding';
import type { TextRange } from './textRange';
import { longestSequence, readWords, topSequence, type WordTable } from './wordTable';
import { formatCount } from '../../../protocol/formatNumber';

/**
 * L-TXT-10: text that loops, by the fractions of Rae et al., "Scaling language models: methods, analysis & insights from
 * training Gopher" (2021), table A1.
 */
export const repetition: RowRule = {
  ids: ['L-TXT-10'],
  applies: () => true,
  check(row, _context, report) {
    for (const part of row.parts()) {
      if (part.role === 'label' || part.role === 'context') continue;
      const found = findRepetition(part.text);
      if (found === null) continue;
      report(
        'L-TXT-10',
        fieldFinding(part, [found.range], {
          message: `The text repeats itself: ${found.what} make up ${Math.round(100 * found.share)} % of it. The model learns to loop. Shorten it or delete the row.`,
          ...(withoutRepetition(part.text) === null ? {} : { fix: sayOnce }),
        }),
      );
    }
  },
};

const fewestWords = 50;
/** A phrase said twice in a short text is no loop. */
const fewestRepeats = 3;
const mostOfSequence: readonly (readonly [n: number, share: number])[] = [
  [2, 0.2],
  [3, 0.18],
  [4, 0.16],
];
const mostOfRepeatedLines = 0.2;

export interface Repetition {
  /** The first place that stands again. */
  readonly range: TextRange;
  /** Of all characters. */
  readonly share: number;
  readonly what: string;
}

function findRepetition(text: string): Repetition | null {
  if (text.length < 2 * fewestWords - 1) return null;
  const table = readWords(text);
  if (table.words < fewestWords) return null;
  return repeatedSequence(text, table) ?? repeatedLines(text);
}

function repeatedSequence(text: string, table: WordTable): Repetition | null {
  let mostSeen = table.length;
  for (const [n, most] of mostOfSequence) {
    // note: no sequence of n words stands more often than the best one of fewer, so that most texts end after the first.
    if (n > 2 && mostSeen * longestSequence(table, n) <= most * text.length) continue;
    const { count, first } = topSequence(table, n);
    mostSeen = count;
    if (count < fewestRepeats) return null;
    const range = { start: table.starts[first] ?? 0, end: table.ends[first + n - 1] ?? 0 };
    const share = (count * (range.end - range.start)) / text.length;
    if (share <= most) continue;
    return {
      range,
      share: Math.min(1, share),
      what: `${formatCount(count)} times "${excerpt(text, range)}"`,
    };
  }
  return null;
}

/** Rules and borders of tables are none. */
const word = /[\p{L}\p{N}]/u;

function repeatedLines(text: string): Repetition | null {
  const firstBreak = text.indexOf('\n');
  if (firstBreak < 0) return null;
  const seen = new Set<string>();
  let [repeated, lines] = [0, 0];
  let range: TextRange | null = null;
  for (let start = 0; start < text.length;) {
    const found = text.indexOf('\n', start);
    const end = found < 0 ? text.length : found;
    const line = text.slice(start, end).trim();
    if (word.test(line)) {
      if (seen.has(line)) {
        range ??= { start, end };
        repeated += line.length;
        lines += 1;
      } else seen.add(line);
    }
    start = end + 1;
  }
  const share = repeated / text.length;
  if (range === null || share <= mostOfRepeatedLines) return null;
  return {
    range,
    share,
    what: lines === 1 ? 'a repeated line' : `${formatCount(lines)} repeated lines`,
  };
}

function sayOnce(field: Field): Fix {
  const mended = withoutRepetition(field.text) ?? field.text;
  return replaceText(field, 'Keep one of each repetition', mended);
}

const mostPasses = 8;
const longestPeriod = 256;

/** The text with loops and repeated lines said once; null: what repeats stands apart, so that no cut mends it. */
function withoutRepetition(text: string): string | null {
  let mended = text;
  for (let pass = 0; pass < mostPasses; pass += 1) {
    if (findRepetition(mended) === null) return pass === 0 ? null : mended;
    const shorter = withoutLongestLoop(mended) ?? withoutRepeatedLines(mended);
    if (shorter.length >= mended.length) return null;
    mended = shorter;
  }
  return findRepetition(mended) === null ? mended : null;
}

function withoutLongestLoop(text: string): string | null {
  const { hashes, starts, ends, length } = readWords(text);
  let best = { from: 0, to: 0 };
  for (let period = 1; period <= Math.min(longestPeriod, length / 2); period += 1) {
    let run = 0;
    for (let at = period; at <= length; at += 1) {
      if (at < length && hashes[at] === hashes[at - period]) {
        run += 1;
        continue;
      }
      if (run >= 2 * period && run > best.to - best.from) best = { from: at - run, to: at };
      run = 0;
    }
  }
  if (best.to === best.from) return null;
  return (
    text.slice(0, ends[best.from - 1]) + (best.to < length ? text.slice(ends[best.to - 1]) : '') ||
    text.slice(0, starts[0])
  );
}

function withoutRepeatedLines(text: string): string {
  const seen = new Set<string>();
  const kept = text.split('\n').filter((line) => {
    const plain = line.trim();
    if (!word.test(plain)) return true;
    if (seen.has(plain)) return false;
    seen.add(plain);
    return true;
  });
  return kept
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trimEnd();
}

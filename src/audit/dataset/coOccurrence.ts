import { fisherExact } from '../../data/statistics/exactTests';
import { formatCount, formatPercent } from '../../protocol/formatNumber';
import { shareDetectable } from '../statistics/detectable';
import { differenceInterval, ratioInterval, wilson, type Bounded } from '../statistics/intervals';
import type { DatasetAxis } from './axes';
import type { DatasetIndex } from './datasetIndex';
import type { DatasetCheck } from './measured';

/** With fewer rows about a group, or with a word, nothing can be said. */
const [fewestRows, fewestWith] = [30, 10];
/** Words of a group that are tested exactly: those with the largest difference for its error. */
const mostTested = 30;
const mostWords = 5;

/**
 * Words that stand in rows about one group of an axis more often than in rows about its other groups: pointwise mutual
 * information in bits, log2 of P(word | group) / P(word) over the rows about one group of the axis. A few words are picked out
 * of thousands, so that p-values are those of Fisher's exact test times the number of words and groups looked at (Bonferroni).
 */
export function coOccurrence(
  { words, groups }: DatasetIndex,
  axis: DatasetAxis,
  alpha: number,
): DatasetCheck[] {
  if (axis.kind === 'column') return [];
  const { only } = words;
  const present = axis.groups.filter((group) => (only[group] ?? 0) >= fewestRows);
  if (present.length < 2) return [];
  const total = present.reduce((sum, group) => sum + (only[group] ?? 0), 0);
  const candidates: Candidate[] = [];
  let looked = 0;
  for (const [word, counts] of words) {
    const having = present.reduce((sum, group) => sum + (counts[group] ?? 0), 0);
    if (having < fewestWith) continue;
    looked += present.length;
    for (const group of present) {
      const candidate = candidateOf(word, group, {
        ...{ having, total, own: counts[group] ?? 0, rows: only[group] ?? 0 },
      });
      if (candidate !== null) candidates.push(candidate);
    }
  }
  return present.flatMap((group) => {
    const tested = candidates
      .filter((candidate) => candidate.group === group)
      .sort((a, b) => b.score - a.score || (a.word < b.word ? -1 : 1))
      .slice(0, mostTested)
      .map((candidate) => ({ ...candidate, pValue: Math.min(1, exact(candidate) * looked) }))
      .sort((a, b) => a.pValue - b.pValue)
      .filter(({ pValue }) => pValue <= alpha)
      .slice(0, mostWords);
    const name = groups[group]?.name ?? '';
    return tested.map((candidate) => checkOf(axis, name, candidate, looked));
  });
}

interface Candidate {
  readonly word: string;
  readonly group: number;
  /** Rows about the group with the word, and all rows about it. */
  readonly own: number;
  readonly rows: number;
  /** The same of the other groups. */
  readonly theirs: number;
  readonly others: number;
  /** z of the difference, to rank by. */
  readonly score: number;
}

/** Null where the word stands no more often than elsewhere. */
function candidateOf(
  word: string,
  group: number,
  {
    own,
    rows,
    having,
    total,
  }: {
    readonly own: number;
    readonly rows: number;
    readonly having: number;
    readonly total: number;
  },
): Candidate | null {
  const [theirs, others, share] = [having - own, total - rows, having / total];
  const difference = own / rows - theirs / others;
  const error = Math.sqrt(share * (1 - share) * (1 / rows + 1 / others));
  if (difference <= 0 || error === 0) return null;
  return { word, group, own, rows, theirs, others, score: difference / error };
}

function exact({ own, rows, theirs, others }: Candidate): number {
  return fisherExact(own, rows - own, theirs, others - theirs);
}

function checkOf(
  axis: DatasetAxis,
  group: string,
  candidate: Candidate & { readonly pValue: number },
  looked: number,
): DatasetCheck {
  const { word, own, rows, theirs, others, pValue } = candidate;
  const [mine, rest] = [bounded(own, rows), bounded(theirs, others)];
  const [least, most] = ratioInterval(rest, mine);
  // PMI falls with the ratio of the other share to the own: log2(N / (n + m * ratio)).
  const information = (ratio: number): number =>
    Math.log2((rows + others) / (rows + others * ratio));
  const value = mine.value - rest.value;
  const [low, high] = differenceInterval(mine, rest);
  return {
    check: {
      ...{ id: axis.id, variant: `${axis.kind}, word:${word}` },
      metric: 'pointwise-mutual-information',
      ...{ group, reference: 'other groups' },
      value: information(rest.value / mine.value),
      ...{ low: information(most), high: information(least) },
      disparity: { value, low, high },
      ...{ pValue, n: rows + others, nullBand: null, withheld: null },
      detectableAt: shareDetectable({
        ...{ n: rows, others, share: (own + theirs) / (rows + others) },
      }),
      reason: `"${word}" stands in ${percent(mine.value)} of ${formatCount(rows)} rows about ${group} and in ${percent(rest.value)} of ${formatCount(others)} about other groups; p counts the ${formatCount(looked)} pairs of word and group that were looked at.`,
    },
    ...{ group: candidate.group, label: null, word },
  };
}

function percent(share: number): string {
  return share > 0 && share < 0.005 ? 'under 1 %' : formatPercent(share);
}

function bounded(having: number, rows: number): Bounded {
  const value = having / rows;
  const [low, high] = wilson(value, rows);
  return { value, low, high };
}

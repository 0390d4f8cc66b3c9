import { binomialTail } from '../../statistics/exactTests';
import { wordsOf } from '../../duplicates/words';
import type { ValuePath } from '../../schemas/schema';
import type { DatasetRule, LintContext, ReportRow, Span } from '../rule';
import { hasLabels, LabelCounts } from './labelCounts';
import { threshold } from './datasetThresholds';
import { formatCount } from '../../../protocol/formatNumber';

/** Words are counted in at most so many rows: enough to see a shortcut, whatever the file's size. */
const mostRows = 200_000;
/** Manku and Motwani's lossy counting: rare words are forgotten every so many rows; a count is short by at most one in 5,000. */
const windowRows = 5_000;
/** Fewer rows with a word prove nothing. */
const fewestRows = 10;
/** Probability, over all words tried, that chance makes a word look like a shortcut. */
const chance = 0.01;

interface Word {
  readonly rowsByLabel: Map<number, number>;
  rows: number;
  readonly sinceWindow: number;
  readonly row: number;
  readonly at: Span;
}

/** L-LBL-05: a single word that gives the label away; a model learns the word instead of the meaning. */
export const shortcutRule: DatasetRule = {
  ids: ['L-LBL-05'],
  applies: hasLabels,
  begin: (context) => {
    const counts = new LabelCounts();
    const words = new Map<string, Word>();
    let everSeen = 0;
    return {
      see(row) {
        if (counts.rows >= mostRows) return;
        const label = counts.see(row);
        if (label === null) return;
        const text = row.parts().find(({ role }) => role === 'prompt');
        if (text === undefined) return;
        const window = Math.floor(counts.rows / windowRows);
        everSeen += countWords(words, text, { label, row: row.row, window });
        if (counts.rows % windowRows === 0) forgetRare(words, window);
      },
      finish(report) {
        reportShortcuts(report, context, counts, words, everSeen);
      },
    };
  },
};

/** @returns how many words are new */
function countWords(
  words: Map<string, Word>,
  { text, path }: { readonly text: string; readonly path: ValuePath },
  { label, row, window }: { readonly label: number; readonly row: number; readonly window: number },
): number {
  let added = 0;
  const ofRow = new Set<string>();
  for (const { start, end } of wordsOf(text)) {
    const word = text.slice(start, end).toLowerCase();
    if (ofRow.has(word)) continue;
    ofRow.add(word);
    let known = words.get(word);
    if (known === undefined) {
      const at = { path, start, end };
      known = { rowsByLabel: new Map(), rows: 0, sinceWindow: window, row, at };
      words.set(word, known);
      added += 1;
    }
    known.rows += 1;
    known.rowsByLabel.set(label, (known.rowsByLabel.get(label) ?? 0) + 1);
  }
  return added;
}

function forgetRare(words: Map<string, Word>, window: number): void {
  for (const [word, { rows, sinceWindow }] of words)
    if (rows + sinceWindow <= window) words.delete(word);
}

function reportShortcuts(
  report: ReportRow,
  context: LintContext,
  { labels, rows }: LabelCounts,
  words: ReadonlyMap<string, Word>,
  tried: number,
): void {
  if (labels.length < 2) return;
  const support = Math.max(fewestRows, threshold(context, 'shortcutSupport') * rows);
  const precision = threshold(context, 'shortcutPrecision');
  for (const [word, found] of words) {
    if (found.rows < support) continue;
    for (const [number, together] of found.rowsByLabel) {
      const label = labels[number];
      if (label === undefined || together < precision * found.rows) continue;
      // A label that most rows have anyway goes with any word.
      if (binomialTail(together, found.rows, label.count / rows) * tried > chance) continue;
      report('L-LBL-05', found.row, {
        at: found.at,
        message: `The word "${word}" gives the label away: ${formatCount(together)} of the ${formatCount(found.rows)} rows with it are labelled "${label.text}". A model learns the word instead of the meaning. Take it out, or add rows with it under other labels.`,
      });
    }
  }
}

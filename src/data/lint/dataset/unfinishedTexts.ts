import type { SchemaName } from '../../schemas/schema';
import type { DatasetRule } from '../rule';
import { threshold } from './datasetThresholds';
import { SpanList } from './spanList';
import { formatCount } from '../../../protocol/formatNumber';

const generating: ReadonlySet<SchemaName> = new Set<SchemaName>([
  ...(['alpaca', 'sharegpt', 'messages', 'prompt-completion', 'preference', 'parallel'] as const),
]);

/** Shorter targets may be no sentences. */
const fewestCharacters = 100;
/** So many targets of exactly the greatest length are no coincidence. */
const fewestAtCap = 5;
/** Fewer targets show no habit. */
const fewestTexts = 20;

/** L-TXT-13: targets that stop before their end: within a sentence or a code fence, or at a length where many were cut. */
export const unfinishedTextRule: DatasetRule = {
  ids: ['L-TXT-13'],
  applies: ({ schema }) => generating.has(schema.name),
  begin: (context) => {
    const [open, midSentence] = [new SpanList(), new SpanList()];
    let [texts, ended, longest] = [0, 0, 0];
    let atCap = new SpanList();
    return {
      see(row) {
        for (const { path, role, text: whole } of row.parts()) {
          if (role !== 'target') continue;
          const text = whole.trimEnd();
          const end = text.length;
          if (hasOpenFence(text)) open.add(row.row, path, text.lastIndexOf('```'), end);
          if (end < fewestCharacters) continue;
          const state = endingOf(text);
          if (state === 'unclear') continue;
          texts += 1;
          if (state === 'ended') ended += 1;
          else midSentence.add(row.row, path, lastWordStart(text), end);
          if (whole.length > longest) [longest, atCap] = [whole.length, new SpanList()];
          if (whole.length === longest && state === 'mid-sentence')
            atCap.add(row.row, path, lastWordStart(text), end);
        }
      },
      finish(report) {
        for (const { row, at } of open)
          report('L-TXT-13', row, {
            at,
            message:
              'This code fence is never closed: the model learns to leave it open. Close it, or delete the row.',
          });
        const isHabit = texts >= fewestTexts && ended >= threshold(context, 'endedTexts') * texts;
        const isCap = atCap.length >= fewestAtCap;
        const cut = new Set<number>();
        if (isCap)
          for (const { row, at } of atCap) {
            cut.add(row);
            report('L-TXT-13', row, {
              at,
              message: `The target stops within a sentence at ${formatCount(longest)} characters, like ${formatCount(atCap.length - 1)} others: they were cut there. Export them whole, or delete the rows.`,
            });
          }
        if (!isHabit) return;
        for (const { row, at } of midSentence)
          if (!cut.has(row))
            report('L-TXT-13', row, {
              at,
              message:
                'The target stops within a sentence, where most others end theirs: the model learns to stop there. Complete it, or delete the row.',
            });
      },
    };
  },
};

function hasOpenFence(text: string): boolean {
  if (!text.includes('```')) return false;
  const fences = text.match(/^[ \t]*```/gm);
  return fences !== null && fences.length % 2 === 1;
}

/**
 * Whether the last line ends as sentences do. What is no sentence is unclear: a heading, an item of a list, a table, code, an
 * address. Quotes, brackets and notes may stand behind the stop.
 */
function endingOf(text: string): 'ended' | 'mid-sentence' | 'unclear' {
  const line = text.slice(text.lastIndexOf('\n') + 1).trim();
  if (/[.!?…。！？｡।؟][\p{Pe}\p{Pf}"'*_`\]]*$/u.test(line)) return 'ended';
  if (line.length < 60 || /^(?:[-*•#>|+]|\d+[.)]|```|\w+:)/.test(line)) return 'unclear';
  if (/[{}=;<>\\|]|https?:|```/.test(line)) return 'unclear';
  return /[\p{L}\p{N},–—(-]$/u.test(line) ? 'mid-sentence' : 'unclear';
}

function lastWordStart(text: string): number {
  return Math.max(text.lastIndexOf(' '), text.lastIndexOf('\n')) + 1;
}

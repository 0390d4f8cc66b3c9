import type { RowRule } from '../rule';
import { countWords } from '../words';
import { fieldFinding } from './fieldFinding';
import { profanity, slurs } from './offensiveLexicon';
import { hasTrait, trait } from './rowTraits';
import { matchRanges, type TextRange } from './textRange';
import { countOf } from '../../../protocol/formatNumber';

/** L-TOX-01: offensive words in a target, unless it quotes them. */
export const offensiveWords: RowRule = {
  ids: ['L-TOX-01'],
  applies: () => true,
  check(row, _context, report) {
    if (!hasTrait(row, trait.offensive)) return;
    for (const part of row.parts()) {
      if (part.role !== 'target') continue;
      const found = findOffensiveWords(part.text);
      if (found.length === 0) continue;
      const share = Math.max(1, Math.round((100 * found.length) / countWords(part.text)));
      report(
        'L-TOX-01',
        fieldFinding(part, found, {
          message: `${countOf(found.length, 'offensive word')} in the target, about ${share} % of its words: the model learns to use them. Review the row.`,
        }),
      );
    }
  },
};

const lexicon = [...slurs, ...profanity].sort();
const everyOffensive = new RegExp(`\\b(?:${lexicon.join('|')})\\b`, 'gi');

/** Offensive words outside quotations. */
function findOffensiveWords(text: string): readonly TextRange[] {
  return matchRanges(text, everyOffensive).filter(({ start }) => !isQuoted(text, start));
}

const longestQuotation = 400;

/** Between an opening and a closing quotation mark of the same line. */
function isQuoted(text: string, at: number): boolean {
  const line = text.lastIndexOf('\n', at) + 1;
  const before = text.slice(Math.max(line, at - longestQuotation), at);
  if ((before.match(/"/g)?.length ?? 0) % 2 === 1) return true;
  return (
    before.lastIndexOf('“') > before.lastIndexOf('”') ||
    before.lastIndexOf('«') > before.lastIndexOf('»')
  );
}

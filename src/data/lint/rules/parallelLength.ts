import { appendWordHashes, WordList } from '../../duplicates/words';
import { columnOf } from '../../schemas/partsOf';
import { deleteDoubtfulRow, deleteRow } from '../fix';
import type { RowRule } from '../rule';
import { countOf, formatCount } from '../../../protocol/formatNumber';

/** Longest and shortest side of a pair: Moses' clean-corpus drops pairs by such a ratio. */
const [wrongRatio, oddRatio] = [3, 2];
/** Below this many words, twice as many are usual. */
const fewWords = 6;

const words = new WordList();

/** L-PAR-01: both sides are there, differ, and are of like length; a word is a character where a script has no spaces. */
export const parallelLengthRule: RowRule = {
  ids: ['L-PAR-01'],
  applies: ({ schema }) => schema.name === 'parallel',
  check({ values }, { schema }, report) {
    const sides = ['source', 'target'].map((key) => {
      const [value, path] = columnOf(schema, values, key);
      return { path, text: typeof value === 'string' ? value : null };
    });
    const [source, target] = sides;
    if (source === undefined || target === undefined) return;
    for (const { path, text } of sides) {
      if (text !== null && text.trim() !== '') continue;
      report('L-PAR-01', {
        at: { path },
        severity: 'error',
        message: `"${path.join('.')}" is ${text === null ? 'missing' : 'empty'}: there is nothing to translate ${path === source.path ? 'from' : 'to'}. Fill it in, or delete the row.`,
        fixes: () => [deleteRow],
      });
    }
    if (source.text === null || target.text === null) return;
    const [from, to] = [source.text.trim(), target.text.trim()];
    if (from === '' || to === '') return;
    if (from === to) {
      report('L-PAR-01', {
        at: { path: target.path },
        message:
          'Source and target are the same text: the model would learn to copy. Translate it, or delete the row.',
        fixes: () => [deleteRow],
      });
      return;
    }
    const [fromWords, toWords] = [countWords(from), countWords(to)];
    const [short, long] = fromWords < toWords ? [fromWords, toWords] : [toWords, fromWords];
    const ratio = long / Math.max(1, short);
    const isOdd = ratio >= oddRatio && long >= fewWords;
    if (ratio <= wrongRatio && !isOdd) return;
    report('L-PAR-01', {
      at: { path: target.path },
      severity: ratio > wrongRatio ? 'warning' : 'information',
      message: `The source has ${countOf(fromWords, 'word')}, the target ${formatCount(toWords)}: one is probably cut or belongs to another row. Correct the pair, or delete the row.`,
      fixes: () => [deleteDoubtfulRow],
      isGuess: true,
    });
  },
};

function countWords(text: string): number {
  words.clear();
  appendWordHashes(text, words);
  return words.length;
}

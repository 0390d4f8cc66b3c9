import type { Part, Schema } from '../../schemas/schema';
import { deleteRow, type Fix } from '../fix';
import type { RowRule } from '../rule';
import { fieldFinding, type Field } from './fieldFinding';
import { hasTrait, trait } from './rowTraits';
import type { TextRange } from './textRange';
import { findStrayWhitespace, isBlank, mayHaveStray, tidyWhitespace } from './whitespace';
import { countOf } from '../../../protocol/formatNumber';

/** L-TXT-02: blanks at the ends of a text, and runs of three and more spaces or four and more line breaks in it. */
export const strayWhitespace: RowRule = {
  ids: ['L-TXT-02'],
  applies: () => true,
  check(row, { schema }, report) {
    if (!hasTrait(row, trait.stray)) return;
    for (const part of row.parts()) {
      if (part.role === 'label' || !mayHaveStray(part.text)) continue;
      const ranges = findStrayWhitespace(part.text).filter(
        (range) => !joinsPromptAndTarget(part, range, schema),
      );
      if (ranges.length === 0) continue;
      report(
        'L-TXT-02',
        fieldFinding(part, ranges, {
          message: `${describe(part.text, ranges[0])}${ranges.length > 1 ? ` (${countOf(ranges.length, 'place')} in all)` : ''}: the model learns them as part of the text. Trim them.`,
          fix: withoutStrayWhitespace,
        }),
      );
    }
  },
};

function withoutStrayWhitespace({ path, text }: Field): Fix {
  const value = tidyWhitespace(text);
  return isBlank(value)
    ? deleteRow
    : { title: 'Trim the stray whitespace', type: 'set-value', path, value };
}

/**
 * One blank between a prompt and its raw completion belongs to either: `"The sky is"`, `" blue."`.
 */
function joinsPromptAndTarget(part: Part, { start, end }: TextRange, { name }: Schema): boolean {
  const isRaw = name === 'prompt-completion' || name === 'preference' || name === 'feedback';
  if (!isRaw || part.path.length > 1 || end - start > 1) return false;
  return part.role === 'target' ? start === 0 : end === part.text.length;
}

function describe(text: string, range: TextRange | undefined): string {
  if (range === undefined) return '';
  if (range.start === 0) return 'Blanks at the beginning';
  if (range.end === text.length) return 'Blanks at the end';
  const length = range.end - range.start;
  return text[range.start] === ' ' ? `${length} spaces in a row` : `${length} line breaks in a row`;
}

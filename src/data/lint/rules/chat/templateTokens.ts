import { valueAt } from '../../../schemas/columnPath';
import type { ValuePath } from '../../../schemas/schema';
import { deleteRow, type Fix } from '../../fix';
import type { LintedRow, RowRule } from '../../rule';
import { formatCount } from '../../../../protocol/formatNumber';

/** What chat templates and tokenizers write between texts: Llama, ChatML, Mistral, Gemma, GPT, BERT and RoBERTa. */
const tokens =
  /<\|[\w .:/-]{1,40}\|>|\[\/?INST\]|<<\/?SYS>>|<\/?s>|<(?:start|end)_of_turn>|<(?:bos|eos|pad|unk)>|\[(?:CLS|SEP|PAD|MASK|UNK)\]/g;

/** L-CHT-09; texts for language modelling are left alone: there a template may have been applied on purpose. */
export const templateTokenRule: RowRule = {
  ids: ['L-CHT-09'],
  applies: ({ schema }) => schema.name !== 'text' && schema.name !== 'token-classification',
  check(row, _context, report) {
    for (const { path, text, role } of row.parts()) {
      if (role === 'label' || (!text.includes('<') && !text.includes('['))) continue;
      const found = [...text.matchAll(tokens)];
      const [first, ...others] = found;
      if (first === undefined) continue;
      const name = first[0];
      report('L-CHT-09', {
        at: { path, start: first.index, end: first.index + name.length },
        more: others.map((each) => ({ path, start: each.index, end: each.index + each[0].length })),
        message: `"${name}" in a text is read as the token itself by most tokenizers: it ends or begins a turn where none does. Remove it, or write it otherwise.`,
        fixes: (values) => stripFixes(values, path, found.length),
      });
    }
  },
};

function stripFixes(values: LintedRow['values'], path: ValuePath, count: number): readonly Fix[] {
  const text = valueAt(values, path);
  if (typeof text !== 'string') return [deleteRow];
  const stripped = stripTokens(text);
  if (stripped.trim() === '') return [deleteRow];
  const title = count === 1 ? 'Remove this token' : `Remove these ${formatCount(count)} tokens`;
  return [{ type: 'set-value', title, path, value: stripped }, deleteRow];
}

/** The text without its tokens; the white space around one shrinks to what the texts beside it need. */
function stripTokens(text: string): string {
  const around = new RegExp(`(\\s*)(?:${tokens.source})(?:\\s*(?:${tokens.source}))*(\\s*)`, 'g');
  let stripped = text;
  // note: what remains may join to a token again, as in "<<s>s>".
  while (stripped.search(around) >= 0) {
    stripped = stripped.replace(around, (all, before: string, after: string, at: number) => {
      if (at === 0 || at + all.length === stripped.length) return '';
      const space = before + after;
      return space.includes('\n') ? '\n' : space === '' ? '' : ' ';
    });
  }
  return stripped;
}

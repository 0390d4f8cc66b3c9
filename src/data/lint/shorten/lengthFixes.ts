import { assertNever } from '../../../protocol/assertNever';
import type { Schema } from '../../schemas/schema';
import type { Fix } from '../fix';
import type { LintedRow, TokenCounter } from '../rule';
import { cutContext } from './cutContext';
import { cutEnd } from './cutEnd';
import { cutPrompt } from './cutPrompt';
import { splitChat } from './splitChat';
import { splitTags } from './splitTags';
import { splitText } from './splitText';

/** A row that is too long, and what says so. */
export interface LongRow {
  readonly values: LintedRow['values'];
  readonly schema: Schema;
  readonly counter: TokenCounter;
}

/**
 * What makes a row fit into maxLength so that all that is left of it is trained on; the one that loses least first. Every one is a
 * guess: training goes without, and only people know what a row can do without. Empty: nothing makes sense.
 */
export function lengthFixes(row: LongRow): readonly Fix[] {
  const fixes = made(row).filter((fix) => fix !== null);
  return fixes.map((fix) => ({ ...fix, isGuess: true }));
}

function made(row: LongRow): readonly (Fix | null)[] {
  const { name } = row.schema;
  switch (name) {
    case 'text':
      return [splitText(row)];
    case 'classification':
      return [cutEnd(row)];
    case 'token-classification':
      return [splitTags(row)];
    case 'messages':
    case 'sharegpt':
      return [splitChat(row), cutPrompt(row)];
    case 'alpaca':
    case 'prompt-completion':
    case 'preference':
    case 'feedback':
      return [cutPrompt(row)];
    case 'parallel':
      // Half a sentence has no translation.
      return [];
    case 'question-answering':
      return [cutContext(row)];
    default:
      return assertNever(name, 'schema');
  }
}

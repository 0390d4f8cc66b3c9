import { UserError } from '../../protocol/errors';
import type { LintedRow, TokenCounter } from '../lint/rule';
import { countWords } from '../lint/words';
import { partsOf } from '../schemas/partsOf';
import type { Schema } from '../schemas/schema';
import { lossMask, type LossMask, type RowTokenizer } from './lossMask';

type Count = ReturnType<TokenCounter['count']>;

/** Counts tokens of rows as a model does; the last row's are kept, since several rules ask for them. */
export function tokenCounter(rowTokenizer: RowTokenizer, schema: Schema): TokenCounter {
  let [last, counted]: [LintedRow | null, Count | null] = [null, null];
  return {
    maxLength: rowTokenizer.maxLength,
    mostTokens: rowTokenizer.mostTokens,
    count(row) {
      if (row !== last || counted === null) {
        last = row;
        counted = countRow(row, schema, rowTokenizer);
      }
      return counted;
    },
    mask(values) {
      try {
        return lossMask({ schema, values, parts: partsOf(schema, values) }, rowTokenizer);
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        return null;
      }
    },
  };
}

function countRow(row: LintedRow, schema: Schema, rowTokenizer: RowTokenizer): Count {
  try {
    const mask = lossMask({ schema, values: row.values, parts: row.parts() }, rowTokenizer);
    return countTokens(mask, rowTokenizer);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { tokens: 0, trained: 0, trainedKept: 0, unknown: 0, words: 0, refusal: error.message };
  }
}

export function countTokens({ tokens, text }: LossMask, { tokenizer }: RowTokenizer): Count {
  let [trained, trainedKept, unknown] = [0, 0, 0];
  for (const { token, isTrained, isKept } of tokens) {
    if (isTrained) trained += 1;
    if (isTrained && isKept) trainedKept += 1;
    if (token === tokenizer.unknown || isByte.test(token)) unknown += 1;
  }
  return { tokens: tokens.length, trained, trainedKept, unknown, words: countWords(text) };
}

/** What SentencePiece falls back to; line ends are usual ones. */
const isByte = /^<0x(?!0A|09|0D)[0-9A-F]{2}>$/;

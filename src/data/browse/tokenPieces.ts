import type { RowTokens, TokenPiece } from '../../protocol/datasetPage';
import { UserError } from '../../protocol/errors';
import { lossMask, readRowTokenizer, type LossMask, type RowTokenizer } from '../tokens/lossMask';
import { shortenedRow } from '../tokens/shortenedRow';
import { partsOf } from '../schemas/partsOf';
import type { Schema } from '../schemas/schema';

/** The model that a run config names for a file, and the tokens a row may have. */
export interface RowModel {
  readonly path: string;
  readonly maxLength: number;
}

/** Pieces of one row that the side panel draws: a longer row is shown up to there. */
const mostPieces = 2_000;

/** A function that tells how a model reads a row; its tokenizer is read when the first row asks for it. */
export function rowTokensOf(
  model: RowModel,
): (schema: Schema, values: Readonly<Record<string, unknown>>) => RowTokens {
  let tokenizer: RowTokenizer | null = null;
  return (schema, all) => {
    const values = shortenedRow(all, model.maxLength);
    try {
      tokenizer ??= readRowTokenizer(model.path, model.maxLength);
      const mask = lossMask({ schema, values, parts: partsOf(schema, values) }, tokenizer);
      const told = described(mask);
      if (values === all) return told;
      return { ...told, note: told.note === null ? longRow : `${told.note} ${longRow}` };
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return { pieces: [], total: 0, trained: 0, cut: 0, note: error.message };
    }
  };
}

const longRow = 'This row is very long: the tokens are those of the beginning of its texts.';

function described(mask: LossMask): RowTokens {
  const { tokens, manner } = mask;
  const isLabel = manner === 'classification';
  return {
    pieces: piecesOf(mask),
    total: tokens.length,
    trained: isLabel ? 0 : tokens.filter(({ isTrained, isKept }) => isTrained && isKept).length,
    cut: tokens.filter(({ isKept }) => !isKept).length,
    note: isLabel ? 'The label is learnt from the whole text.' : null,
  };
}

/** Neighbouring tokens of one kind as one text. */
function piecesOf({ tokens, text, manner }: LossMask): readonly TokenPiece[] {
  const pieces: TokenPiece[] = [];
  let behind = 0;
  for (const { start, end, isTrained, isKept } of tokens) {
    if (end <= behind) continue;
    const own = {
      text: text.slice(behind, end),
      isTrained: isTrained && manner !== 'classification',
      isKept,
    };
    behind = Math.max(behind, end, start);
    const before = pieces.at(-1);
    if (before?.isTrained === own.isTrained && before.isKept === isKept)
      pieces[pieces.length - 1] = { ...before, text: before.text + own.text };
    else if (pieces.length < mostPieces) pieces.push(own);
    else break;
  }
  return pieces;
}

import type { RowAtPlace } from '../../../data/lint/incremental/rowLint';
import { partsOf } from '../../../data/schemas/partsOf';
import { lossMask, type LossMask } from '../../../data/tokens/lossMask';
import { shortenedRow } from '../../../data/tokens/shortenedRow';
import { countTokens } from '../../../data/tokens/tokenCounter';
import { UserError } from '../../../protocol/errors';
import type { RowLoss } from '../lintMessages';
import type { LintSetup } from '../lintSetup';
import { lossHover } from './lossHover';
import { rowTokenizerOf } from './rowTokenizers';

/** How the config's model reads a row; null: no model is known. */
export function rowLoss({ values: all, schema }: RowAtPlace, { model }: LintSetup): RowLoss | null {
  if (model === null) return null;
  const values = shortenedRow(all, model.maxLength);
  const read = rowTokenizerOf(model);
  if ('problem' in read) return { title: read.problem, isError: false, hover: read.problem };
  let mask: LossMask;
  try {
    mask = lossMask({ schema, values, parts: partsOf(schema, values) }, read.tokenizer);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { title: error.message, isError: true, hover: `${error.message} ${error.next ?? ''}` };
  }
  const counts = countTokens(mask, read.tokenizer);
  const isError = counts.trainedKept === 0;
  const title = titleOf(mask, counts, values === all ? '' : 'over ');
  return { title, isError, hover: lossHover(mask, title) };
}

function titleOf(
  { manner, maxLength }: LossMask,
  { tokens, trained, trainedKept }: ReturnType<typeof countTokens>,
  over: '' | 'over ',
): string {
  const cut = Math.max(0, tokens - maxLength);
  const room = `${over}${cut} cut at ${maxLength}`;
  if (trainedKept === 0) {
    const why =
      trained === 0 ? 'nothing carries loss' : `the prompt alone fills maxLength ${maxLength}`;
    return `Trains on 0 tokens: ${why}`;
  }
  if (manner === 'classification') return `${over}${tokens} tokens, ${room}`;
  return `${over}${tokens} tokens, ${trainedKept} carry loss, ${room}`;
}

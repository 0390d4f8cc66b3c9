import { deleteRow } from '../fix';
import type { LintContext, LintedRow, Report, RowRule, RuleFinding } from '../rule';
import { lengthFixes } from '../shorten/lengthFixes';
import { formatCount } from '../../../protocol/formatNumber';

/** L-LEN-01, L-LEN-02 and L-LEN-04: rows as the config's model cuts them into tokens. */
export const lengths: RowRule = {
  ids: ['L-LEN-01', 'L-LEN-02', 'L-LEN-04'],
  applies: ({ tokens }) => tokens !== null,
  check(row, context, report) {
    if (context.tokens === null || row.parts().length === 0) return;
    checkLength(row, { ...context, tokens: context.tokens }, report);
  },
};

const mostUnknown = 0.01;
const fewestUnknown = 2;
const mostTokensPerWord = 6;
/** With fewer words, a name or a number is all there is. */
const fewestWords = 5;

type CountingContext = LintContext & { readonly tokens: NonNullable<LintContext['tokens']> };

function checkLength(row: LintedRow, context: CountingContext, report: Report): void {
  const { tokens: counter, schema } = context;
  const { maxLength } = counter;
  const { tokens, trained, trainedKept, unknown, words, refusal } = counter.count(row);
  const at = { path: [] };
  if (refusal !== undefined) {
    report('L-LEN-01', {
      at,
      message: `${refusal} The row cannot be trained on. Mend or delete it.`,
    });
    return;
  }
  const isCut = tokens > maxLength;
  if (trainedKept === 0) {
    report('L-LEN-01', {
      at,
      message:
        trained === 0
          ? 'Trains on 0 tokens: nothing in this row carries loss. Delete it, or give it a target.'
          : `Trains on 0 tokens: what stands before the target alone fills maxLength ${formatCount(maxLength)}. ${advice(tokens, counter, 'shorten the prompt')}`,
      ...(trained === 0
        ? { fixes: () => [deleteRow] }
        : { tokens, ...shortening(row, context, 'unknown') }),
    });
  } else if (isCut) {
    const lost =
      schema.name === 'classification'
        ? ''
        : ` ${formatCount(trained - trainedKept)} of ${formatCount(trained)} tokens of the target are lost.`;
    report('L-LEN-02', {
      at,
      message: `${formatCount(tokens)} tokens, ${formatCount(tokens - maxLength)} more than maxLength ${formatCount(maxLength)}: training cuts off the end.${lost} ${advice(tokens, counter, 'shorten or split the row')}`,
      ...{ tokens, ...shortening(row, context, isCuttable(schema) ? 'known' : 'unknown') },
    });
  }
  const share = unknown / Math.max(1, tokens);
  if (unknown >= fewestUnknown && share > mostUnknown) {
    report('L-LEN-04', {
      at,
      message: `The tokenizer does not know ${formatCount(unknown)} of ${formatCount(tokens)} tokens (${Math.round(100 * share)} %): the model cannot tell what they say. Choose a model for this language, or clean the text.`,
    });
  } else if (words >= fewestWords && tokens > mostTokensPerWord * words) {
    report('L-LEN-04', {
      at,
      message: `${(tokens / words).toFixed(1)} tokens a word: the tokenizer was not made for this text, which costs time and length. Choose a model for this language, or clean the text.`,
    });
  }
}

/** Whether a row that is too long can always be made shorter: other schemas depend on the row. */
function isCuttable({ name }: LintContext['schema']): boolean {
  return name === 'text' || name === 'classification';
}

/** What makes the row shorter, if anything does. */
function shortening(
  { values }: LintedRow,
  { tokens: counter, schema }: CountingContext,
  possible: 'known' | 'unknown',
): Pick<RuleFinding, 'fixes' | 'isGuess'> {
  const fixesOf: RuleFinding['fixes'] = (now) => lengthFixes({ values: now, schema, counter });
  const isMendable = possible === 'known' || fixesOf(values).length > 0;
  return isMendable ? { fixes: fixesOf, isGuess: true } : {};
}

/** Raising maxLength helps as far as the model reads. */
function advice(
  tokens: number,
  { maxLength, mostTokens }: CountingContext['tokens'],
  other: string,
): string {
  if (mostTokens === null || tokens <= mostTokens) {
    const list = other.includes(' or ') ? `, ${other}` : ` or ${other}`;
    return `Raise maxLength${list}.`;
  }
  const reads = `The model reads at most ${formatCount(mostTokens)}`;
  const raised = maxLength < mostTokens ? `raise maxLength up to that and ` : '';
  return `${reads}: ${raised}${other}.`;
}

import type { RowProbabilities } from '../../data/lint/rule';
import { crossFileRules } from '../../data/lint/ruleTable';
import { countOf } from '../../protocol/formatNumber';
import type { RuleId } from '../../protocol/lint';
import type { FileSetup } from './fileSetup';
import { tokenRules } from './silentRules';
import type { Output } from '../output';
import { visible } from '../../protocol/visible';

/** What a check had at hand: without it some rules say nothing, and their suppressions match nothing. */
interface AtHand {
  readonly probabilities: RowProbabilities | null;
  readonly isEvaluation: boolean;
}

/** Suppressions of one file that are named; the rest is counted. */
const mostNamed = 5;

/** Says which suppressions of a file cover no finding any more, so that the list can be kept short and true. */
export function noteUnmatched(
  { stderr }: Pick<Output, 'stderr'>,
  setup: FileSetup,
  had: AtHand,
): void {
  const file = setup.source.path;
  const unmatched = setup.suppressions.unmatched().filter(({ rule }) => isJudged(rule, setup, had));
  for (const { rule, row, reason } of unmatched.slice(0, mostNamed)) {
    const where = row === null ? '' : ` on the row ${visible(row)}`;
    stderr.write(
      `${visible(file)}: the suppression of ${rule}${where} ("${visible(reason)}") matches nothing. Take it out of .finetune/lint.json.\n`,
    );
  }
  const more = unmatched.length - mostNamed;
  if (more > 0)
    stderr.write(`${visible(file)}: ${countOf(more, 'more suppression')} match nothing.\n`);
}

const rulesBeside = new Set(crossFileRules.flatMap(({ ids }) => ids));

function isJudged(
  rule: RuleId,
  { settings, rowTokenizer }: FileSetup,
  { probabilities, isEvaluation }: AtHand,
): boolean {
  if (!settings.rules.has(rule)) return false;
  if (tokenRules.has(rule)) return rowTokenizer !== null;
  if (rulesBeside.has(rule)) return isEvaluation;
  return rule !== 'L-LBL-01' || probabilities !== null;
}

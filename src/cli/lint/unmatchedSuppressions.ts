import type { FileSuppressions } from '../../data/lint/suppressions';
import { crossFileRules } from '../../data/lint/ruleTable';
import { countOf } from '../../protocol/formatNumber';
import type { RuleId } from '../../protocol/lint';
import type { LintOptions } from './lintOptions';
import type { Output } from '../output';
import { visible } from '../terminal/visibleText';

/** What a check had at hand: without it some rules say nothing, and their suppressions match nothing. */
export type Judged = Pick<LintOptions, 'settings' | 'rowTokenizer' | 'probabilities'> & {
  readonly isEvaluation: boolean;
};

/** Suppressions of one file that are named; the rest is counted. */
const mostNamed = 5;

/** Says which suppressions of a file cover no finding any more, so that the list can be kept short and true. */
export function noteUnmatched(
  { stderr }: Pick<Output, 'stderr'>,
  file: string,
  suppressions: FileSuppressions,
  judged: Judged,
): void {
  const unmatched = suppressions.unmatched().filter(({ rule }) => isJudged(rule, judged));
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

const tokenRules: ReadonlySet<RuleId> = new Set(['L-LEN-01', 'L-LEN-02', 'L-LEN-04']);
const rulesBeside = new Set(crossFileRules.flatMap(({ ids }) => ids));

function isJudged(rule: RuleId, judged: Judged): boolean {
  if (!judged.settings.rules.has(rule)) return false;
  if (tokenRules.has(rule)) return judged.rowTokenizer !== null;
  if (rulesBeside.has(rule)) return judged.isEvaluation;
  return rule !== 'L-LBL-01' || judged.probabilities !== null;
}

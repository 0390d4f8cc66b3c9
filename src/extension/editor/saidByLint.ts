import type { Place } from '../../protocol/errors';
import type { LintFinding, RuleId } from '../../protocol/lint';

/** What keeps a trainer from reading a row; what else lint finds in one, a run may have failed at for another reason. */
const readingRules: ReadonlySet<RuleId> = new Set([
  'L-FMT-01',
  'L-FMT-02',
  'L-FMT-03',
  'L-FMT-04',
  'L-FMT-07',
  'L-TXT-01',
]);

/** Whether a finding of lint says already what a run that failed at this place of a data file says. */
export function isSaidByLint(
  { line }: Place,
  message: string,
  findings: readonly LintFinding[],
): boolean {
  if (line === undefined) return false;
  return findings.some((finding) => {
    const { rule, field } = finding;
    const isThere = finding.line <= line && line <= finding.endLine;
    if (!isThere || !readingRules.has(rule)) return false;
    return field === null || message.includes(`"${field}"`);
  });
}

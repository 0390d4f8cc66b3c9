import type { AuditCheck, AuditMethod, AuditReport } from '../../protocol/audit';
import { judgeChanges, type MeasuredChange } from '../changes/judgeChanges';
import { breaks, judgeChecks, type MeasuredCheck } from '../statistics/judge';
import { shownRow } from './shownRow';
import { summaryOf } from './summary';

/** A report before its figures are judged together. */
export interface Findings extends Omit<
  AuditReport,
  'summary' | 'broken' | 'method' | 'checks' | 'changes'
> {
  readonly checks: readonly MeasuredCheck[];
  readonly changes: readonly MeasuredChange[];
}

/**
 * What can never be found is no disparity that could be: between shares it is at most 1, of effect sizes at most 2. And the words of an
 * association test are what it is: nobody can get more of them. Long texts are quoted in part.
 */
function asReported(check: AuditCheck): AuditCheck {
  const isOfWords = check.metric === 'effect-size';
  const { detectable } = check;
  const isPossible = detectable === null || detectable <= (isOfWords ? 2 : 1);
  return {
    ...check,
    detectable: isPossible ? detectable : null,
    needed: isOfWords ? null : check.needed,
    rows: check.rows.map(shownRow),
  };
}

/**
 * Judges all figures of a report together and says what they sum up to.
 * @param failOn the user's threshold; null: none
 */
export function finishReport(
  findings: Findings,
  { method, failOn }: { readonly method: AuditMethod; readonly failOn: number | null },
): AuditReport {
  const checks = judgeChecks(findings.checks, method).map(asReported);
  const broken =
    failOn === null
      ? null
      : {
          threshold: failOn,
          checks: [...checks.entries()]
            .filter(([, check]) => breaks(check, failOn))
            .map(([at]) => at),
        };
  const changes = judgeChanges(findings.changes, method);
  const finished = { ...findings, checks, changes, method, broken };
  return { ...finished, summary: summaryOf(finished) };
}

import path from 'node:path';
import type { AuditReport } from '../../protocol/audit';
import type { KnownRun } from '../runs/knownRun';

/**
 * The report with its runs where they are now: a workspace that was moved or copied takes them along, and their folders keep names
 * that no other run has.
 */
export function withKnownRuns(
  report: AuditReport,
  runs: readonly Pick<KnownRun, 'folder'>[],
): AuditReport {
  const now = (named: string): string => {
    if (runs.some(({ folder }) => folder === named)) return named;
    const same = runs.filter(({ folder }) => path.basename(folder) === path.basename(named));
    return same.length === 1 ? (same[0]?.folder ?? named) : named;
  };
  const { subject, base } = report;
  return { ...report, subject: now(subject), base: base === null ? null : now(base) };
}

import type { FileFindings } from '../lintMessages';

/** Whether there is nothing new to tell. Findings of rows that did not move are the same objects. */
export function isSame(a: FileFindings, b: FileFindings): boolean {
  if (a.rows !== b.rows || a.findings.length !== b.findings.length) return false;
  if (a.suppressed !== b.suppressed || a.schema?.name !== b.schema?.name) return false;
  if ((a.areOfSaved ?? false) !== (b.areOfSaved ?? false)) return false;
  if (JSON.stringify(a.tokens) !== JSON.stringify(b.tokens)) return false;
  if (JSON.stringify(a.counts) !== JSON.stringify(b.counts)) return false;
  return a.findings.every((finding, at) => {
    const other = b.findings[at];
    return (
      finding === other ||
      (finding.line === other?.line &&
        finding.column === other.column &&
        finding.endLine === other.endLine &&
        finding.endColumn === other.endColumn &&
        finding.rule === other.rule &&
        finding.message === other.message)
    );
  });
}

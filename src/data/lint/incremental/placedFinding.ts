import type { LintFinding } from '../../../protocol/lint';
import type { Found } from '../found';
import type { RowRange } from './rowTable';

/** Where a row's text begins in its document, from 0. */
export type RowStart = Pick<RowRange, 'line' | 'column'>;

/**
 * A finding as it stands in the document now. What was found keeps the place that its row had when it was looked at: rows move
 * as text before them comes and goes.
 */
export function placedFinding(
  { finding, record }: Found,
  start: RowStart,
  row: number | null,
): LintFinding {
  if (record === null) return finding;
  const lines = start.line + 1 - record.line;
  const columns = start.column + 1 - record.column;
  if (lines === 0 && columns === 0 && finding.row === row) return finding;
  const onFirst = (line: number): number => (line === record.line ? columns : 0);
  return {
    ...finding,
    row,
    line: finding.line + lines,
    column: finding.column + onFirst(finding.line),
    endLine: finding.endLine + lines,
    endColumn: finding.endColumn + onFirst(finding.endLine),
  };
}

import type { EvaluationReport } from './reports';

/**
 * Whether two evaluations are about the same rows. One file is not enough: validation and test rows may be cut from
 * the same training file.
 */
export function sameRows(a: EvaluationReport, b: EvaluationReport): boolean {
  if (a.data.hash !== b.data.hash || a.rows !== b.rows) return false;
  if (a.outcomes === undefined || b.outcomes === undefined) return a.split === b.split;
  const others = b.outcomes.rows;
  return a.outcomes.rows.every((row, index) => row === others[index]);
}

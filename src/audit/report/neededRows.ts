import type { AuditCheck, AuditReport } from '../../protocol/audit';
import { formatCount } from '../../protocol/formatNumber';

/**
 * How many of all rows of an audit a figure needs. A rate is a share of some rows only, such as those of one label, and all rows grow
 * alike: 520 positives, where 78 of 1,000 rows are positive, are 6,700 rows. Null where the figure needs none or nobody knows.
 */
export function neededRows(
  { id, n, needed }: AuditCheck,
  coverage: AuditReport['coverage'],
): number | null {
  if (needed === null) return null;
  const used = usedRows({ id, n }, coverage);
  return n === 0 || used <= n ? needed : Number(((needed * used) / n).toPrecision(2));
}

/** The same as a cell of a table. */
export function neededWords(check: AuditCheck, coverage: AuditReport['coverage']): string {
  const needed = neededRows(check, coverage);
  return needed === null ? '' : formatCount(needed);
}

/** Rows that an audit of this id has; where that is not known those of the figure. */
export function usedRows(
  { id, n }: Pick<AuditCheck, 'id' | 'n'>,
  coverage: AuditReport['coverage'],
): number {
  return Math.max(n, coverage.find((each) => each.id === id)?.used ?? 0);
}

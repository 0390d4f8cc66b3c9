import { valueWords, variantWords } from '../../audit/report/words';
import type { AuditCheck } from '../../protocol/audit';
import { bandWords, intervalWords, metricWords, verdictWords } from '../../protocol/auditWords';
import { formatCount, formatMetric, formatPValue } from '../../protocol/formatNumber';
import { fittingTable, type Cell } from './fittingTable';
import { visible } from '../../protocol/visible';

type CheckCell = Cell<AuditCheck>;

const allGroups = 'all groups';

/** A row a check. */
export function checkTable(checks: readonly AuditCheck[], width: number): string[] {
  // note: a share of rows says nothing without the share that it should be.
  const isShared = checks.some(({ metric }) => metric === 'share-of-rows');
  const left = isShared ? dispensable.filter((head) => head !== 'against') : dispensable;
  return fittingTable(cellsFor(checks), checks, { width, dispensable: left });
}

const dispensable = ['by chance', 'rows', 'finds', 'against', 'p', 'needs'];

function cellsFor(checks: readonly AuditCheck[]): readonly CheckCell[] {
  const cell = (
    head: string,
    align: CheckCell['align'],
    of: CheckCell['of'],
    most = 20,
  ): CheckCell => ({
    ...{ head, align, of, most },
  });
  const all = [
    cell('metric', 'left', ({ metric }) => metricWords(metric), 30),
    cell('of', 'left', ({ variant }) => visible(variantWords(variant)), 26),
    cell('group', 'left', ({ group }) => visible(group ?? allGroups)),
    cell('against', 'left', ({ reference }) => visible(reference ?? '')),
    cell('value', 'right', valueWords),
    cell('95 % interval', 'left', intervalWords),
    cell('by chance', 'left', bandWords),
    cell('p', 'right', pWords),
    cell('finds', 'right', ({ detectable }) => formatMetric(detectable)),
    cell('rows', 'right', ({ n }) => formatCount(n)),
    cell('needs', 'right', ({ needed }) => (needed === null ? '' : formatCount(needed))),
    cell('verdict', 'left', ({ verdict }) => verdictWords[verdict]),
  ];
  return all.filter((each) => saysSomething(each, checks));
}

/** A column that is empty, or says the same of all checks, says nothing. */
function saysSomething({ head, of }: CheckCell, checks: readonly AuditCheck[]): boolean {
  const said = new Set(checks.map(of));
  if (said.size === 1 && (said.has('') || said.has(allGroups))) return false;
  return checks.length === 1 || said.size > 1 || !['of', 'against'].includes(head);
}

function pWords({ pValue, adjustedPValue }: AuditCheck): string {
  const value = adjustedPValue ?? pValue;
  return value === null ? '' : formatPValue(value);
}

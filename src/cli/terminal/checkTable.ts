import {
  intervalWords,
  metricWords,
  valueWords,
  variantWords,
  verdictWords,
} from '../../audit/report/words';
import type { AuditCheck } from '../../protocol/audit';
import { formatCount, formatMetric } from '../../protocol/formatNumber';
import { table, type Column } from './table';
import { cut, visible } from './visibleText';

const allGroups = 'all groups';

interface Cell extends Column {
  readonly of: (check: AuditCheck) => string;
}

/** A row a check. What does not fit into `width` is left out, the least needed first, rather than cut off. */
export function checkTable(checks: readonly AuditCheck[], width: number): string[] {
  const { cells: all, dispensable } = cellsFor(checks);
  const left = [...dispensable];
  let cells = all;
  for (;;) {
    const rows = checks.map((check) => cells.map(({ of }) => of(check)));
    const lines = table(cells, rows, Infinity);
    const longest = Math.max(...lines.map(({ length }) => length));
    const without = left.shift();
    if (longest <= width || without === undefined) return lines.map((line) => cut(line, width));
    cells = cells.filter(({ head }) => head !== without);
  }
}

function cellsFor(checks: readonly AuditCheck[]): {
  readonly cells: readonly Cell[];
  readonly dispensable: readonly string[];
} {
  const cell = (head: string, align: Cell['align'], of: Cell['of'], most = 20): Cell => ({
    ...{ head, align, of, most },
  });
  const all = [
    cell('metric', 'left', ({ metric }) => metricWords(metric), 30),
    cell('of', 'left', ({ variant }) => visible(variantWords(variant)), 26),
    cell('group', 'left', ({ group }) => visible(group ?? allGroups)),
    cell('against', 'left', ({ reference }) => visible(reference ?? '')),
    cell('value', 'right', valueWords),
    cell('95 % interval', 'left', intervalWords),
    cell('by chance', 'left', nullWords),
    cell('p', 'right', pWords),
    cell('finds', 'right', ({ detectable }) => formatMetric(detectable)),
    cell('rows', 'right', ({ n }) => formatCount(n)),
    cell('needs', 'right', ({ needed }) => (needed === null ? '' : formatCount(needed))),
    cell('verdict', 'left', ({ verdict }) => verdictWords[verdict]),
  ];
  return {
    cells: all.filter((each) => saysSomething(each, checks)),
    dispensable: ['by chance', 'rows', 'finds', 'against', 'p', 'needs'],
  };
}

/** A column that is empty, or says the same of all checks, says nothing. */
function saysSomething({ head, of }: Cell, checks: readonly AuditCheck[]): boolean {
  const said = new Set(checks.map(of));
  if (said.size === 1 && (said.has('') || said.has(allGroups))) return false;
  return checks.length === 1 || said.size > 1 || !['of', 'against'].includes(head);
}

function nullWords({ nullBand }: AuditCheck): string {
  return nullBand === null ? '' : intervalWords({ low: nullBand[0], high: nullBand[1] });
}

function pWords({ pValue, adjustedPValue }: AuditCheck): string {
  const value = adjustedPValue ?? pValue;
  return value === null ? '' : value < 0.001 ? '< .001' : formatMetric(value);
}

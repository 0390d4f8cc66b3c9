import { changeWords, intervalWords, metricWords, variantWords } from '../../audit/report/words';
import type { AuditChange, AuditReport } from '../../protocol/audit';
import { countOf, formatDifference, formatMetric } from '../../protocol/formatNumber';
import { fittingTable, type Cell } from './fittingTable';
import { cut } from './visibleText';
import { visible } from '../../protocol/visible';

/** Changes shown, the worse first; the rest is counted. */
const mostChanges = 24;

const order: readonly AuditChange['verdict'][] = [
  'worse',
  'better',
  'no-change-found',
  'not-enough-data',
];

/** What changed against the base; nothing where there is none. */
export function changeLines({ changes, base }: AuditReport, width: number): string[] {
  if (base === null || changes.length === 0) return [];
  const ordered = [...changes].sort((a, b) => order.indexOf(a.verdict) - order.indexOf(b.verdict));
  const shown = ordered.slice(0, mostChanges);
  const left = changes.length - shown.length;
  const dispensable = ['95 % interval', 'after', 'before', 'of'];
  return [
    '',
    cut(`Against ${visible(base)}; a positive change is a larger disparity`, width),
    ...fittingTable(cells, shown, { width, dispensable }),
    ...(left > 0 ? [`and ${countOf(left, 'more change')}; --json lists all`] : []),
  ];
}

const cells: readonly Cell<AuditChange>[] = [
  { head: 'check', align: 'left', most: 20, of: ({ id }) => visible(id) },
  { head: 'metric', align: 'left', most: 30, of: ({ metric }) => metricWords(metric) },
  { head: 'of', align: 'left', most: 22, of: ({ variant }) => visible(variantWords(variant)) },
  { head: 'group', align: 'left', most: 16, of: ({ group }) => visible(group ?? 'all groups') },
  { head: 'before', align: 'right', of: ({ before }) => formatMetric(before) },
  { head: 'after', align: 'right', of: ({ after }) => formatMetric(after) },
  {
    head: 'change',
    align: 'right',
    of: ({ value }) => (value === null ? 'undefined' : formatDifference(value)),
  },
  { head: '95 % interval', align: 'left', of: intervalWords },
  { head: 'verdict', align: 'left', of: ({ verdict }) => changeWords[verdict] },
];

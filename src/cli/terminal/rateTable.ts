import type { AuditCheck } from '../../protocol/audit';
import { countOf, formatCount, formatMetric } from '../../protocol/formatNumber';
import { table, type Column } from './table';
import { cut } from './visibleText';
import { visible } from '../../protocol/visible';

/** What is shown of a group, the most telling first; a wider terminal shows more. */
const rates: readonly (readonly [metric: string, head: string])[] = [
  ['selection-rate', 'selected'],
  ['true-positive-rate', 'TPR'],
  ['false-positive-rate', 'FPR'],
  ['positive-predictive-value', 'PPV'],
  ['accuracy', 'accuracy'],
  ['auc', 'AUC'],
  ['bpsn-auc', 'BPSN AUC'],
  ['bnsp-auc', 'BNSP AUC'],
  ['expected-calibration-error', 'calibration error'],
];

/** Groups shown; the rest is counted. */
const mostGroups = 20;

/**
 * A row a group, a column a rate: value and half its interval, "!" beside a disparity from the rest.
 * @returns nothing where there are no rates of single groups
 */
export function rateTable(checks: readonly AuditCheck[], width: number): string[] {
  const groups = new Map<string, Map<string, AuditCheck>>();
  for (const check of checks) {
    if (check.group === null) continue;
    const own = groups.get(check.group) ?? new Map<string, AuditCheck>();
    groups.set(check.group, own.set(check.metric, check));
  }
  const present = rates.filter(([metric]) =>
    checks.some((check) => check.metric === metric && check.group !== null),
  );
  if (present.length === 0) return [];
  const shown = [...groups].slice(0, mostGroups);
  for (let count = present.length; count > 0; count -= 1) {
    const used = present.slice(0, count);
    const columns: Column[] = [
      { head: 'group', align: 'left', most: 24 },
      { head: 'rows', align: 'right' },
      ...used.map(([, head]) => ({ head, align: 'left' }) as const),
    ];
    const rows = shown.map(([group, own]) => [
      visible(group),
      formatCount(own.get('selection-rate')?.n ?? [...own.values()][0]?.n ?? 0),
      ...used.map(([metric]) => rateWords(own.get(metric))),
    ]);
    const lines = table(columns, rows, Infinity);
    if (count > 1 && Math.max(...lines.map(({ length }) => length)) > width) continue;
    const left = groups.size - shown.length;
    return [
      ...lines.map((line) => cut(line, width)),
      ...(lines.some((line) => line.includes('!'))
        ? [cut('! differs from the other groups: a disparity', width)]
        : []),
      ...(left > 0 ? [`and ${countOf(left, 'more group')}; --json lists all`] : []),
    ];
  }
  return [];
}

/** `.579 ±.124`, `.579 ±.124!` where it is a disparity; a dash where it is undefined. */
function rateWords(check: AuditCheck | undefined): string {
  if (check === undefined || check.value === null) return '–';
  const { value, low, high, verdict } = check;
  const half = low === null || high === null ? '' : ` ±${formatMetric((high - low) / 2)}`;
  return `${formatMetric(value)}${half}${verdict === 'disparity' ? '!' : ''}`;
}

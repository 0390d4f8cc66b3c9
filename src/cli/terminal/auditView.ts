import { changeWords, intervalWords, metricWords, plainNumber } from '../../audit/report/words';
import type { AuditCheck, AuditId, AuditReport } from '../../protocol/audit';
import { countOf, formatCount, formatMetric } from '../../protocol/formatNumber';
import { familyLines } from './auditFamily';
import { foldParts } from './fold';
import { shortestPath } from './shortestPath';
import { table, type Column } from './table';
import { cut, visible } from './visibleText';
import { wrap } from './wrap';

/** Changes shown, the worse first; the rest is counted. */
const mostChanges = 24;

/** An audit as lines: the verdict in one sentence, then a table for each family of checks with its strongest examples. */
export function auditLines(report: AuditReport, width: number): string[] {
  const families = new Map<AuditId, AuditCheck[]>();
  for (const check of report.checks)
    families.set(check.id, [...(families.get(check.id) ?? []), check]);
  return [
    ...wrap(visible(report.summary), width),
    ...dataLines(report, width),
    ...[...families].flatMap(([id, checks]) =>
      familyLines(id, checks, { width, told: report.caveats }),
    ),
    ...changeLines(report, width),
    ...caveatLines(report, width),
  ];
}

function dataLines({ data, split, kind, coverage }: AuditReport, width: number): string[] {
  const used = coverage
    .filter((each) => each.used > 0)
    .map((each) => `${visible(each.id)} ${formatCount(each.used)} of ${formatCount(each.of)}`);
  const [first, ...others] = used;
  const lines =
    first === undefined ? [] : foldParts([`Rows used: ${first}`, ...others], ', ', width);
  if (data === null || kind === 'dataset') return lines;
  const what = split === null ? '' : `, ${split} split`;
  return [`${visible(shortestPath(data.path))}${what}`, ...lines];
}

function changeLines({ changes, base }: AuditReport, width: number): string[] {
  if (base === null || changes.length === 0) return [];
  const columns: Column[] = [
    { head: 'check', align: 'left', most: 28 },
    { head: 'metric', align: 'left', most: 34 },
    { head: 'group', align: 'left', most: 20 },
    { head: 'before', align: 'right' },
    { head: 'after', align: 'right' },
    { head: 'change', align: 'right' },
    { head: '95 % interval', align: 'left' },
    { head: 'verdict', align: 'left' },
  ];
  const ordered = [...changes].sort(
    (a, b) => Number(b.verdict === 'worse') - Number(a.verdict === 'worse'),
  );
  const rows = ordered
    .slice(0, mostChanges)
    .map((change) => [
      visible(change.id),
      metricWords(change.metric),
      visible(change.group ?? 'all groups'),
      formatMetric(change.before),
      formatMetric(change.after),
      change.value === null ? 'undefined' : formatMetric(change.value),
      intervalWords(change),
      changeWords[change.verdict],
    ]);
  const left = changes.length - rows.length;
  return [
    '',
    cut(`Against ${visible(base)}`, width),
    ...table(columns, rows, width),
    ...(left > 0 ? [`and ${countOf(left, 'more change')}; --json lists all`] : []),
  ];
}

function caveatLines({ caveats, method }: AuditReport, width: number): string[] {
  const { delta, alpha, seed } = method;
  const numbers = `Margin ${plainNumber(delta)}, false discovery rate ${plainNumber(alpha)}, seed ${seed}; "finds" is the smallest disparity found four times in five.`;
  return [
    '',
    ...caveats.flatMap((caveat) => wrap(visible(caveat), width)),
    ...wrap(numbers, width),
  ];
}

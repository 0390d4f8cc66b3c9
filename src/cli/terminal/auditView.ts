import type { AuditCheck, AuditId, AuditReport } from '../../protocol/audit';
import { formatCount, plainNumber } from '../../protocol/formatNumber';
import { familyLines } from './auditFamily';
import { changeLines } from './changeTable';
import { foldParts } from './fold';
import { shortestPath } from './shortestPath';
import { visible } from '../../protocol/visible';
import { whatToDoLines } from './whatToDo';
import { wrap } from './wrap';

/** An audit as lines: the verdict in one sentence, then a table for each family of checks with its strongest examples. */
export function auditLines(report: AuditReport, width: number): string[] {
  const families = new Map<AuditId, AuditCheck[]>();
  for (const check of report.checks)
    families.set(check.id, [...(families.get(check.id) ?? []), check]);
  return [
    ...wrap(visible(report.summary), width),
    ...dataLines(report, width),
    ...[...families].flatMap(([id, checks]) =>
      familyLines(id, checks, { width, told: report.caveats, coverage: report.coverage }),
    ),
    ...changeLines(report, width),
    ...whatToDoLines(report, width),
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

function caveatLines({ caveats, method }: AuditReport, width: number): string[] {
  const { delta, alpha, seed } = method;
  const numbers = `Margin ${plainNumber(delta)}, false discovery rate ${plainNumber(alpha)}, seed ${seed}; "finds" is the smallest disparity found four times in five.`;
  return [
    '',
    ...caveats.flatMap((caveat) => wrap(visible(caveat), width)),
    ...wrap(numbers, width),
  ];
}

import {
  changeWords,
  intervalWords,
  markedText,
  metricWords,
  plainNumber,
  predictionWords,
  rowWords,
  valueWords,
  verdictWords,
  variantWords,
} from '../../audit/report/words';
import type { AuditCheck, AuditId, AuditReport, AuditRow } from '../../protocol/audit';
import { countOf, formatCount, formatMetric } from '../../protocol/formatNumber';
import { foldParts } from './fold';
import { shortestPath } from './shortestPath';
import { table, type Column } from './table';
import { cut, visible } from './visibleText';

/** Checks shown of a family, disparities first; the rest is counted. */
const mostChecks = 24;
const mostExamples = 3;

/** An audit as lines: the verdict in one sentence, then a table for each family of checks with its strongest examples. */
export function auditLines(report: AuditReport, width: number): string[] {
  const families = new Map<AuditId, AuditCheck[]>();
  for (const check of report.checks)
    families.set(check.id, [...(families.get(check.id) ?? []), check]);
  return [
    ...wrap(visible(report.summary), width),
    ...dataLines(report, width),
    ...[...families].flatMap(([id, checks]) => familyLines(id, checks, width)),
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

function familyLines(id: AuditId, checks: readonly AuditCheck[], width: number): string[] {
  const sorted = [...checks].sort((a, b) => rank(a) - rank(b));
  const shown = sorted.slice(0, mostChecks);
  const left = checks.length - shown.length;
  const examples = examplesOf(sorted);
  return [
    '',
    cut(visible(id), width),
    ...narrowTable(cellsFor(shown), shown, width),
    ...(left === 0 ? [] : [`and ${countOf(left, 'more check')}; --json lists all`]),
    ...reasonLines(shown, width),
    ...examples.flatMap((row) => exampleLines(row, id, width)),
  ];
}

/** Disparities first, and what compares all groups before single ones; else as they came. */
function rank({ verdict, group }: AuditCheck): number {
  return (verdict === 'disparity' ? 0 : 2) + (group === null ? 0 : 1);
}

interface Cell extends Column {
  readonly of: (check: AuditCheck) => string;
}

/** Columns in the order in which they stand, and which may be left out, the least needed first. */
function cellsFor(checks: readonly AuditCheck[]): { all: Cell[]; dispensable: string[] } {
  const cell = (head: string, align: Cell['align'], of: Cell['of'], most = 24): Cell => ({
    ...{ head, align, of, most },
  });
  const all = [
    cell('metric', 'left', ({ metric }) => metricWords(metric), 32),
    cell('of', 'left', ({ variant }) => visible(variantWords(variant))),
    cell('group', 'left', ({ group }) => visible(group ?? 'all groups')),
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
  // A column that says the same of all checks says nothing.
  const dull = ['of', 'against', 'group'].filter(
    (head) =>
      checks.length > 1 &&
      new Set(checks.map((check) => all.find((each) => each.head === head)?.of(check))).size === 1,
  );
  const empty = all.filter(({ of }) => checks.every((check) => of(check) === ''));
  return {
    all: all.filter(
      (each) => !empty.includes(each) && (each.head === 'group' || !dull.includes(each.head)),
    ),
    dispensable: ['by chance', 'rows', 'finds', 'against', 'p', 'needs', 'of', '95 % interval'],
  };
}

function nullWords({ nullBand }: AuditCheck): string {
  return nullBand === null ? '' : intervalWords({ low: nullBand[0], high: nullBand[1] });
}

function pWords({ pValue, adjustedPValue }: AuditCheck): string {
  const value = adjustedPValue ?? pValue;
  return value === null ? '' : value < 0.001 ? '< .001' : formatMetric(value);
}

/** A table that leaves columns out rather than cutting the last ones off. */
function narrowTable(
  { all, dispensable }: { all: readonly Cell[]; dispensable: readonly string[] },
  checks: readonly AuditCheck[],
  width: number,
): string[] {
  const left = dispensable.filter((head) => all.some((each) => each.head === head));
  let cells = all;
  for (;;) {
    const lines = table(
      cells,
      checks.map((check) => cells.map(({ of }) => of(check))),
      Infinity,
    );
    const longest = Math.max(...lines.map(({ length }) => length));
    const without = left.shift();
    if (longest <= width || without === undefined) return lines.map((line) => cut(line, width));
    cells = cells.filter(({ head }) => head !== without);
  }
}

/** Why figures are undefined or verdicts withheld, each reason once; how many rows are missing stands in the table. */
function reasonLines(checks: readonly AuditCheck[], width: number): string[] {
  const own = checks.filter(
    ({ verdict, needed }) => verdict !== 'none-larger-than-delta' && needed === null,
  );
  const reasons = new Set(own.flatMap(({ reason }) => (reason === undefined ? [] : [reason])));
  return [...reasons].slice(0, 4).flatMap((reason) => wrap(visible(reason), width));
}

function examplesOf(checks: readonly AuditCheck[]): AuditRow[] {
  const [strongest] = checks.filter(
    ({ verdict, rows }) => verdict === 'disparity' && rows.length > 0,
  );
  return strongest?.rows.slice(0, mostExamples) ?? [];
}

function exampleLines(row: AuditRow, id: AuditId, width: number): string[] {
  const place = `${visible(shortestPath(row.path))}:${row.line}`;
  const { swapped } = row;
  if (swapped === undefined) {
    return [cut(`  ${place}  ${visible(rowWords(row, id))}  ${visible(row.text)}`, width)];
  }
  return [
    cut(`  ${place}`, width),
    cut(
      `    ${visible(rowWords(row, id))}  ${visible(markedText(row.text, swapped.before))}`,
      width,
    ),
    cut(
      `    ${visible(predictionWords(swapped))}  ${visible(markedText(swapped.text, swapped.after))}`,
      width,
    ),
  ];
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
    .slice(0, mostChecks)
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

/** Words in lines of at most `width` characters. */
function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = '';
    }
    line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].map((each) => cut(each, width));
}

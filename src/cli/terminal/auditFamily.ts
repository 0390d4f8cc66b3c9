import { markedText, rowWords, wordsAbout } from '../../audit/report/words';
import { fewestJudged } from '../../audit/statistics/fewestJudged';
import { answerWords } from '../../protocol/answerWords';
import type { AuditCheck, AuditId, AuditRow } from '../../protocol/audit';
import { familyOf } from '../../protocol/familyOf';
import { countOf, formatCount } from '../../protocol/formatNumber';
import { checkTable, type CheckView } from './checkTable';
import { rateTable } from './rateTable';
import { shortestPath } from './shortestPath';
import { cut } from './visibleText';
import { variantParts } from '../../protocol/variantPhrase';
import { visible } from '../../protocol/visible';
import { wrap } from './wrap';

/** Checks shown of a family, disparities first; the rest is counted. */
const mostChecks = 16;
const mostExamples = 3;
const mostReasons = 4;

/** Where the lines go. */
export interface FamilyView extends CheckView {
  /** Reasons that the report tells once, for all families. */
  readonly told: readonly string[];
}

/** All that is shown of the checks of one id. */
export function familyLines(
  id: AuditId,
  checks: readonly AuditCheck[],
  view: FamilyView,
): string[] {
  const { width } = view;
  const head = cut(visible(id), width);
  if (isTooSmall(checks)) {
    const most = Math.max(...checks.map(({ n }) => n));
    return ['', cut(`${head}  not enough data: ${countOf(most, 'row')}`, width)];
  }
  const sorted = [...checks].sort((a, b) => rank(a) - rank(b));
  const body = familyOf(id).kind === 'group' ? groupLines(sorted, view) : plainLines(sorted, view);
  const examples = examplesOf(sorted).flatMap((row) => exampleLines(row, id, width));
  return ['', head, ...aboutLines(checks, width), ...body, ...examples];
}

function aboutLines(checks: readonly AuditCheck[], width: number): string[] {
  return wordsAbout(checks).flatMap((about) => wrap(visible(about), width));
}

/** So few rows that a table would only repeat it. */
function isTooSmall(checks: readonly AuditCheck[]): boolean {
  return (
    checks.length > 2 &&
    checks.every(({ verdict, n }) => verdict === 'not-enough-data' && n < fewestJudged)
  );
}

/** Disparities first, and what compares all groups before single ones; else as they came. */
function rank({ verdict, group }: AuditCheck): number {
  return (verdict === 'disparity' ? 0 : 2) + (group === null ? 0 : 1);
}

function plainLines(checks: readonly AuditCheck[], view: FamilyView): string[] {
  const shown = checks.slice(0, mostChecks);
  const left = checks.length - shown.length;
  return [
    ...checkTable(shown, view),
    ...(left === 0 ? [] : [`and ${countOf(left, 'more check')}; --json lists all`]),
    ...reasonLines(shown, view),
  ];
}

/** What compares all groups as a row each, then the rates of every group side by side, for each label. */
function groupLines(checks: readonly AuditCheck[], view: FamilyView): string[] {
  const { width } = view;
  const compared = checks.filter(({ group }) => group === null);
  // note: accuracy counts all labels, and stands beside the rates of each.
  const ofAll = checks.filter(
    ({ group, variant }) => group !== null && variant.startsWith('all-labels'),
  );
  const labels = new Set(checks.flatMap(({ variant }) => variantParts(variant).name ?? []));
  const tables = [...labels].flatMap((label) => {
    const own = checks.filter(({ variant }) => variantParts(variant).name === label);
    const lines = rateTable([...own, ...ofAll], width);
    return lines.length === 0
      ? []
      : ['', cut(`rates of "${visible(label)}" by group`, width), ...lines];
  });
  return [...plainLines(compared, view), ...tables];
}

/** Why figures are undefined or verdicts withheld, each reason once; how many rows are missing stands in the table. */
function reasonLines(checks: readonly AuditCheck[], { width, told }: FamilyView): string[] {
  const own = checks.filter(
    ({ verdict, needed }) => verdict !== 'none-larger-than-delta' && needed === null,
  );
  const reasons = new Set(own.flatMap(({ reason }) => (reason === undefined ? [] : [reason])));
  for (const each of told) reasons.delete(each);
  return [...reasons].slice(0, mostReasons).flatMap((reason) => wrap(visible(reason), width));
}

function examplesOf(checks: readonly AuditCheck[]): readonly AuditRow[] {
  const strongest = checks.find(({ verdict, rows }) => verdict === 'disparity' && rows.length > 0);
  return strongest?.rows.slice(0, mostExamples) ?? [];
}

function exampleLines(row: AuditRow, id: AuditId, width: number): string[] {
  const place = `${visible(shortestPath(row.path))}:${formatCount(row.line).replaceAll(',', '')}`;
  const { swapped } = row;
  if (swapped === undefined)
    return [cut(`  ${place}  ${visible(rowWords(row, id))}  ${visible(row.text)}`, width)];
  const lines = [
    [rowWords(row, id), markedText(row.text, swapped.before)],
    [answerWords({ ...swapped, scored: row.scored }), markedText(swapped.text, swapped.after)],
  ];
  return [
    cut(`  ${place}`, width),
    ...lines.map(([said = '', text = '']) => cut(`    ${visible(said)}  ${visible(text)}`, width)),
  ];
}

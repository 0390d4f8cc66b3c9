import { valueWords } from '../../audit/report/words';
import { neededWords } from '../../audit/report/neededRows';
import type { AuditCheck, AuditReport } from '../../protocol/audit';
import { bandWords, intervalWords, metricWords, verdictWords } from '../../protocol/auditWords';
import { formatCount, formatMetric, formatPValue } from '../../protocol/formatNumber';
import { fittingTable, type Cell } from './fittingTable';
import { variantParts } from '../../protocol/variantPhrase';
import { visible } from '../../protocol/visible';

type CheckCell = Cell<AuditCheck>;

const allGroups = 'all groups';

/** What a table of checks must fit. */
export interface CheckView {
  readonly width: number;
  readonly coverage: AuditReport['coverage'];
}

/** A row a check. */
export function checkTable(
  checks: readonly AuditCheck[],
  { width, coverage }: CheckView,
): string[] {
  // note: a share of rows says nothing without the share that it should be.
  const isShared = checks.some(({ metric }) => metric === 'share-of-rows');
  const left = isShared ? dispensable.filter((head) => head !== 'against') : dispensable;
  return fittingTable(cellsFor(checks, coverage), checks, { width, dispensable: left });
}

/** note: what a figure would find is said beside it as long as anything else can go: without it "nothing found" means little. */
const dispensable = ['by chance', 'rows', 'p', 'needs', 'finds', 'against'];

function cellsFor(
  checks: readonly AuditCheck[],
  coverage: AuditReport['coverage'],
): readonly CheckCell[] {
  const cell = (
    head: string,
    align: CheckCell['align'],
    of: CheckCell['of'],
    most = 20,
  ): CheckCell => ({
    ...{ head, align, of, most },
  });
  const label = onlyLabel(checks);
  const all = [
    cell('metric', 'left', ({ metric }) => metricWords(metric), 30),
    cell('of', 'left', ({ variant }) => visible(ofWords(variant, label)), 26),
    cell('group', 'left', ({ group }) => visible(group ?? allGroups)),
    cell('against', 'left', ({ reference }) => visible(reference ?? '')),
    cell('value', 'right', valueWords),
    cell('95 % interval', 'left', intervalWords),
    cell('by chance', 'left', bandWords),
    cell('p', 'right', pWords),
    cell('finds', 'right', ({ detectable }) => formatMetric(detectable)),
    cell('rows', 'right', ({ n }) => formatCount(n)),
    cell('needs', 'right', (check) => neededWords(check, coverage)),
    cell('verdict', 'left', ({ verdict }) => verdictWords[verdict]),
  ];
  return all.filter((each) => saysSomething(each, checks));
}

/** The one label that all figures by group are about: the report says it once, and a table has better things to fit; null for several. */
function onlyLabel(checks: readonly AuditCheck[]): string | null {
  if (!checks.every(({ id }) => id.startsWith('group/'))) return null;
  const names = new Set(checks.flatMap(({ variant }) => variantParts(variant).name ?? []));
  const [name] = names;
  return names.size === 1 ? (name ?? null) : null;
}

function ofWords(variant: string, label: string | null): string {
  const words = variantWords(variant);
  if (label === null || variantParts(variant).name !== label) return words;
  return words.startsWith(label) ? words.slice(label.length).trimStart() : words;
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

/** What a variant says beside the kind of its formula, as short as a table needs: `kitchen` of `terms, word:kitchen`, `religion positive`, `mean`. */
function variantWords(variant: string): string {
  return variant
    .replace(/^(terms|column)(, |$)/, '')
    .replace(/^(label|word):/, '')
    .replace('one-against-rest:', '')
    .replace(/\/(max-min|min-max)/, '')
    .replace(/:label$/, ' label')
    .replace(/\/groups-of-(\d+)/, ' (groups of $1+)')
    .replace(/^all-labels$/, 'all labels')
    .replaceAll(/[:/]/g, ' ');
}

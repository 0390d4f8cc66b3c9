import { familyName } from '../../audit/report/familyOf';
import { intervalWords } from '../../audit/report/words';
import type { AuditChange, AuditId, AuditReport } from '../../protocol/audit';
import {
  changedFigure,
  changeKind,
  changeVerdictWords,
  distinctChanges,
  type ChangeKind,
} from '../../protocol/changePhrase';
import { countOf, formatDifference, formatMetric } from '../../protocol/formatNumber';
import { variantParts } from '../../protocol/variantPhrase';
import { visible } from '../../protocol/visible';
import { fittingTable, type Cell } from './fittingTable';
import { cut } from './visibleText';
import { wrap } from './wrap';

/** Changes of gaps, and of errors, that are shown, the worse first; the rest is counted. */
const mostOfKind = 16;

const order: readonly AuditChange['verdict'][] = [
  'worse',
  'better',
  'no-change-found',
  'not-enough-data',
];

const titles: Readonly<Record<ChangeKind, string>> = {
  disparity: 'how unlike groups are treated; larger is worse',
  errors: 'how often and how badly it errs; larger is worse',
};

/** What changed against the base, gaps apart from errors; nothing where there is none. */
export function changeLines(
  { changes, base, baseNotes = [] }: AuditReport,
  width: number,
): string[] {
  if (base === null || changes.length === 0) return [];
  const distinct = distinctChanges(changes);
  const ordered = [...distinct].sort((a, b) => rank(a) - rank(b));
  const shown = (['disparity', 'errors'] as const).flatMap((kind) =>
    ordered.filter(({ metric }) => changeKind(metric) === kind).slice(0, mostOfKind),
  );
  const left = distinct.length - shown.length;
  const ids = [...new Set(shown.map(({ id }) => id))];
  return [
    '',
    ...wrap(`Against ${visible(base)}, on the same items`, width),
    ...baseNotes.flatMap(({ text }) => wrap(visible(text), width)),
    ...ids.flatMap((id) =>
      (['disparity', 'errors'] as const).flatMap((kind) =>
        kindLines(
          id,
          kind,
          shown.filter((change) => change.id === id && changeKind(change.metric) === kind),
          width,
        ),
      ),
    ),
    ...(left > 0 ? [`and ${countOf(left, 'more change')}; --json lists all`] : []),
  ];
}

/** What compares all groups before single ones. */
function rank({ verdict, group }: AuditChange): number {
  return 2 * order.indexOf(verdict) + (group === null ? 0 : 1);
}

function kindLines(
  id: AuditId,
  kind: ChangeKind,
  changes: readonly AuditChange[],
  width: number,
): string[] {
  if (changes.length === 0) return [];
  const told = sharedBy(changes);
  const title = [visible(familyName(id)), ...told].join(', ');
  const columns = cells.filter(({ head, of }) => {
    const said = new Set(changes.map(of));
    return (head !== 'of' && head !== 'group') || said.size > 1;
  });
  const full = fittingTable(columns, changes, { width: Infinity, dispensable: [] });
  const least = fittingTable(
    columns.filter(({ head }) => !dispensable.includes(head)),
    changes,
    { width: Infinity, dispensable: [] },
  );
  const isTable = longest(full) <= width || longest(least) <= width;
  return [
    '',
    ...wrap(`${title}: ${titles[kind]}`, width),
    ...(isTable
      ? fittingTable(columns, changes, { width, dispensable })
      : changes.flatMap((change) => stacked(change, columns, width))),
  ];
}

/** A change without its interval cannot be believed; where it began follows from the change. */
const dispensable = ['before', 'after'];

/** The label and the group that all changes are about. */
function sharedBy(changes: readonly AuditChange[]): string[] {
  return cells
    .filter(({ head }) => head === 'of' || head === 'group')
    .flatMap(({ of }) => {
      const [said = '', ...others] = new Set(changes.map(of));
      return others.length === 0 && said !== '' && said !== allGroups ? [said] : [];
    });
}

function longest(lines: readonly string[]): number {
  return Math.max(...lines.map(({ length }) => length));
}

/** For a terminal that is too narrow for the table: what it is of, and below it the figures. */
function stacked(
  change: AuditChange,
  columns: readonly Cell<AuditChange>[],
  width: number,
): string[] {
  const of = columns
    .filter(({ head }) => ['figure', 'of', 'group'].includes(head))
    .map((cell) => cell.of(change))
    .filter((each) => each !== '');
  const { before, after, value } = change;
  const interval = intervalWords(change);
  const figures =
    value === null
      ? 'undefined'
      : `${formatMetric(before)} to ${formatMetric(after)}, ${formatDifference(value)}${interval === '' ? '' : ` (${interval})`}`;
  return [
    ...wrap(of.join(', '), width, '  '),
    ...wrap(`  ${figures}, ${changeVerdictWords(change)}`, width, '  ').map((line) =>
      cut(line.startsWith('  ') ? line : `  ${line}`, width),
    ),
  ];
}

const allGroups = 'all groups';

const cells: readonly Cell<AuditChange>[] = [
  { head: 'figure', align: 'left', most: 36, of: figureWords },
  { head: 'of', align: 'left', most: 22, of: ofWords },
  { head: 'group', align: 'left', most: 20, of: ({ group }) => visible(group ?? allGroups) },
  { head: 'before', align: 'right', of: ({ before }) => formatMetric(before) },
  { head: 'after', align: 'right', of: ({ after }) => formatMetric(after) },
  {
    head: 'change',
    align: 'right',
    of: ({ value }) => (value === null ? 'undefined' : formatDifference(value)),
  },
  { head: '95 % interval', align: 'left', of: intervalWords },
  { head: 'verdict', align: 'left', of: changeVerdictWords },
];

/** The same abbreviations as in the table of rates. */
function figureWords(change: AuditChange): string {
  const words = changedFigure(change)
    .replace('true positive rate', 'TPR')
    .replace('false positive rate', 'FPR')
    .replace('positive predictive value', 'PPV')
    .replace('expected calibration error', 'calibration error');
  return /\/mean(\/|$)/.test(change.variant) ? `${words}, mean` : words;
}

/** The label and the axis that the figure is about. */
function ofWords({ variant }: AuditChange): string {
  const { axis, subject, ways } = variantParts(variant);
  const named = [axis ?? '', subject].filter((each) => each !== '');
  // note: of an association test the way is all there is to say.
  return visible((named.length === 0 ? ways : named).join(', '));
}

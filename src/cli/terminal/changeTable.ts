import type { AuditChange, AuditId, AuditReport } from '../../protocol/audit';
import { intervalWords } from '../../protocol/auditWords';
import {
  changedFigure,
  changeKind,
  changeVerdictWords,
  inReadingOrder,
  type ChangeKind,
} from '../../protocol/changePhrase';
import { distinctChanges } from '../../protocol/distinctChanges';
import { familyName } from '../../protocol/familyOf';
import { countOf, formatDifference, formatMetric } from '../../protocol/formatNumber';
import { variantParts } from '../../protocol/variantPhrase';
import { visible } from '../../protocol/visible';
import { fittingTable, type Cell } from './fittingTable';
import { shortestPath } from './shortestPath';
import { cut } from './visibleText';
import { wrap } from './wrap';

/** Changes of disparities, and of errors, that are shown, the worse first; the rest is counted. */
const mostOfKind = 16;
/** Reasons why changes are not judged. */
const mostReasons = 2;

const kinds = ['disparity', 'errors'] as const;

const titles: Readonly<Record<ChangeKind, string>> = {
  disparity: 'disparities, larger is worse',
  errors: 'errors, larger is worse',
};

/** What changed against the base, disparities apart from errors; nothing where there is none. */
export function changeLines(
  { changes, base, baseNotes = [] }: AuditReport,
  width: number,
): string[] {
  if (base === null || changes.length === 0) return [];
  const head = [
    '',
    ...wrap(`Against ${visible(shortestPath(base))}, on the same items`, width),
    ...baseNotes.flatMap(({ text }) => wrap(visible(text), width)),
  ];
  // note: a table of zeros would only repeat it.
  if (baseNotes.some(({ kind }) => kind === 'same')) return head;
  const distinct = distinctChanges(changes);
  const judged = inReadingOrder(distinct.filter(({ low }) => low !== null));
  const shown = kinds.flatMap((kind) =>
    judged.filter(({ metric }) => changeKind(metric) === kind).slice(0, mostOfKind),
  );
  const left = judged.length - shown.length;
  return [
    ...head,
    ...sectionsOf(shown).flatMap((section) => sectionLines(section, width)),
    ...(left > 0 ? [`and ${countOf(left, 'more change')}; --json lists all`] : []),
    ...unjudgedLines(
      distinct.filter(({ low }) => low === null),
      width,
    ),
  ];
}

/** Changes of one kind about one label. */
interface Section {
  readonly id: AuditId;
  /** The label; empty for all. */
  readonly of: string;
  readonly kind: ChangeKind;
  readonly changes: readonly AuditChange[];
}

function sectionsOf(changes: readonly AuditChange[]): Section[] {
  const sections: Section[] = [];
  for (const id of new Set(changes.map((change) => change.id)))
    for (const kind of kinds) {
      const own = changes.filter(
        (change) => change.id === id && changeKind(change.metric) === kind,
      );
      const labels = [...new Set(own.map(ofWords))].filter((of) => of !== '');
      // note: accuracy is of all labels; beside one label alone it needs no section of its own.
      const [only = '', ...others] = labels;
      if (own.length > 0 && others.length === 0)
        sections.push({ id, of: only, kind, changes: own });
      else
        for (const of of new Set(own.map(ofWords)))
          sections.push({ id, of, kind, changes: own.filter((each) => ofWords(each) === of) });
    }
  return sections;
}

function sectionLines({ id, of, kind, changes }: Section, width: number): string[] {
  const groups = new Set(changes.map(groupWords));
  const [only = allGroups, ...others] = groups;
  const isOne = others.length === 0;
  const about = [visible(familyName(id)), of, isOne && only !== allGroups ? only : ''];
  const isOfAxes = changes.some(({ variant }) => variantParts(variant).axis !== null);
  const columns = cells
    .filter(({ head }) => !isOne || head !== 'group')
    .map((cell) => (isOfAxes && cell.head === 'group' ? { ...cell, head: 'about' } : cell));
  const title = `${about.filter((each) => each !== '').join(', ')}: ${titles[kind]}`;
  return ['', ...wrap(title, width), ...figureLines(changes, columns, width)];
}

/** A table where no more than the names of figures must be cut for it, else two lines a change. */
function figureLines(
  changes: readonly AuditChange[],
  columns: readonly Cell<AuditChange>[],
  width: number,
): string[] {
  const least = columns.filter(({ head }) => !dispensable.includes(head));
  const [head = ''] = fittingTable(least, changes, { width: Infinity, dispensable: [] });
  const figures = Math.max(...changes.map((change) => figureWords(change).length));
  const verdicts = Math.max(...changes.map((change) => changeVerdictWords(change).length));
  const longest = head.length - 'verdict'.length + Math.max(verdicts, 'verdict'.length);
  return longest - Math.max(0, figures - fewestOfFigure) <= width
    ? fittingTable(columns, changes, { width, dispensable })
    : changes.flatMap((change) => stacked(change, columns, width));
}

/** A change without its interval cannot be believed: that stays at any width. */
const dispensable = ['before', 'after'];
/** Characters by which figures can still be told apart. */
const fewestOfFigure = 20;

/** For a terminal that is too narrow for a table: what it is of, and below it the figures. */
function stacked(
  change: AuditChange,
  columns: readonly Cell<AuditChange>[],
  width: number,
): string[] {
  const what = columns
    .filter(({ head }) => ['figure', 'group', 'about'].includes(head))
    .map((cell) => cut(cell.of(change), longestName))
    .join(', ');
  const { before, after, value } = change;
  const by = value === null ? 'undefined' : `${formatDifference(value)} (${intervalWords(change)})`;
  const figures = `${formatMetric(before)} to ${formatMetric(after)}, ${by}, ${changeVerdictWords(change)}`;
  return [...wrap(what, width, '  '), ...wrap(figures, width - 2).map((line) => `  ${line}`)];
}

const longestName = 40;
const allGroups = 'all groups';

/** The group, of a suite of templates the axis that they are about. */
function groupWords({ group, variant }: AuditChange): string {
  return visible(group ?? variantParts(variant).axis ?? allGroups);
}

const cells: readonly Cell<AuditChange>[] = [
  { head: 'figure', align: 'left', most: 36, of: figureWords },
  { head: 'group', align: 'left', most: 16, of: groupWords },
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
  return /\/mean(\/|$)/.test(change.variant) ? `mean ${words}` : words;
}

/** The label that a figure is about; empty for all. */
function ofWords({ variant }: AuditChange): string {
  const { axis, subject, name, ways } = variantParts(variant);
  // note: of an association test the way is all there is to say.
  if (axis === null && subject === '') return visible(ways.join(', '));
  return name === null ? '' : visible(subject);
}

/** How many changes are not judged, and why. */
function unjudgedLines(changes: readonly AuditChange[], width: number): string[] {
  if (changes.length === 0) return [];
  const reasons = [
    ...new Set(changes.flatMap(({ reason }) => (reason === undefined ? [] : [reason]))),
  ];
  const count = countOf(changes.length, 'figure');
  return [
    '',
    ...wrap(`Not enough data for changes of ${count}; --json lists them.`, width),
    ...reasons.slice(0, mostReasons).flatMap((reason) => wrap(visible(reason), width)),
  ];
}

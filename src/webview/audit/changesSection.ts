import type { AuditChange, BaseNote } from '../../protocol/audit';
import { intervalWords } from '../../protocol/auditWords';
import { changedFigure, changeVerdictWords, inReadingOrder } from '../../protocol/changePhrase';
import { distinctChanges } from '../../protocol/distinctChanges';
import { countOf, formatCount, formatDifference, formatMetric } from '../../protocol/formatNumber';
import { linkButton, toggle } from '../controls';
import { element, fill } from '../element';
import { createSortableTable } from '../sortableTable';
import type { Column } from '../sortRows';
import { pWords, titleWithAxis, variantFacts, variantSubject } from './auditWords';
import { unbroken } from '../unbroken';
import { drawDotPlot } from './dotPlot';
import { changeRow } from './dotRow';
import { factsList } from './factsList';
import { numberColumn, textColumn } from './figureColumns';

/** How every figure changed against the base; null without one. */
export function changesSection(
  all: readonly AuditChange[],
  baseName: string | null,
  handlers: {
    /** What a reader must know of the base first. */
    readonly notes: readonly BaseNote[];
    /** Null: they are not both runs. */
    readonly onCompare: (() => void) | null;
    readonly isTable: boolean;
    readonly onTable: (isTable: boolean) => void;
    readonly isOpen: (key: string) => boolean;
    readonly onOpen: (key: string, isOpen: boolean) => void;
  },
): HTMLElement | null {
  if (baseName === null || all.length === 0) return null;
  const title = element('h2', {}, `Before and after: against ${baseName}`);
  const notes = handlers.notes.map(({ text }) =>
    element('p', { class: 'subject-note' }, unbroken(text)),
  );
  // note: a plot of zeros would only repeat it.
  if (handlers.notes.some(({ kind }) => kind === 'same'))
    return element('section', { class: 'changes' }, title, ...notes);
  const changes = distinctChanges(all);
  const ordered = inReadingOrder(changes);
  const content = element('div', { class: 'dot-plot' });
  const few = element('details', { class: 'changes-few' });
  const draw = (isTable: boolean): void => {
    few.hidden = isTable;
    if (isTable) {
      const table = createSortableTable<AuditChange>({
        caption: 'Changes against the base, as a table',
        columns,
        sorting: null,
        onSort: () => undefined,
      });
      table.draw(ordered);
      fill(content, table.element);
      return;
    }
    const known = ordered.filter(isKnown);
    if (known.length === 0) fill(content, element('p', { class: 'hint' }, nothingKnown));
    else drawChanges(content, known, 'Changes against the base');
    drawFew(ordered.filter((change) => !isKnown(change)));
  };
  const drawChanges = (target: HTMLElement, shown: readonly AuditChange[], label: string): void => {
    const rows = shown.map((change) => ({ change, row: changeRow(change, changes) }));
    drawDotPlot(
      target,
      rows.map(({ row }) => row),
      label,
      {
        ...handlers,
        detailsOf: (key) => {
          const found = rows.find(({ row }) => row.key === key);
          return found === undefined ? null : changeDetails(found.change);
        },
      },
    );
  };
  // Apart: their long intervals would set the scale of all.
  const drawFew = (shown: readonly AuditChange[]): void => {
    if (shown.length === 0) {
      few.hidden = true;
      return;
    }
    const words = `${countOf(shown.length, 'figure')} without enough data`;
    const plot = element('div', { class: 'dot-plot' });
    fill(few, element('summary', {}, words), plot);
    drawChanges(plot, shown, words);
  };
  few.open = handlers.isOpen(fewKey);
  few.addEventListener('toggle', () => handlers.onOpen(fewKey, few.open));
  draw(handlers.isTable);
  return element(
    'section',
    { class: 'changes' },
    title,
    element(
      'p',
      { class: 'hint' },
      'The same items through both models. To the right of zero a gap grew, or more went wrong.',
    ),
    ...notes,
    element(
      'div',
      { class: 'section-bar' },
      toggle('Table', handlers.isTable, (isTable) => {
        handlers.onTable(isTable);
        draw(isTable);
      }),
      handlers.onCompare === null
        ? null
        : linkButton(
            'Utility against disparity of both runs',
            handlers.onCompare,
            'Opens the compare page',
          ),
    ),
    content,
    few,
  );
}

/** Whether the fold of what has too little data is open. */
const fewKey = 'change|few';
const nothingKnown =
  'No figure has enough data to say how it changed. Audit again on more rows of these groups.';

function isKnown({ verdict, value }: AuditChange): boolean {
  return verdict !== 'not-enough-data' && value !== null;
}

function changeDetails({
  reason,
  low,
  high,
  pValue,
  n,
  discordant,
  variant,
}: AuditChange): HTMLElement {
  const facts: (readonly [string, string])[] = [
    ['95 % interval of the change', intervalWords({ low, high })],
    ['p', pWords(pValue)],
    ['Rows', formatCount(n)],
    ...(discordant === null
      ? []
      : [
          ['Wrong only afterwards', formatCount(discordant.worse)] as const,
          ['Wrong only before', formatCount(discordant.better)] as const,
        ]),
    ...variantFacts(variant),
  ];
  return element(
    'div',
    { class: 'check-details' },
    reason === undefined ? null : element('p', {}, unbroken(reason)),
    factsList(facts.filter(([, words]) => words !== '')),
  );
}

const columns: readonly Column<AuditChange>[] = [
  textColumn('check', 'Check', titleWithAxis),
  textColumn('figure', 'Figure', changedFigure),
  textColumn('label', 'Label', ({ variant }) => variantSubject(variant)),
  textColumn('group', 'Group', ({ group }) => group ?? 'all groups'),
  numberColumn('before', 'Before', ({ before }) => before, formatMetric, 'undefined'),
  numberColumn('after', 'After', ({ after }) => after, formatMetric, 'undefined'),
  numberColumn('change', 'Change', ({ value }) => value, formatDifference, 'undefined'),
  textColumn('interval', '95 % interval', intervalWords),
  numberColumn('p', 'p', ({ pValue }) => pValue, pWords),
  textColumn('verdict', 'Verdict', changeVerdictWords),
];

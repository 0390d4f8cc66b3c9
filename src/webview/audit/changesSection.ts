import type { AuditChange } from '../../protocol/audit';
import { formatCount, formatDifference, formatMetric } from '../../protocol/formatNumber';
import { linkButton, toggle } from '../controls';
import { element, fill } from '../element';
import { createSortableTable } from '../sortableTable';
import type { Column } from '../sortRows';
import { changeWords, familyTitle, intervalWords, metricTitle, pWords } from './auditWords';
import { drawDotPlot } from './dotPlot';
import { changeRow } from './dotRow';
import { factsList } from './factsList';
import { numberColumn, textColumn } from './figureColumns';

/** How every figure changed against the base; null without one. */
export function changesSection(
  changes: readonly AuditChange[],
  baseName: string | null,
  handlers: {
    /** Null: they are not both runs. */
    readonly onCompare: (() => void) | null;
    readonly isTable: boolean;
    readonly onTable: (isTable: boolean) => void;
    readonly isOpen: (key: string) => boolean;
    readonly onOpen: (key: string, isOpen: boolean) => void;
  },
): HTMLElement | null {
  if (baseName === null || changes.length === 0) return null;
  const ordered = [...changes].sort((a, b) => ranks[a.verdict] - ranks[b.verdict]);
  const content = element('div', { class: 'dot-plot' });
  const draw = (isTable: boolean): void => {
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
    const rows = ordered.map((change) => ({ change, row: changeRow(change) }));
    drawDotPlot(
      content,
      rows.map(({ row }) => row),
      'Changes against the base',
      {
        ...handlers,
        detailsOf: (key) => {
          const found = rows.find(({ row }) => row.key === key);
          return found === undefined ? null : changeDetails(found.change);
        },
      },
    );
  };
  draw(handlers.isTable);
  return element(
    'section',
    { class: 'changes' },
    element('h2', {}, `Before and after: against ${baseName}`),
    element(
      'p',
      { class: 'hint' },
      'The same rows through both models. To the right of zero the disparity grew.',
    ),
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
  );
}

const ranks: Readonly<Record<AuditChange['verdict'], number>> = {
  worse: 0,
  better: 1,
  'no-change-found': 2,
  'not-enough-data': 3,
};

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
    ['Variant', variant],
  ];
  return element(
    'div',
    { class: 'check-details' },
    reason === undefined ? null : element('p', {}, reason),
    factsList(facts.filter(([, words]) => words !== '')),
  );
}

const columns: readonly Column<AuditChange>[] = [
  textColumn('check', 'Check', ({ id }) => familyTitle(id)),
  textColumn('metric', 'Metric', ({ metric }) => metricTitle(metric)),
  textColumn('group', 'Group', ({ group }) => group ?? 'all groups'),
  numberColumn('before', 'Before', ({ before }) => before, formatMetric),
  numberColumn('after', 'After', ({ after }) => after, formatMetric),
  numberColumn('change', 'Change', ({ value }) => value, formatDifference),
  textColumn('interval', '95 % interval', intervalWords),
  numberColumn('p', 'p', ({ pValue }) => pValue, pWords),
  textColumn('verdict', 'Verdict', ({ verdict }) => changeWords[verdict]),
];

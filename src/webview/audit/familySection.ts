import type { AuditCheck, AuditCoverage, AuditId, AuditReport } from '../../protocol/audit';
import { bandWords, intervalWords } from '../../protocol/auditWords';
import { familyOf } from '../../protocol/familyOf';
import { countOf, formatCount, formatMetric } from '../../protocol/formatNumber';
import { dropdown, toggle } from '../controls';
import { element, fill } from '../element';
import { createSortableTable } from '../sortableTable';
import type { Column, Sorting } from '../sortRows';
import { metricTitle, pWords, verdictInRow } from './auditWords';
import { checkDetails } from './checkDetails';
import type { EvidenceContext } from './checkDetails';
import { drawDotPlot } from './dotPlot';
import { checkRow } from './dotRow';
import {
  betweenGroups,
  chosenChecks,
  figuresOf,
  firstChoice,
  rowLabel,
  subjectsOf,
  validChoice,
} from './families';
import { numberColumn, textColumn } from './figureColumns';
import type { Family, FigureChoice, PlotChoice } from './families';
import { plotOrders, sortChecks } from './plotOrder';
import type { PlotOrder } from './plotOrder';

/** What the user arranged in one section. */
export interface SectionState extends PlotChoice {
  readonly order: PlotOrder;
  readonly isTable: boolean;
  readonly sorting: Sorting | null;
}

interface SectionContext extends EvidenceContext {
  readonly report: AuditReport;
  /** Undefined where another section says it. */
  readonly coverage: AuditCoverage | undefined;
  readonly state: SectionState | undefined;
  readonly onState: (state: SectionState) => void;
  readonly isOpen: (key: string) => boolean;
  readonly onOpen: (key: string, isOpen: boolean) => void;
  /** Whether the section itself is open. */
  readonly isUnfolded: boolean;
  readonly onFold: (isUnfolded: boolean) => void;
}

/** One column, axis or suite: a dot plot of the chosen figure, and the same as a table. */
export function familySection(family: Family, context: SectionContext): HTMLElement {
  const { report, onState } = context;
  const { delta } = report.method;
  let state: SectionState = {
    order: 'as-found',
    isTable: false,
    sorting: null,
    ...context.state,
    ...validChoice(family, context.state ?? firstChoice(family)),
  };
  const bar = element('div', { class: 'section-bar' });
  const plot = element('div', { class: 'dot-plot' });
  const tablePlace = element('div');
  const change = (part: Partial<SectionState>): void => {
    const next = { ...state, ...part };
    state = { ...next, ...validChoice(family, next) };
    onState(state);
    draw();
  };

  const draw = (): void => {
    const checks = chosenChecks(family, state);
    drawBar();
    plot.hidden = state.isTable;
    tablePlace.hidden = !state.isTable;
    if (state.isTable) {
      fill(tablePlace, tableOf(checks));
      return;
    }
    const rows = sortChecks(checks, state.order).map((check) => ({
      check,
      row: checkRow(check, checks, delta),
    }));
    drawDotPlot(
      plot,
      rows.map(({ row }) => row),
      `${family.title}, ${figureWords()}`,
      {
        detailsOf: (key) => {
          const found = rows.find(({ row }) => row.key === key);
          return found === undefined ? null : checkDetails(found.check, context);
        },
        isOpen: context.isOpen,
        onOpen: context.onOpen,
      },
    );
  };

  const figureWords = (): string =>
    figuresOf(family).find(({ id }) => id === state.figure)?.words ?? '';

  const drawBar = (): void => {
    const figures = figuresOf(family);
    const subjects = subjectsOf(family, state.figure);
    fill(
      bar,
      figures.length < 2
        ? onlyFigure(figures)
        : dropdown({
            label: 'Figure',
            options: figures.map(({ id, words }) => ({ value: id, words })),
            chosen: state.figure,
            onChange: (figure) => change({ figure }),
          }),
      subjects.length === 0
        ? null
        : dropdown({
            label: 'Label',
            options: subjects.map((value) => ({ value, words: value })),
            chosen: state.subject ?? '',
            onChange: (subject) => change({ subject }),
          }),
      state.isTable || chosenChecks(family, state).length < 3
        ? null
        : dropdown({
            label: 'Sort by',
            options: plotOrders,
            chosen: state.order,
            onChange: (order) => change({ order }),
          }),
      toggle('Table', state.isTable, (isTable) => change({ isTable })),
    );
  };

  const tableOf = (checks: readonly AuditCheck[]): HTMLElement => {
    const table = createSortableTable<AuditCheck>({
      caption: `${family.title}, ${figureWords()}, as a table`,
      columns: columnsOf(checks, delta),
      sorting: state.sorting,
      onSort: (sorting) => {
        state = { ...state, sorting };
        onState(state);
      },
    });
    table.draw(checks);
    return table.element;
  };

  // note: a suite has many sections; those that nobody looks at are not drawn.
  let isDrawn = false;
  const fold = element(
    'details',
    { class: 'family', attributes: { 'data-family': family.key } },
    element(
      'summary',
      {},
      element('h2', {}, family.title),
      element('span', { class: 'hint' }, verdictCounts(family.checks, delta)),
    ),
    coverageLine(context.coverage),
    ...aboutLines(family.checks),
    bar,
    plot,
    tablePlace,
  );
  const drawFirst = (): void => {
    if (isDrawn || !fold.open) return;
    isDrawn = true;
    draw();
  };
  fold.open = context.isUnfolded;
  drawFirst();
  fold.addEventListener('toggle', () => {
    drawFirst();
    context.onFold(fold.open);
  });
  return fold;
}

/** What the rows of a plot show that are called after their groups. */
function onlyFigure([figure]: readonly FigureChoice[]): HTMLElement | null {
  if (figure === undefined || figure.id === betweenGroups) return null;
  return element('span', {}, figure.words);
}

/** What its figures say in plain words, each once. */
function aboutLines(checks: readonly AuditCheck[]): HTMLElement[] {
  const about = new Set(checks.flatMap((check) => check.about ?? []));
  return [...about].map((words) => element('p', { class: 'hint' }, words));
}

/** `2 disparities, 9 not enough data`. */
function verdictCounts(checks: readonly AuditCheck[], delta: number): string {
  const counts = new Map<string, number>();
  for (const { verdict } of sortChecks(checks, 'verdict')) {
    const words = verdictInRow(verdict, delta);
    counts.set(words, (counts.get(words) ?? 0) + 1);
  }
  return [...counts]
    .map(([words, count]) =>
      words === 'disparity'
        ? countOf(count, 'disparity', 'disparities')
        : `${formatCount(count)} ${words}`,
    )
    .join(', ');
}

function coverageLine(coverage: AuditCoverage | undefined): HTMLElement | null {
  if (coverage === undefined) return null;
  const { id, used, of, note } = coverage;
  const words = `${formatCount(used)} of ${countOf(of, unitOf(id))} used`;
  return element('p', { class: 'hint' }, note === null ? words : `${words}; ${note}`);
}

function unitOf(id: AuditId): string {
  const kind = familyOf(id).kind;
  return kind === 'template' ? 'template' : kind === 'functional' ? 'test' : 'row';
}

function columnsOf(checks: readonly AuditCheck[], delta: number): Column<AuditCheck>[] {
  const label = (check: AuditCheck): string => rowLabel(check, checks);
  const [first] = checks;
  // note: what is the same in all rows would push the verdicts out of sight; the choice above says the figure.
  const hasMetrics = checks.some(({ metric }) => metric !== first?.metric);
  const hasNeeds = checks.some(({ needed }) => needed !== null);
  return [
    textColumn('name', 'Name', label),
    ...(hasMetrics
      ? [textColumn<AuditCheck>('metric', 'Metric', ({ metric }) => metricTitle(metric))]
      : []),
    textColumn('reference', 'Against', ({ reference }) => reference ?? ''),
    numberColumn(
      'value',
      'Value',
      ({ value }) => value,
      (value) => formatMetric(value),
      'undefined',
    ),
    textColumn('interval', '95 % interval', intervalWords),
    textColumn('band', 'By chance', bandWords),
    numberColumn('p', 'p, adjusted', ({ adjustedPValue }) => adjustedPValue, pWords),
    numberColumn('detectable', 'Finds', ({ detectable }) => detectable, formatMetric),
    numberColumn('n', 'Rows', ({ n }) => n, formatCount),
    ...(hasNeeds
      ? [numberColumn<AuditCheck>('needed', 'Needs', ({ needed }) => needed, formatCount)]
      : []),
    textColumn('verdict', 'Verdict', ({ verdict }) => verdictInRow(verdict, delta)),
  ];
}

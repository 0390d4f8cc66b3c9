import type { MetricId } from '../../protocol/metrics';
import { metricIds } from '../../protocol/metrics';
import type { RunAction } from '../../protocol/pages';
import type { ClassFigures, EvaluationReport, Figure } from '../../protocol/reports';
import { liveStates } from '../../protocol/run';
import { thresholdsCaveat } from '../../protocol/thresholdsCaveat';
import { baseName } from '../baseName';
import { dropdown } from '../controls';
import { element, fill } from '../element';
import { emptyView } from '../emptyView';
import {
  countOf,
  formatCount,
  formatInterval,
  formatMetric,
  noFigure,
} from '../../protocol/formatNumber';
import { metricName } from '../metricNames';
import type { OpenRow } from '../rowLink';
import { createSortableTable } from '../sortableTable';
import type { Column, Sorting } from '../sortRows';
import type { Cell } from './confusionCells';
import { createConfusionMatrix } from './confusionMatrix';
import { createRowList } from './rowList';
import type { KnownRun } from './runModel';

/** What the user arranged on this tab. */
export interface EvaluationState {
  /** `createdAt` of the chosen report; null: the newest. */
  readonly report: number | null;
  readonly matrix: 'counts' | 'shares';
  readonly cell: Cell | null;
  readonly sorting: Sorting | null;
}

export const defaultEvaluationState: EvaluationState = {
  report: null,
  matrix: 'counts',
  cell: null,
  sorting: null,
};

interface ClassRow extends ClassFigures {
  readonly label: string;
}

const classColumns: readonly Column<ClassRow>[] = [
  {
    id: 'label',
    title: 'Label',
    kind: 'text',
    value: ({ label }) => label,
    cell: ({ label }) => label,
  },
  figureColumn('precision', 'Precision'),
  figureColumn('recall', 'Recall'),
  figureColumn('f1', 'F1'),
  {
    id: 'support',
    title: 'Rows',
    kind: 'number',
    value: ({ support }) => support,
    cell: ({ support }) => formatCount(support),
  },
];

export interface EvaluationTab {
  readonly element: HTMLElement;
  draw(run: KnownRun): void;
}

/** Headline metrics with intervals, confusion matrix, per-class table, worst errors. */
export function createEvaluationTab(
  initial: EvaluationState,
  handlers: {
    readonly onState: (state: EvaluationState) => void;
    readonly onAction: (action: RunAction) => void;
    readonly onRow: OpenRow;
  },
): EvaluationTab {
  let state = initial;
  let shown: KnownRun | null = null;
  let drawn = '';
  const change = (part: Partial<EvaluationState>): void => {
    state = { ...state, ...part };
    handlers.onState(state);
  };

  const choice = element('div', { class: 'report-choice' });
  const decision = element('div');
  const headline = element('dl', { class: 'figures' });
  const matrix = createConfusionMatrix({
    view: state.matrix,
    onView: (view) => change({ matrix: view }),
    onCell: (cell) => {
      change({ cell });
      redraw();
    },
  });
  const classes = createSortableTable<ClassRow>({
    caption: 'Figures per label',
    columns: classColumns,
    sorting: state.sorting,
    onSort: (sorting) => change({ sorting }),
  });
  const rowList = createRowList({
    onRow: handlers.onRow,
    onWorst: () => {
      change({ cell: null });
      redraw();
    },
  });
  const content = element(
    'div',
    { class: 'evaluation' },
    element('h2', { class: 'visually-hidden' }, 'Evaluation'),
    choice,
    decision,
    headline,
    element(
      'div',
      { class: 'evaluation-columns' },
      matrix.element,
      element('section', {}, element('h3', {}, 'By label'), classes.element),
    ),
    rowList.element,
  );
  const empty = element('div');

  const redraw = (): void => {
    drawn = '';
    if (shown !== null) draw(shown);
  };

  const drawChoice = (reports: readonly EvaluationReport[], report: EvaluationReport): void => {
    const words = (each: EvaluationReport): string =>
      `${each.split ?? baseName(each.data.path)}, ${countOf(each.rows, 'row')}, ${new Date(each.createdAt * 1000).toLocaleString()}`;
    fill(
      choice,
      reports.length === 1
        ? element('p', { class: 'hint' }, `On ${words(report)}`)
        : dropdown({
            label: 'Evaluation on',
            options: reports.map((each) => ({ value: String(each.createdAt), words: words(each) })),
            chosen: String(report.createdAt),
            onChange: (value) => {
              change({ report: Number(value), cell: null });
              redraw();
            },
          }),
    );
  };

  const draw = (run: KnownRun): void => {
    shown = run;
    const wanted = JSON.stringify([
      run.id,
      run.evaluations.map(({ createdAt }) => createdAt),
      run.record.state,
      run.busy,
      document.body.className,
    ]);
    if (wanted === drawn) return;
    drawn = wanted;
    const newestFirst = run.evaluations.toReversed();
    const report =
      newestFirst.find(({ createdAt }) => createdAt === state.report) ?? newestFirst[0];
    content.hidden = report === undefined;
    empty.hidden = report !== undefined;
    if (report === undefined) {
      fill(
        empty,
        emptyEvaluation(run, () => handlers.onAction('evaluate')),
      );
      return;
    }
    drawChoice(newestFirst, report);
    fill(decision, ...decisionWords(report));
    fill(headline, ...headlineFigures(report));
    matrix.draw(report, state.cell);
    classes.draw(
      Object.entries(report.perClass).map(([label, figures]) => ({ label, ...figures })),
    );
    rowList.draw(report, state.cell);
  };

  return { element: element('div', {}, empty, content), draw };
}

/** Whose figures are of thresholds by group must not be taken for those of the likeliest label. */
function decisionWords({ thresholdsBy }: EvaluationReport): HTMLElement[] {
  if (thresholdsBy === undefined) return [];
  return [
    element(
      'p',
      { class: 'hint decision' },
      `Decides by a threshold of its own for each group of ${thresholdsBy}. ${thresholdsCaveat}`,
    ),
  ];
}

function headlineFigures(report: EvaluationReport): HTMLElement[] {
  return metricIds.flatMap((metric: MetricId) => {
    const figure: Figure | undefined = report.metrics[metric];
    if (figure === undefined) return [];
    const title =
      figure.reason ??
      (figure.low === null
        ? ''
        : `95 % interval ${formatMetric(figure.low)} to ${formatMetric(figure.high)}`);
    return [
      element(
        'div',
        { class: 'figure', title },
        element('dt', {}, metricName(metric)),
        element('dd', { class: 'number' }, formatInterval(figure)),
        figure.reason === undefined ? null : element('dd', { class: 'hint' }, figure.reason),
      ),
    ];
  });
}

function emptyEvaluation(run: KnownRun, onEvaluate: () => void): HTMLElement {
  if (run.busy !== null) return emptyView(run.busy);
  if (liveStates.includes(run.record.state)) {
    return emptyView(
      'The validation figures are in the Overview while the run goes on. A full evaluation with confusion matrix and worst errors can follow when it has ended.',
    );
  }
  if (run.checkpoints.length === 0 && run.record.state !== 'finished') {
    return emptyView('This run has no checkpoint yet, so there is no model to evaluate.');
  }
  return emptyView(
    'No evaluation yet. It measures the best checkpoint on the test split: figures with intervals, confusion matrix, worst errors.',
    { label: 'Evaluate', onClick: onEvaluate },
  );
}

function figureColumn(id: 'precision' | 'recall' | 'f1', title: string): Column<ClassRow> {
  return {
    id,
    title,
    kind: 'number',
    value: (row) => row[id],
    cell: (row) =>
      row[id] === null
        ? element('span', { title: row.reason ?? 'Undefined' }, noFigure)
        : formatMetric(row[id]),
  };
}

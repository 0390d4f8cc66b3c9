import type { EvaluationReport } from '../../protocol/reports';
import { mix, mostReadable, parseColor, printColor } from '../color';
import { toggle } from '../controls';
import { element, fill, setText } from '../element';
import { countOf, formatCount, formatPercent, noFigure } from '../../protocol/formatNumber';
import type { Cell } from './confusionCells';
import { hottest, mostConfused, rowShares } from './confusionCells';

type MatrixView = 'counts' | 'shares';

interface MatrixHandlers {
  readonly view: MatrixView;
  readonly onView: (view: MatrixView) => void;
  /** A cell was chosen, or null when it was chosen again. */
  readonly onCell: (cell: Cell | null) => void;
}

export interface ConfusionMatrix {
  readonly element: HTMLElement;
  draw(report: EvaluationReport, chosen: Cell | null): void;
}

/** A cell is a button: with hundreds of labels there would be more than a page can hold. */
const nMostLabels = 60;

const keySteps: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** True labels down, predictions across; heat by row share; arrows walk, Enter lists a cell's rows. */
export function createConfusionMatrix(handlers: MatrixHandlers): ConfusionMatrix {
  const grid = element('div', { class: 'table-scroll' });
  const hint = element('p', { class: 'hint' });
  let view = handlers.view;
  let shown: { report: EvaluationReport; chosen: Cell | null } | null = null;
  /** The cell that the tab key reaches; row and column as drawn. */
  let current: readonly [number, number] = [0, 0];

  const draw = (report: EvaluationReport, chosen: Cell | null): void => {
    shown = { report, chosen };
    const { labels, counts } = report.confusionMatrix;
    const ids = mostConfused(counts, nMostLabels);
    const shares = rowShares(counts);
    const heat = heatColors();
    const hadFocus = grid.contains(document.activeElement);
    const last = ids.length - 1;
    current = [Math.min(current[0], last), Math.min(current[1], last)];
    const name = (id: number): string => labels[id] ?? '';
    const cellAt = (row: number, column: number, gold: number, predicted: number): HTMLElement => {
      const share = shares[gold]?.[predicted] ?? null;
      const cell: Cell = { gold: name(gold), prediction: name(predicted) };
      const isChosen = chosen?.gold === cell.gold && chosen.prediction === cell.prediction;
      const made = cellButton(cell, {
        count: counts[gold]?.[predicted] ?? 0,
        share,
        view,
        isChosen,
        isCurrent: row === current[0] && column === current[1],
        at: `${row},${column}`,
        onClick: () => {
          current = [row, column];
          handlers.onCell(isChosen ? null : cell);
        },
      });
      const [background, text] = heat(share ?? 0);
      made.style.background = background;
      made.style.color = text;
      return made;
    };
    const head = element(
      'tr',
      {},
      element('th', { class: 'corner', attributes: { scope: 'col' } }, 'True ↓ Predicted →'),
      ...ids.map((id) =>
        element('th', { class: 'number', title: name(id), attributes: { scope: 'col' } }, name(id)),
      ),
    );
    const rows = ids.map((gold, row) =>
      element(
        'tr',
        {},
        element('th', { title: name(gold), attributes: { scope: 'row' } }, name(gold)),
        ...ids.map((predicted, column) => element('td', {}, cellAt(row, column, gold, predicted))),
      ),
    );
    const caption = 'Confusion matrix: a row per true label, a column per prediction';
    fill(
      grid,
      element(
        'table',
        {
          class: 'matrix',
          attributes: { 'aria-label': caption },
          on: { keydown: (event) => onKey(event as KeyboardEvent, ids.length) },
        },
        element('thead', {}, head),
        element('tbody', {}, ...rows),
      ),
    );
    const left =
      ids.length < labels.length
        ? `The ${formatCount(ids.length)} of ${formatCount(labels.length)} labels with the most errors. `
        : '';
    setText(hint, `${left}Choose a cell to list its rows below.`);
    if (hadFocus) focusCurrent();
  };

  const focusCurrent = (): void => {
    grid.querySelector<HTMLElement>(`[data-at="${current[0]},${current[1]}"]`)?.focus();
  };

  const onKey = (event: KeyboardEvent, n: number): void => {
    const step = keySteps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const move = (axis: 0 | 1): number => Math.min(n - 1, Math.max(0, current[axis] + step[axis]));
    current = [move(0), move(1)];
    for (const cell of grid.querySelectorAll('[data-at]')) cell.setAttribute('tabindex', '-1');
    focusCurrent();
    document.activeElement?.setAttribute('tabindex', '0');
  };

  return {
    element: element(
      'section',
      { class: 'matrix-section' },
      element(
        'header',
        { class: 'section-head' },
        element('h3', {}, 'Confusion matrix'),
        toggle('Row shares', view === 'shares', (isPressed) => {
          view = isPressed ? 'shares' : 'counts';
          handlers.onView(view);
          if (shown !== null) draw(shown.report, shown.chosen);
        }),
      ),
      grid,
      hint,
    ),
    draw,
  };
}

function cellButton(
  { gold, prediction }: Cell,
  details: {
    readonly count: number;
    readonly share: number | null;
    readonly view: MatrixView;
    readonly isChosen: boolean;
    readonly isCurrent: boolean;
    readonly at: string;
    readonly onClick: () => void;
  },
): HTMLElement {
  const { count, share, view, isChosen, isCurrent, at, onClick } = details;
  const percent = share === null ? null : formatPercent(share);
  const words = `${gold} predicted as ${prediction}: ${countOf(count, 'row')}${percent === null ? '' : `, ${percent} of ${gold}`}`;
  return element(
    'button',
    {
      class: gold === prediction ? 'cell right' : 'cell',
      title: words,
      attributes: {
        type: 'button',
        'aria-label': words,
        'aria-pressed': isChosen,
        tabindex: isCurrent ? 0 : -1,
        'data-at': at,
      },
      on: { click: onClick },
    },
    view === 'counts' ? formatCount(count) : (percent ?? noFigure),
  );
}

/** Background and text colour by share: the theme's chart colour over the editor's, text by contrast. */
function heatColors(): (share: number) => readonly [string, string] {
  const styles = getComputedStyle(document.body);
  const variable = (name: string): string => styles.getPropertyValue(name);
  const editor = parseColor(variable('--vscode-editor-background')) ??
    parseColor(styles.backgroundColor) ?? [0, 0, 0];
  const foreground = parseColor(variable('--vscode-editor-foreground'), editor) ??
    parseColor(styles.color, editor) ?? [255, 255, 255];
  const hot = parseColor(variable('--vscode-charts-blue'), editor) ?? foreground;
  return (share) => {
    const background = mix(editor, hot, share * hottest);
    return [printColor(background), printColor(mostReadable(background, [foreground, editor]))];
  };
}

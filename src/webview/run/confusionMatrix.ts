import type { EvaluationReport } from '../../protocol/reports';
import { mix, mostReadable, parseColor, printColor } from '../color';
import { toggle } from '../controls';
import { element, fill } from '../element';
import { formatCount, formatPercent } from '../formatNumber';
import type { Cell } from './confusionCells';
import { hottest, rowShares } from './confusionCells';

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

/** True labels down, predictions across; heat by row share; arrows walk, Enter filters the errors. */
export function createConfusionMatrix(handlers: MatrixHandlers): ConfusionMatrix {
  const grid = element('div', { class: 'table-scroll' });
  let view = handlers.view;
  let shown: { report: EvaluationReport; chosen: Cell | null } | null = null;
  let current: [number, number] = [0, 0];

  const draw = (report: EvaluationReport, chosen: Cell | null): void => {
    shown = { report, chosen };
    const { labels, counts } = report.confusionMatrix;
    const shares = rowShares(counts);
    const heat = heatColors();
    const hadFocus = grid.contains(document.activeElement);
    const head = element(
      'tr',
      {},
      element('th', { class: 'corner', attributes: { scope: 'col' } }, 'True ↓ Predicted →'),
      ...labels.map((label) =>
        element('th', { class: 'number', title: label, attributes: { scope: 'col' } }, label),
      ),
    );
    const rows = labels.map((gold, row) =>
      element(
        'tr',
        {},
        element('th', { title: gold, attributes: { scope: 'row' } }, gold),
        ...labels.map((prediction, column) => {
          const count = counts[row]?.[column] ?? 0;
          const share = shares[row]?.[column] ?? null;
          const isChosen = chosen?.gold === gold && chosen.prediction === prediction;
          const words = `${gold} predicted as ${prediction}: ${formatCount(count)} rows${share === null ? '' : `, ${formatPercent(share)} of ${gold}`}`;
          const cell = element(
            'button',
            {
              class: row === column ? 'cell right' : 'cell',
              title: words,
              attributes: {
                type: 'button',
                'aria-label': words,
                'aria-pressed': isChosen,
                tabindex: row === current[0] && column === current[1] ? 0 : -1,
                'data-at': `${row},${column}`,
              },
              on: {
                click: () => {
                  current = [row, column];
                  handlers.onCell(isChosen ? null : { gold, prediction });
                },
              },
            },
            view === 'counts' ? formatCount(count) : share === null ? '–' : formatPercent(share),
          );
          const [background, text] = heat(share ?? 0);
          cell.style.background = background;
          cell.style.color = text;
          return element('td', {}, cell);
        }),
      ),
    );
    fill(
      grid,
      element(
        'table',
        {
          class: 'matrix',
          attributes: {
            'aria-label': 'Confusion matrix: a row per true label, a column per prediction',
          },
          on: { keydown: (event) => onKey(event as KeyboardEvent, labels.length) },
        },
        element('thead', {}, head),
        element('tbody', {}, ...rows),
      ),
    );
    if (hadFocus) focusCurrent();
  };

  const focusCurrent = (): void => {
    grid.querySelector<HTMLElement>(`[data-at="${current[0]},${current[1]}"]`)?.focus();
  };

  const onKey = (event: KeyboardEvent, n: number): void => {
    const steps: Record<string, [number, number]> = {
      ArrowUp: [-1, 0],
      ArrowDown: [1, 0],
      ArrowLeft: [0, -1],
      ArrowRight: [0, 1],
    };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const from = (document.activeElement?.getAttribute('data-at') ?? '0,0').split(',').map(Number);
    const move = (axis: 0 | 1): number =>
      Math.min(n - 1, Math.max(0, (from[axis] ?? 0) + step[axis]));
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
      element('p', { class: 'hint' }, 'Choose a cell to list its errors below.'),
    ),
    draw,
  };
}

/** Background and text colour by share: the theme's chart colour over the editor's, text by contrast. */
function heatColors(): (share: number) => [string, string] {
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

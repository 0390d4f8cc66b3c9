import type { EvaluationReport } from '../../protocol/reports';
import { linkButton } from '../controls';
import { element, fill } from '../element';
import { formatCount, formatMetric } from '../formatNumber';
import type { Cell } from './confusionCells';
import { errorsInCell } from './confusionCells';

export interface WorstErrors {
  readonly element: HTMLElement;
  draw(report: EvaluationReport, cell: Cell | null): void;
}

/** The most confident errors with text, gold, prediction and a link to the line in the data file. */
export function createWorstErrors(handlers: {
  readonly onRow: (path: string, line: number) => void;
  readonly onShowAll: () => void;
}): WorstErrors {
  const words = element('p', { class: 'hint', attributes: { role: 'status' } });
  const body = element('tbody');
  const table = element(
    'table',
    {
      class: 'data errors',
      attributes: { 'aria-label': 'Worst errors, the most confident first' },
    },
    element(
      'thead',
      {},
      element(
        'tr',
        {},
        ...['Text', 'True', 'Predicted'].map((title) =>
          element('th', { attributes: { scope: 'col' } }, title),
        ),
        element('th', { class: 'number', attributes: { scope: 'col' } }, 'Confidence'),
        element('th', { attributes: { scope: 'col' } }, 'Line'),
      ),
    ),
    body,
  );
  const scroll = element('div', { class: 'table-scroll' }, table);

  return {
    element: element('section', {}, element('h3', {}, 'Worst errors'), words, scroll),
    draw: ({ worst }, cell) => {
      const rows = errorsInCell(worst, cell);
      fill(
        words,
        describeList(worst.length, rows.length, cell),
        cell === null ? null : ' ',
        cell === null ? null : linkButton('Show all', handlers.onShowAll),
      );
      scroll.hidden = rows.length === 0;
      fill(
        body,
        ...rows.map(({ text, gold, prediction, confidence, path, line }) =>
          element(
            'tr',
            {},
            element('td', { class: 'row-text' }, text),
            element('td', { attributes: { 'data-head': 'True' } }, gold),
            element('td', { attributes: { 'data-head': 'Predicted' } }, prediction),
            element('td', { class: 'number' }, formatMetric(confidence)),
            element(
              'td',
              {},
              linkButton(
                `${path.split(/[\\/]/).at(-1) ?? path}:${line}`,
                () => handlers.onRow(path, line),
                `Open ${path} at line ${line}`,
              ),
            ),
          ),
        ),
      );
    },
  };
}

function describeList(nAll: number, nShown: number, cell: Cell | null): string {
  if (cell === null) {
    return nAll === 0
      ? 'The model got every row right.'
      : `The ${formatCount(nAll)} errors the model was most sure of.`;
  }
  if (cell.gold === cell.prediction) return `Rows of ${cell.gold} that were right are not listed.`;
  const what = `${cell.gold} predicted as ${cell.prediction}`;
  return nShown === 0
    ? `None of the ${formatCount(nAll)} listed errors is ${what}.`
    : `${formatCount(nShown)} of the ${formatCount(nAll)} listed errors: ${what}.`;
}

import type { EvaluationReport } from '../../protocol/reports';
import { linkButton } from '../controls';
import { element, fill, setText } from '../element';
import { countOf, formatCount, formatMetric } from '../../protocol/formatNumber';
import { createPagedTable } from '../pagedTable';
import { rowLink } from '../rowLink';
import type { OpenRow } from '../rowLink';
import type { Cell, CellRow } from './confusionCells';
import { rowsInCell } from './confusionCells';

export interface RowList {
  readonly element: HTMLElement;
  /** The worst errors, or all rows of a cell. */
  draw(report: EvaluationReport, cell: Cell | null): void;
}

const heads = [
  { title: 'Text', kind: 'text' },
  { title: 'True', kind: 'text' },
  { title: 'Predicted', kind: 'text' },
  { title: 'Confidence', kind: 'number' },
  { title: 'Line', kind: 'text' },
] as const;

/** Rows of an evaluation with text, gold, prediction, confidence and a link to the line in the data file. */
export function createRowList(handlers: {
  readonly onRow: OpenRow;
  readonly onWorst: () => void;
}): RowList {
  const title = element('h3');
  const words = element('p', { class: 'hint', attributes: { role: 'status' } });
  const table = createPagedTable<CellRow>('Rows of the evaluation', (row) =>
    drawRow(row, handlers.onRow),
  );
  return {
    element: element('section', {}, title, words, table.element),
    draw: (report, cell) => {
      const rows = cell === null ? report.worst : rowsInCell(report, cell);
      setText(
        title,
        cell === null ? 'Worst errors' : `${cell.gold} predicted as ${cell.prediction}`,
      );
      const said = cell === null ? describeWorst(rows.length) : describeCell(report, cell, rows);
      const back = cell === null ? null : linkButton('Show the worst errors', handlers.onWorst);
      fill(words, said, back === null ? null : ' ', back);
      table.draw(heads, rows);
    },
  };
}

function drawRow(
  { row, path, line, text, gold, prediction, confidence }: CellRow,
  onRow: OpenRow,
): HTMLElement {
  return element(
    'tr',
    {},
    element('td', { class: 'row-text' }, text ?? element('span', { class: 'hint' }, `Row ${row}`)),
    element('td', { attributes: { 'data-head': 'True' } }, gold),
    element('td', { attributes: { 'data-head': 'Predicted' } }, prediction),
    element('td', { class: 'number' }, formatMetric(confidence)),
    element('td', {}, rowLink(path, line, onRow)),
  );
}

function describeWorst(n: number): string {
  return n === 0
    ? 'The model got every row right.'
    : `The ${formatCount(n)} errors the model was most sure of.`;
}

function describeCell(
  { outcomes, worst, confusionMatrix: { labels, counts } }: EvaluationReport,
  { gold, prediction }: Cell,
  rows: readonly CellRow[],
): string {
  const n = counts[labels.indexOf(gold)]?.[labels.indexOf(prediction)] ?? 0;
  if (n === 0) return 'No rows.';
  if (outcomes === undefined) {
    return `${formatCount(rows.length)} of ${formatCount(n)} rows: this report keeps only the ${formatCount(worst.length)} worst errors row by row.`;
  }
  const hasText = rows[0]?.text != null;
  const isWhole = rows.every(({ text }) => text !== null);
  const where = isWhole
    ? ''
    : hasText
      ? ' Those the model was most sure of come first, with their text; a line opens the others.'
      : ' A line opens its row.';
  return `${countOf(n, 'row')}.${where}`;
}

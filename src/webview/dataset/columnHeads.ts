import type { ColumnFacts, ColumnFilter, RowFilter, RowOrder } from '../../protocol/datasetPage';
import { formatCount, formatNumber } from '../../protocol/formatNumber';
import { element, fill } from '../element';
import { createMenuButton } from '../menuButton';
import { barsOf, figure } from './filters';
import { drawHistogram } from './histogram';

export interface HeadHandlers {
  readonly onFilter: (filter: ColumnFilter) => void;
  readonly onOrder: (order: RowOrder | null) => void;
}

export interface ColumnHeads {
  readonly element: HTMLElement;
  draw(
    columns: readonly ColumnFacts[],
    rows: number,
    filter: RowFilter,
    order: RowOrder | null,
  ): void;
}

/** The table's head: of each column its name, type, fill and spread, and a menu to sort and to filter. */
export function createColumnHeads({ onFilter, onOrder }: HeadHandlers): ColumnHeads {
  const row = element('div', { class: 'grid-row grid-head', attributes: { role: 'row' } });
  let drawn = '';

  const headOf = (
    column: ColumnFacts,
    rows: number,
    filter: RowFilter,
    order: RowOrder | null,
  ): HTMLElement => {
    const { name, type, filled, histogram } = column;
    const direction = order?.column === name ? order.direction : null;
    const arrow = direction === null ? '' : direction === 'ascending' ? ' ▲' : ' ▼';
    const menu = createMenuButton('⋯', `Sort and filter by ${name}`);
    menu.setItems([
      { label: 'Sort ascending', onClick: () => onOrder({ column: name, direction: 'ascending' }) },
      {
        label: 'Sort descending',
        onClick: () => onOrder({ column: name, direction: 'descending' }),
      },
      ...(direction === null ? [] : [{ label: 'File order', onClick: () => onOrder(null) }]),
      ...(histogram === null ? [] : barsOf(name, histogram))
        .filter(({ count }) => count > 0)
        .map(({ words, filter: wanted }) => ({ label: words, onClick: () => onFilter(wanted) })),
    ]);
    return element(
      'div',
      {
        class: 'grid-cell head-cell',
        attributes: { role: 'columnheader', 'aria-sort': direction ?? 'none' },
      },
      element(
        'div',
        { class: 'head-line' },
        element('strong', { title: name }, `${name}${arrow}`),
        menu.element,
      ),
      element('div', { class: 'hint' }, `${type} · ${fillWords(filled, rows)}`),
      histogram === null ? null : drawHistogram(name, histogram, filter.columns, onFilter),
      element('div', { class: 'hint number' }, spreadWords(column)),
    );
  };

  return {
    element: row,
    draw: (columns, rows, filter, order) => {
      const now = JSON.stringify([columns, rows, filter.columns, order]);
      // note: an open menu must not be taken away under the pointer by a figure that grows.
      if (now === drawn || row.querySelector('[aria-expanded=true]') !== null) return;
      drawn = now;
      fill(
        row,
        element('div', { class: 'grid-cell gutter', attributes: { role: 'columnheader' } }, 'Row'),
        ...columns.map((column) => headOf(column, rows, filter, order)),
      );
    },
  };
}

function fillWords(filled: number, rows: number): string {
  if (rows === 0 || filled >= rows) return '100 % filled';
  const percent = Math.min(99.9, (100 * filled) / rows);
  return `${percent.toFixed(percent > 99 ? 1 : 0)} % filled`;
}

function spreadWords({ histogram, distinct }: ColumnFacts): string {
  if (histogram === null) return '';
  if (histogram.kind === 'values') {
    const count = distinct === null ? 'many' : formatCount(distinct);
    return `${count} ${distinct === 1 ? 'value' : 'values'}`;
  }
  const { kind, low, high, mean } = histogram;
  const range = `${figure(low)} – ${figure(high)}, mean ${formatNumber(mean)}`;
  return kind === 'length' ? `${range} characters` : range;
}

import type { ColumnFacts, ColumnFilter, RowFilter, RowOrder } from '../../protocol/datasetPage';
import { formatCount, formatNumber } from '../../protocol/formatNumber';
import { element } from '../element';
import { createMenuButton } from '../menuButton';
import { barsOf, figure } from './filters';
import { drawHistogram } from './histogram';

export interface HeadHandlers {
  readonly onFilter: (filter: ColumnFilter) => void;
  readonly onOrder: (order: RowOrder | null) => void;
}

/** What the heads are about. */
export interface HeadFacts {
  readonly columns: readonly ColumnFacts[];
  readonly rows: number;
  readonly filter: RowFilter;
  readonly order: RowOrder | null;
}

export interface ColumnHeads {
  readonly element: HTMLElement;
  draw(facts: HeadFacts): void;
  /** Which columns are in sight, from one to before another. */
  show(from: number, to: number): void;
}

/** The table's head: of each column its name, type, fill and spread, and a menu to sort and to filter. */
export function createColumnHeads({ onFilter, onOrder }: HeadHandlers): ColumnHeads {
  const row = element('div', { class: 'grid-row grid-head', attributes: { role: 'row' } });
  row.append(
    element('div', { class: 'grid-cell gutter', attributes: { role: 'columnheader' } }, 'Row'),
  );
  /** Heads by column, each with what it shows. */
  const heads = new Map<number, { readonly shows: string; readonly element: HTMLElement }>();
  let facts: HeadFacts | null = null;
  let seen = { from: 0, to: 0 };

  const headOf = (column: ColumnFacts, { rows, filter, order }: HeadFacts): HTMLElement => {
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
        .filter(({ isEmpty }) => !isEmpty)
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

  /** Draws what is in sight; what stays as it is keeps the focus. */
  const update = (): void => {
    // note: an open menu must not be taken away under the pointer by a figure that grows.
    if (facts === null || row.querySelector('[aria-expanded=true]') !== null) return;
    for (const [index, { element: old }] of heads) {
      if (index >= seen.from && index < seen.to && index < facts.columns.length) continue;
      // note: a head that has the focus stays until it is left.
      if (old.contains(document.activeElement)) continue;
      old.remove();
      heads.delete(index);
    }
    const { rows, filter, order, columns } = facts;
    for (const [offset, column] of columns.slice(seen.from, seen.to).entries()) {
      const index = seen.from + offset;
      const shows = JSON.stringify([column, rows, filter.columns, order]);
      const known = heads.get(index);
      if (known?.shows === shows) continue;
      const made = headOf(column, facts);
      made.style.gridColumnStart = String(index + 2);
      made.setAttribute('aria-colindex', String(index + 2));
      const hadFocus = known?.element.contains(document.activeElement) === true;
      if (known === undefined) row.insertBefore(made, headBehind(index));
      else known.element.replaceWith(made);
      heads.set(index, { shows, element: made });
      if (hadFocus) made.querySelector('button')?.focus();
    }
  };

  /** The next head that is drawn, since focus goes by the order of the document. */
  const headBehind = (index: number): HTMLElement | null => {
    const behind = [...heads.keys()].filter((each) => each > index);
    return behind.length === 0 ? null : (heads.get(Math.min(...behind))?.element ?? null);
  };

  return {
    element: row,
    draw: (given) => {
      facts = given;
      update();
    },
    show: (from, to) => {
      if (from === seen.from && to === seen.to) return;
      seen = { from, to };
      update();
    },
  };
}

function fillWords(filled: number, rows: number): string {
  if (rows === 0) return 'no rows';
  if (filled >= rows) return '100 % filled';
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

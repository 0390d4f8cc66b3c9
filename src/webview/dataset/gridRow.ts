import type { ShownRow } from '../../protocol/datasetPage';
import { formatCount } from '../../protocol/formatNumber';
import { element } from '../element';
import { problemMark, worstOf } from './problemMark';

/** Where a row stands, and how much of it is seen. */
export interface RowPlace {
  /** In the view, from 0. */
  readonly place: number;
  readonly isSelected: boolean;
  /** Columns that are drawn. */
  readonly columns: { readonly from: number; readonly to: number };
}

/** Names a row's element for those who cannot see which one is chosen. */
export function rowElementId(place: number): string {
  return `row-${place}`;
}

/** A line of the table; undefined: it is on its way. */
export function drawRow(
  row: ShownRow | undefined,
  { place, isSelected, columns }: RowPlace,
): HTMLElement {
  const worst = worstOf(row?.problems.map(({ severity }) => severity) ?? []);
  const titles = row?.problems.map(({ message }) => message).join('\n') ?? '';
  const classes = [
    'grid-row',
    ...(isSelected ? ['selected'] : []),
    ...(row?.isReadable === false ? ['broken'] : []),
  ];
  const id = rowElementId(place);
  return element(
    'div',
    {
      class: classes.join(' '),
      attributes: {
        ...{ id, role: 'row', 'aria-rowindex': place + 2 },
        'aria-selected': isSelected,
        'data-place': place,
      },
    },
    element(
      'div',
      { class: 'grid-cell gutter number', title: titles, attributes: { role: 'rowheader' } },
      worst === null ? null : problemMark(worst),
      row === undefined ? '' : formatCount(row.row),
    ),
    ...cellsOf(row, columns),
  );
}

function cellsOf(row: ShownRow | undefined, { from, to }: RowPlace['columns']): HTMLElement[] {
  // A row that cannot be parsed is one text across all columns.
  if (row?.isReadable === false) return [cell(row.cells[0] ?? '', 0)];
  if (row === undefined) return [cell('…', from)];
  return row.cells.slice(from, to).map((text, index) => cell(text, from + index));
}

function cell(text: string, column: number): HTMLElement {
  const made = element(
    'div',
    { class: 'grid-cell', attributes: { role: 'gridcell', 'aria-colindex': column + 2 } },
    text,
  );
  made.style.gridColumnStart = String(column + 2);
  return made;
}

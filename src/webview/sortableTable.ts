import { element, fill } from './element';

export interface Column<Row> {
  readonly id: string;
  readonly title: string;
  readonly kind: 'text' | 'number';
  /** What rows are ordered by; null goes last in either direction. */
  readonly value: (row: Row) => string | number | null;
  readonly cell: (row: Row) => Node | string;
}

export interface Sorting {
  readonly column: string;
  readonly direction: 'ascending' | 'descending';
}

/** Rows in the order asked for; equal ones stay as they came. */
export function sortRows<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  sorting: Sorting | null,
): Row[] {
  const column = columns.find(({ id }) => id === sorting?.column);
  if (sorting === null || column === undefined) return [...rows];
  const sign = sorting.direction === 'ascending' ? 1 : -1;
  return [...rows].sort((a, b) => {
    const [x, y] = [column.value(a), column.value(b)];
    if (x === null || y === null) return Number(x === null) - Number(y === null);
    if (typeof x === 'string' || typeof y === 'string') {
      return sign * String(x).localeCompare(String(y), 'en');
    }
    return sign * (x - y);
  });
}

export interface SortableTable<Row> {
  readonly element: HTMLElement;
  draw(rows: readonly Row[]): void;
}

/** A table whose column heads are buttons that sort; `aria-sort` and an arrow say how. */
export function createSortableTable<Row>(details: {
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly sorting: Sorting | null;
  readonly onSort: (sorting: Sorting) => void;
}): SortableTable<Row> {
  const { columns } = details;
  let { sorting } = details;
  let rows: readonly Row[] = [];
  const body = element('tbody');
  const arrows = columns.map(() =>
    element('span', { class: 'sort-arrow', attributes: { 'aria-hidden': true } }),
  );
  const heads = columns.map((column, index) =>
    element(
      'th',
      { class: column.kind, attributes: { scope: 'col' } },
      element(
        'button',
        { class: 'sort', attributes: { type: 'button' }, on: { click: () => sortBy(column) } },
        column.title,
        arrows[index] ?? null,
      ),
    ),
  );

  const sortBy = ({ id, kind }: Column<Row>): void => {
    const first = kind === 'number' ? 'descending' : 'ascending';
    const other = first === 'ascending' ? 'descending' : 'ascending';
    const isAgain = sorting?.column === id && sorting.direction === first;
    sorting = { column: id, direction: isAgain ? other : first };
    details.onSort(sorting);
    show();
  };

  const show = (): void => {
    columns.forEach(({ id }, index) => {
      const direction = sorting?.column === id ? sorting.direction : null;
      heads[index]?.setAttribute('aria-sort', direction ?? 'none');
      if (arrows[index] !== undefined) {
        arrows[index].textContent = direction === null ? '' : direction === 'ascending' ? '▲' : '▼';
      }
    });
    fill(
      body,
      ...sortRows(rows, columns, sorting).map((row) =>
        element(
          'tr',
          {},
          ...columns.map((column, index) =>
            index === 0
              ? element(
                  'th',
                  { class: column.kind, attributes: { scope: 'row' } },
                  column.cell(row),
                )
              : element('td', { class: column.kind }, column.cell(row)),
          ),
        ),
      ),
    );
  };

  const table = element(
    'table',
    { class: 'data', attributes: { 'aria-label': details.caption } },
    element('thead', {}, element('tr', {}, ...heads)),
    body,
  );
  return {
    element: element('div', { class: 'table-scroll' }, table),
    draw: (next) => {
      rows = next;
      show();
    },
  };
}

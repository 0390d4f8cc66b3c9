import { element, fill } from './element';
import type { Column, Sorting } from './sortRows';
import { tableScroll } from './tableScroll';
import { sortRows } from './sortRows';

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
    element: tableScroll(details.caption, table),
    draw: (next) => {
      rows = next;
      show();
    },
  };
}

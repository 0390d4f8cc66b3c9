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

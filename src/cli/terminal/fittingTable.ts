import { table, type Column } from './table';
import { cut } from './visibleText';

/** A column and what it says of an item. */
export interface Cell<T> extends Column {
  readonly of: (item: T) => string;
}

/**
 * A row an item. What does not fit into `width` is left out column by column rather than cut off.
 * @param dispensable heads of columns that may be left out, the least needed first
 */
export function fittingTable<T>(
  cells: readonly Cell<T>[],
  items: readonly T[],
  { width, dispensable }: { readonly width: number; readonly dispensable: readonly string[] },
): string[] {
  const left = [...dispensable];
  let used = cells;
  for (;;) {
    const rows = items.map((item) => used.map(({ of }) => of(item)));
    const lines = table(used, rows, Infinity);
    const longest = Math.max(...lines.map(({ length }) => length));
    const without = left.shift();
    if (longest <= width || without === undefined) return lines.map((line) => cut(line, width));
    used = used.filter(({ head }) => head !== without);
  }
}

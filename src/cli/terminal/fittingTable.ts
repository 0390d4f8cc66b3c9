import { table, type Column } from './table';
import { cut } from './visibleText';

/** A column and what it says of an item. */
export interface Cell<T> extends Column {
  readonly of: (item: T) => string;
}

/**
 * A row an item. What does not fit into `width` is left out column by column, then cut in the widest of the others but the last.
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
    if (longest <= width) return lines;
    if (without === undefined) return narrowed(used, rows, width);
    used = used.filter(({ head }) => head !== without);
  }
}

/** note: the last column is what a table is read for, such as a verdict. */
function narrowed(columns: readonly Column[], rows: readonly string[][], width: number): string[] {
  const widths = columns.map(({ head, most = Infinity }, index) =>
    Math.min(most, Math.max(head.length, ...rows.map((row) => row[index]?.length ?? 0))),
  );
  const [widest] = [...widths.slice(0, -1).entries()].sort(([, a], [, b]) => b - a);
  if (widest === undefined) return table(columns, rows, width);
  const [at, most] = widest;
  const total = widths.reduce((sum, each) => sum + each + gap, -gap);
  const narrow = Math.max(fewestShown, most - (total - width));
  const fitting = columns.map((column, index) =>
    index === at ? { ...column, most: narrow } : column,
  );
  return table(fitting, rows, Infinity).map((line) => cut(line, width));
}

const gap = 2;
/** Fewer characters of a cell tell nothing. */
const fewestShown = 8;

import { cut } from './visibleText';

/** A column: numbers stand to the right. */
export interface Column {
  readonly head: string;
  readonly align: 'left' | 'right';
  /** Most characters; longer cells are cut. */
  readonly most?: number;
}

/** A table as lines, two spaces between columns, no line longer than `width`. */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  width: number,
): string[] {
  const cells = [columns.map(({ head }) => head), ...rows].map((row) =>
    columns.map(({ most }, index) => cut(row[index] ?? '', most ?? width)),
  );
  const widths = columns.map((_, index) =>
    Math.max(...cells.map((row) => row[index]?.length ?? 0)),
  );
  return cells.map((row) =>
    cut(
      columns
        .map(({ align }, index) => {
          const [cell, room] = [row[index] ?? '', widths[index] ?? 0];
          return align === 'right' ? cell.padStart(room) : cell.padEnd(room);
        })
        .join('  ')
        .trimEnd(),
      width,
    ),
  );
}

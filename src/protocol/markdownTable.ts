/** Cells are filled up to this: one long name must not make every line as long. */
const widest = 60;

/** A Markdown table whose columns line up in the source as well. */
export function markdownTable(
  heads: readonly string[],
  rows: readonly (readonly string[])[],
  sides: readonly ('left' | 'right')[] = [],
): string {
  const cells = [heads, ...rows].map((row) => row.map(plainMarkdown));
  const widths = heads.map((_, column) =>
    Math.min(widest, Math.max(3, ...cells.map((row) => (row[column] ?? '').length))),
  );
  const pad = (cell: string, column: number): string => {
    const width = widths[column] ?? 3;
    return sides[column] === 'right' ? cell.padStart(width) : cell.padEnd(width);
  };
  const print = (row: readonly string[]): string =>
    `| ${heads.map((_, column) => pad(row[column] ?? '', column)).join(' | ')} |`;
  const [head = [], ...body] = cells;
  const rule = widths.map((width, column) =>
    sides[column] === 'right' ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width),
  );
  return [print(head), print(rule), ...body.map(print)].join('\n');
}

/** Text from data shows as it is: no markup, no links, no line of its own. */
export function plainMarkdown(cell: string): string {
  return cell
    .replaceAll(/[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]+/gu, ' ')
    .replaceAll(/[\\`*_[\]<>|#~&]/g, '\\$&')
    .trim();
}

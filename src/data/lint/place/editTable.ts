import type { ValuePath } from '../../schemas/schema';
import type { RawEdit } from '../applyFix';
import { cellsOf, type RowSyntax } from './rowText';

type Table = Extract<RowSyntax, { type: 'table' }>;

/**
 * Sets a cell in a row's text. It is quoted where it was, or where the new text needs quotes; the other cells stay as they
 * are.
 */
export function setCell(
  raw: string,
  table: Table,
  path: ValuePath,
  value: unknown,
): RawEdit | null {
  const [column, ...inner] = path;
  const index = table.columns.indexOf(String(column));
  const cells = cellsOf(raw, table);
  const cell = cells[index];
  if (cell === undefined || inner.length > 0) return null;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const needsQuotes =
    cell.isQuoted || text.includes(table.delimiter) || /[\r\n]/.test(text) || text.startsWith('"');
  const written = needsQuotes ? `"${text.replaceAll('"', '""')}"` : text;
  const { start, end } = cell;
  // note: where quotes are no quotes, as in many TSV files, there may be no way to write this text.
  const after = cellsOf(raw.slice(0, start) + written + raw.slice(end), table);
  const isRead = after.length === cells.length && after[index]?.text === text;
  return isRead ? { start, end, text: written } : null;
}

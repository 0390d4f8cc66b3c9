import type { TextRow } from '../scan/textRow';
import type { DocumentScan } from './scanDocument';
import { scanDocument } from './scanDocument';
import type { RowTable } from './rowTable';

/** The row of a document that stands on a line, from 0, read anew; null: there is none. */
export function rowAtLine(
  lines: readonly string[],
  scan: DocumentScan,
  rows: RowTable<unknown>,
  line: number,
): TextRow | null {
  const at = indexAtLine(rows, line);
  const isTable = scan.layout.format === 'csv' || scan.layout.format === 'tsv';
  if (at < 0 || (isTable && scan.table.header && rows.isHead(at))) return null;
  const anchor = rows.isAnchor(at) ? at : rows.anchorBefore(at);
  const from = anchor < 0 ? null : rows.range(anchor);
  const wanted = rows.range(at);
  for (const { range, known } of scanDocument(lines, scan, (text) => text)(from)) {
    if (range.line === wanted.line && range.column === wanted.column) return known;
    if (range.line > wanted.line) break;
  }
  return null;
}

/** Rows are in the order of their lines. */
function indexAtLine(rows: RowTable<unknown>, line: number): number {
  let [low, high] = [0, rows.count - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (rows.endLine(middle) < line) low = middle + 1;
    else if (rows.line(middle) > line) high = middle - 1;
    else return middle;
  }
  return -1;
}

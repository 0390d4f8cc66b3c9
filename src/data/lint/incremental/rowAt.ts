import type { TextRow } from '../scan/textRow';
import type { DocumentScan } from './scanDocument';
import { scanDocument } from './scanDocument';
import type { KeptRow, RowRange, RowTable } from './rowTable';

/** Counted from 0. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** The row of a document that stands at a place, from 0, read anew; null: there is none. */
export function rowAt(
  lines: readonly string[],
  scan: DocumentScan,
  rows: RowTable<unknown>,
  place: Place,
): TextRow | null {
  const at = indexAt(rows, place);
  const isTable = scan.layout.format === 'csv' || scan.layout.format === 'tsv';
  if (at < 0 || (isTable && scan.table.header && rows.isHead(at))) return null;
  const anchor = rows.isAnchor(at) ? at : rows.anchorBefore(at);
  const from = anchor < 0 ? null : rows.range(anchor);
  const wanted = rows.range(at);
  const read = scanDocument(lines, scan, (text) => text);
  // note: where a quote in a TSV file never closes, what stands far above says where a row ends.
  return findRow(read(from), wanted) ?? (from === null ? null : findRow(read(null), wanted));
}

function findRow(rows: Iterable<KeptRow<TextRow>>, wanted: RowRange): TextRow | null {
  for (const { range, known } of rows) {
    const isThere = range.line === wanted.line && range.column === wanted.column;
    if (isThere && range.endLine === wanted.endLine && range.endColumn === wanted.endColumn)
      return known;
    if (isThere || range.line > wanted.line) return null;
  }
  return null;
}

/** Rows are in the order of their places. Of several on a line, the last that begins at or before the place, else the first. */
function indexAt(rows: RowTable<unknown>, { line, column }: Place): number {
  let [low, high] = [0, rows.count];
  while (low < high) {
    const middle = (low + high) >> 1;
    const isAfter =
      rows.line(middle) > line || (rows.line(middle) === line && rows.column(middle) > column);
    if (isAfter) high = middle;
    else low = middle + 1;
  }
  const at = low - 1;
  if (at >= 0 && rows.endLine(at) >= line) return at;
  return low < rows.count && rows.line(low) === line ? low : -1;
}

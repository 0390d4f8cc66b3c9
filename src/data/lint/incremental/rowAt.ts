import type { TextRow } from '../scan/textRow';
import type { DocumentScan } from './scanDocument';
import { scanDocument } from './scanDocument';
import type { FoundRow, RowTable } from './rowTable';

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
  return rowsAt(lines, scan, rows, [at]).get(at) ?? null;
}

/** Rows by their number in the table, read anew; those that follow one anchor in one go, since each is found from it on. */
export function rowsAt(
  lines: readonly string[],
  scan: DocumentScan,
  rows: RowTable<unknown>,
  wanted: readonly number[],
): ReadonlyMap<number, TextRow> {
  const found = new Map<number, TextRow>();
  const read = scanDocument(lines, scan, (text) => text);
  const byAnchor = new Map<number, number[]>();
  for (const at of wanted) {
    const anchor = rows.isAnchor(at) ? at : rows.anchorBefore(at);
    const group = byAnchor.get(anchor);
    if (group === undefined) byAnchor.set(anchor, [at]);
    else group.push(at);
  }
  for (const [anchor, group] of byAnchor) {
    group.sort((a, b) => a - b);
    findRows(read(anchor < 0 ? null : rows.range(anchor)), rows, group, found);
    const missing = group.filter((at) => !found.has(at));
    // note: where a quote in a TSV file never closes, what stands far above says where a row ends.
    if (anchor >= 0 && missing.length > 0) findRows(read(null), rows, missing, found);
  }
  return found;
}

/** Adds those of the wanted rows, which ascend, that are among the read ones. */
function findRows(
  read: Iterable<FoundRow<TextRow>>,
  rows: RowTable<unknown>,
  wanted: readonly number[],
  found: Map<number, TextRow>,
): void {
  let next = 0;
  for (const { range, look } of read) {
    for (; next < wanted.length; next += 1) {
      const at = wanted[next] ?? 0;
      const order = range.line - rows.line(at) || range.column - rows.column(at);
      if (order < 0) break;
      const { endLine, endColumn } = rows.range(at);
      if (order === 0 && range.endLine === endLine && range.endColumn === endColumn)
        found.set(at, look());
    }
    if (next === wanted.length) return;
  }
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

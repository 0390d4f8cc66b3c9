import type { DataSource } from '../../protocol/runConfig';
import type { FileLayout } from '../readers/format';
import { readBytes } from '../readers/openFile';
import { scanFile, type FileScan } from '../lint/scan/openScan';
import { isUnplaced } from '../lint/scan/scanUnplaced';
import { scanRows } from '../lint/scan/scanRows';
import type { TextRow } from '../lint/scan/textRow';
import type { RowIndex } from './rowIndex';

/** A file whose rows are looked up. */
export interface IndexedFile {
  readonly source: DataSource;
  readonly scan: Extract<FileScan, { type: 'rows' }>;
  /** Names of a table's columns; empty in other formats. */
  readonly columns: readonly string[];
  readonly index: RowIndex;
}

/** Bytes read at once: a screen of rows is seldom more. */
const chunkBytes = 64 * 1024;

/**
 * Reads the given rows (ordinals from 1) from where the index says they are; rows behind the file's end are left out.
 * Rows that have no place of their own in the file (Parquet, UTF-16) are read from its beginning.
 */
export async function readRowsAt(
  file: IndexedFile,
  wanted: readonly number[],
  signal: AbortSignal,
): Promise<ReadonlyMap<number, TextRow>> {
  const found = new Map<number, TextRow>();
  const rows = [...new Set(wanted)].sort((a, b) => a - b);
  if (!canSeek(file)) {
    await readFromBeginning(file, rows, found, signal);
    return found;
  }
  for (let at = 0; at < rows.length;) {
    const first = rows[at] ?? 1;
    // Neighbours are read in one go.
    let last = at;
    while ((rows[last + 1] ?? Infinity) - (rows[last] ?? 0) <= mostGap) last += 1;
    await readStretch(file, new Set(rows.slice(at, last + 1)), first, found, signal);
    at = last + 1;
  }
  return found;
}

/** Rows that are read through rather than looked up anew. */
const mostGap = 64;

/** Whether the scan's offsets are offsets of the file. */
function canSeek({ scan }: IndexedFile): boolean {
  return !isUnplaced(scan.layout) && scan.encoding.encoding === 'utf-8';
}

async function readStretch(
  { source, scan, columns, index }: IndexedFile,
  wanted: ReadonlySet<number>,
  first: number,
  found: Map<number, TextRow>,
  signal: AbortSignal,
): Promise<void> {
  const place = index.before(first);
  const isHead = place === null || place.row === 1;
  const from = isHead ? { row: 1, line: 1, start: 0 } : place;
  const most = Math.max(...wanted);
  const state = { isDone: false };
  const keep = (text: TextRow): void => {
    if (text.row === null || state.isDone) return;
    const row = text.row + from.row - 1;
    const record = { ...text.record, line: text.record.line + from.line - 1 };
    if (wanted.has(row)) found.set(row, { ...text, row, record });
    if (row >= most) state.isDone = true;
  };
  const table = isHead ? source : { header: false, columns };
  const rows = scanRows(isHead ? scan.layout : continued(scan.layout), table, keep);
  // In the midst of a list, as if it began here.
  if (!isHead && isList(scan.layout)) rows.push(Buffer.from('['));
  const start = scan.encoding.mark + from.start;
  for await (const bytes of readBytes(source.path, { signal, chunkBytes, start })) {
    rows.push(bytes);
    if (state.isDone) return;
  }
  rows.end();
}

function isList({ format, shape }: FileLayout): boolean {
  return format === 'json' && shape.type !== 'objects';
}

/** How a file goes on in the middle of its rows. */
function continued(layout: FileLayout): FileLayout {
  return isList(layout) ? { ...layout, shape: { type: 'list' } } : layout;
}

async function readFromBeginning(
  { source, scan }: IndexedFile,
  rows: readonly number[],
  found: Map<number, TextRow>,
  signal: AbortSignal,
): Promise<void> {
  const wanted = new Set(rows);
  const most = rows.at(-1) ?? 0;
  const enough = new AbortController();
  const keep = (text: TextRow): void => {
    if (text.row !== null && wanted.has(text.row)) found.set(text.row, text);
    if ((text.row ?? 0) >= most) enough.abort(enough);
  };
  try {
    await scanFile(source, scan, keep, { signal: AbortSignal.any([signal, enough.signal]) });
  } catch (error) {
    if (error !== enough) throw error;
  }
}

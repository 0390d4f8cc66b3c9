import { assertNever } from '../../../protocol/assertNever';
import type { FileLayout } from '../../readers/format';
import type { JsonShape } from '../../readers/jsonShape';
import type { TableLayout } from '../../readers/tableRows';
import { scanRows } from '../scan/scanRows';
import type { RowScan } from '../scan/scanRows';
import type { TextRow } from '../scan/textRow';
import type { FoundRow, RowRange } from './rowTable';
import type { ScanRows } from './updateRows';

/** How the rows of a document are found; whether a table has a header is known already. */
export interface DocumentScan {
  readonly layout: FileLayout;
  readonly table: TableLayout & { readonly header: boolean };
  /** Columns of a table, from left to right; empty in other formats. */
  readonly columns: readonly string[];
}

/** What goes to the scanner at once: few lines at first, since a change is often within one; then more, since that is faster. */
const [mostLines, mostCharacters] = [64, 65_536];

/**
 * Rows of a document's lines as the scanner of files finds them, from the beginning or from an anchor on. `look` is called for
 * each, with lines as the scanner counts them.
 */
export function scanDocument<T>(
  lines: readonly string[],
  { layout, table, columns }: DocumentScan,
  look: (text: TextRow) => T,
): ScanRows<T> {
  const { format, shape } = layout;
  const isTable = format === 'csv' || format === 'tsv';
  /** The first row of a table says how many cells the others should have: it goes before what is read from an anchor on. */
  let head = '';
  let headLine = -1;

  return function* scanFrom(anchor) {
    const start = anchor ?? { line: 0, column: 0 };
    let queue: TextRow[] = [];
    const layoutHere = anchor === null ? table : { header: false, columns };
    const scan = scanRows(layout, layoutHere, (text) => queue.push(text));
    const prime =
      anchor === null ? '' : isTable ? `${head}\n` : format === 'json' ? opening(shape) : '';
    scan.push(Buffer.from(prime));
    queue = [];
    const offset = offsetOf(start, prime);
    let isHeadKnown = !isTable || anchor !== null;
    // Rules tell a file's first row from the others. Behind a header, the primer and the header have been counted.
    const isAtHeader = anchor !== null && table.header && anchor.line === headLine;
    const numbered = (text: TextRow): TextRow =>
      text.row === null ? text : { ...text, row: text.row + (isAtHeader ? -2 : 1) };
    if (anchor === null) head = '';

    const take = function* (seenLine: number): Generator<FoundRow<T>> {
      const found = queue;
      queue = [];
      let rows = 0;
      for (const text of found) {
        const { record } = text;
        const isRow = record.kind === 'row';
        if (isRow) rows += 1;
        // note: a quote in a TSV file that never closes leaves lines below as they are, quotes or not: all come at once.
        const isFresh = format !== 'tsv' || rows === 1;
        const isAnchor = isFresh && isRow && record.problems.length === 0;
        const isHead = !isHeadKnown;
        const range = rangeOf(text, offset);
        if (isHead && isAnchor) {
          head = record.raw;
          headLine = range.line;
          isHeadKnown = true;
        }
        // What stands behind a row like this had no say in where it ends.
        const isPlain = isAnchor && endsByItself(format, record.raw);
        yield {
          range: { ...range, seenLine: isPlain ? range.endLine : seenLine },
          ...{ isAnchor, isHead, look: () => look(anchor === null ? text : numbered(text)) },
        };
      }
    };
    let size = 1;
    for (let at = start.line; at < lines.length;) {
      const from = at === start.line ? start.column : 0;
      const to = pushLines(scan, lines, { at, from, most: size });
      if (format !== 'tsv') size = Math.min(mostLines, 2 * size);
      at = to;
      yield* take(at - 1);
    }
    scan.end();
    yield* take(lines.length - 1);
  };
}

/** Whether the text of a row in which nothing is wrong tells by itself where the row ends. */
function endsByItself(format: FileLayout['format'], raw: string): boolean {
  switch (format) {
    case 'jsonl':
    case 'text':
    case 'csv':
      return true;
    case 'json':
      return raw.startsWith('{');
    case 'tsv':
      // A quote that opens a cell counts only where it is closed below.
      return !raw.includes('"');
    case 'parquet':
      return false;
    default:
      return assertNever(format, 'format');
  }
}

/** What stands before the first row of a JSON file, as long as it is there. */
function opening(shape: JsonShape): string {
  if (shape.type === 'objects') return '';
  return `${'before' in shape ? ' '.repeat(shape.before) : ''}[`;
}

/** Pushes at least one line; returns the one that comes next. */
function pushLines(
  scan: RowScan,
  lines: readonly string[],
  { at, from, most }: { readonly at: number; readonly from: number; readonly most: number },
): number {
  const first = lines[at] ?? '';
  let text = from === 0 ? first : first.slice(from);
  let next = at + 1;
  while (next < lines.length && next - at < most && text.length < mostCharacters) {
    text += `\n${lines[next] ?? ''}`;
    next += 1;
  }
  if (next < lines.length) text += '\n';
  scan.push(Buffer.from(text));
  return next;
}

/** What to add to the scanner's lines, and to its columns on its first line, which count from 1. */
interface Offset {
  readonly lines: number;
  readonly firstLine: number;
  readonly columns: number;
}

function offsetOf(
  start: { readonly line: number; readonly column: number },
  prime: string,
): Offset {
  const primeLines = prime.split('\n').length - 1;
  const primeColumns = prime.length - (prime.lastIndexOf('\n') + 1);
  return {
    lines: start.line - primeLines - 1,
    firstLine: primeLines + 1,
    columns: start.column - primeColumns,
  };
}

function rangeOf({ record }: TextRow, offset: Offset): Omit<RowRange, 'seenLine'> {
  const line = record.line + offset.lines;
  const column = record.column - 1 + (record.line === offset.firstLine ? offset.columns : 0);
  const { raw } = record;
  let endLine = line;
  let lineStart = 0;
  for (let at = raw.indexOf('\n'); at >= 0; at = raw.indexOf('\n', lineStart)) {
    endLine += 1;
    lineStart = at + 1;
  }
  const endColumn = endLine === line ? column + raw.length : raw.length - lineStart;
  return { line, column, endLine, endColumn };
}

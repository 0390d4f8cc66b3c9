import { assertNever } from '../../../protocol/assertNever';
import type { FileLayout } from '../../readers/format';
import type { TableLayout } from '../../readers/tableRows';
import type { RowSyntax } from '../place/rowText';
import { jsonRows } from './jsonRows';
import { lineRows } from './lineRows';
import { scanDelimited } from './scanDelimited';
import { scanJsonArray } from './scanJsonArray';
import type { ByteSink } from './scannedRecord';
import { scanTabbed } from './scanTabbed';
import { scanTextLines } from './scanTextLines';
import { tableRows } from './tableRows';
import type { RecordSink, SeeRow } from './textRow';

/** Takes the bytes of a file and gives its rows. */
export interface RowScan extends ByteSink {
  /** How the rows are written; of a table known from its first row on. */
  syntax(): RowSyntax;
}

/**
 * Rows of a file with this layout, with whatever is wrong with how they are written; never throws for what a file holds.
 * `see` is called within push and end.
 */
export function scanRows(layout: FileLayout, table: TableLayout, see: SeeRow): RowScan {
  const { format, delimiter, shape, spreadLine } = layout;
  switch (format) {
    case 'jsonl':
      return withSyntax(jsonRows(see), scanTextLines, () => ({ type: 'json' }));
    case 'json':
      return withSyntax(jsonRows(see), scanJsonArray.bind(null, shape), () => ({
        type: 'json',
        spreadLine,
      }));
    case 'csv':
    case 'tsv': {
      let columns: readonly string[] = [];
      const rows = tableRows(table, delimiter, (names) => (columns = names), see);
      const scan = format === 'tsv' ? scanTabbed : scanDelimited.bind(null, delimiter);
      return withSyntax(rows, scan, () => ({ type: 'table', format, delimiter, columns }));
    }
    case 'text':
      return withSyntax(lineRows(see), scanTextLines, () => ({ type: 'line' }));
    case 'parquet':
      throw new Error('The rows of a Parquet file are no text.');
    default:
      return assertNever(format, 'format');
  }
}

function withSyntax(
  rows: RecordSink,
  scan: (see: RecordSink['see']) => ByteSink,
  syntax: () => RowSyntax,
): RowScan {
  const bytes = scan(rows.see);
  return {
    push: bytes.push,
    end() {
      bytes.end();
      rows.end();
    },
    syntax,
  };
}

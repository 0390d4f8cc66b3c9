import { assertNever } from '../protocol/assertNever';
import { UserError } from '../protocol/errors';
import type { DataSource } from '../protocol/runConfig';
import { refusingColumns } from './readers/columnsOfRows';
import { readDelimitedRecords } from './readers/delimitedRecords';
import { detectLayout } from './readers/format';
import { readJsonArray } from './readers/jsonArray';
import { readJsonLines } from './readers/jsonLines';
import { readParquetRows } from './readers/parquetRows';
import type { ReadOptions, Row } from './readers/row';
import { readTableRows } from './readers/tableRows';
import { readTabRecords } from './readers/tabRecords';
import { readTextLines } from './readers/textLines';

/**
 * The rows of a data file, one after the other: only the row at hand is in memory. Breaking out of the loop
 * closes the file. @throws UserError with file and line for whatever is wrong with the file.
 */
export async function* readRows(
  source: DataSource,
  options: ReadOptions = {},
): AsyncGenerator<Row, void> {
  const { path } = source;
  const { format, delimiter, shape, spreadLine } = await detectLayout(path, source.format);
  if (spreadLine !== null)
    throw new UserError('This is JSON over several lines, but JSONL has one row a line.', {
      place: { file: path, line: spreadLine },
      next: 'Name the file .json or set its "format": "json"; or write each row on one line.',
    });
  switch (format) {
    case 'jsonl':
      yield* refusingColumns(path, readJsonLines(path, options));
      break;
    case 'json':
      yield* refusingColumns(path, readJsonArray(path, shape, options));
      break;
    case 'csv':
      yield* readTableRows(path, readDelimitedRecords(path, delimiter, options), {
        ...source,
        delimiter,
      });
      break;
    case 'tsv':
      yield* readTableRows(path, readTabRecords(path, options), { ...source, delimiter: null });
      break;
    case 'parquet':
      yield* readParquetRows(path, options);
      break;
    case 'text':
      yield* readTextLines(path, options);
      break;
    default:
      assertNever(format, 'format');
  }
}

/** A source with nothing said about it but its path. */
export function sourceOf(path: string): DataSource {
  return { path, format: null, header: null, columns: null };
}

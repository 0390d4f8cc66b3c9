import { UserError } from '../../protocol/errors';
import { isNeverClosed, neverClosed, type TableRecord } from './delimitedRecords';
import { looksLikeHeader } from './header';
import type { Row } from './row';
import { countOf } from '../../protocol/formatNumber';

/** How many records tell whether the first of them is a header. */
export const headerSample = 50;

export interface TableLayout {
  /** Whether the first record names the columns; null: told by the first records. */
  readonly header: boolean | null;
  /** Names from left to right, in place of those in the file; columns beyond them are named by position. */
  readonly columns: readonly string[] | null;
}

interface DelimitedLayout extends TableLayout {
  /** What stands between cells, where quotes may take several lines together; null: they may not. */
  readonly delimiter: string | null;
}

/**
 * Rows of a table. Columns bear the names of the header, or "1", "2", … where there is none.
 * @throws UserError for a row with more or fewer cells than the first.
 */
export async function* readTableRows(
  path: string,
  records: AsyncGenerator<TableRecord>,
  layout: DelimitedLayout,
): AsyncGenerator<Row> {
  try {
    yield* rowsOf(path, records, layout);
  } finally {
    // Whoever leaves the loop early closes the file.
    await records.return(undefined);
  }
}

async function* rowsOf(
  path: string,
  records: AsyncGenerator<TableRecord>,
  { header, columns, delimiter }: DelimitedLayout,
): AsyncGenerator<Row> {
  const sample: TableRecord[] = [];
  const size = header === null ? headerSample : 1;
  let ended = false;
  while (sample.length < size) {
    const next = await records.next();
    if (next.done === true) {
      ended = true;
      break;
    }
    if (!isBlank(next.value)) sample.push(next.value);
  }
  const [first] = sample;
  if (first === undefined) return;
  const hasHeader =
    header ??
    looksLikeHeader(
      sample.map(({ cells }) => cells),
      columns,
    );
  const names = nameColumns(path, first, hasHeader, columns);
  const toValues = valuesBy(names);

  let row = 0;
  const asRow = (record: TableRecord): Row => {
    row += 1;
    if (record.cells.length !== names.length)
      throw wrongCount(path, record, names.length, delimiter);
    return { row, line: record.line, endLine: record.endLine, values: toValues(record.cells) };
  };
  for (const record of hasHeader ? sample.slice(1) : sample) yield asRow(record);
  if (ended) return;
  for await (const record of records) if (!isBlank(record)) yield asRow(record);
}

function isBlank({ cells }: TableRecord): boolean {
  return cells.length === 1 && (cells[0] ?? '').trim() === '';
}

function nameColumns(
  path: string,
  first: TableRecord,
  hasHeader: boolean,
  columns: readonly string[] | null,
): readonly string[] {
  const count = first.cells.length;
  const place = { file: path, line: first.line };
  if (columns !== null && columns.length > count) {
    throw new UserError(`"columns" names ${columns.length} columns, the first row has ${count}.`, {
      place,
      next: 'Name as many columns as there are, or check the format.',
    });
  }
  const names = first.cells.map((cell, index) => {
    const own = hasHeader ? cell.trim() : '';
    return columns?.[index] ?? (own === '' ? String(index + 1) : own);
  });
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    throw new UserError(`Column "${twice}" stands twice in the header.`, {
      place,
      next: 'Rename one, or give names with "columns".',
    });
  }
  return names;
}

function valuesBy(names: readonly string[]): (cells: readonly string[]) => Record<string, string> {
  // note: assigning to a key named __proto__ would be lost.
  if (names.includes('__proto__')) {
    return (cells) => Object.fromEntries(names.map((name, index) => [name, cells[index] ?? '']));
  }
  return (cells) => {
    const values: Record<string, string> = {};
    for (let index = 0; index < names.length; index += 1) {
      values[names[index] ?? ''] = cells[index] ?? '';
    }
    return values;
  };
}

function wrongCount(
  path: string,
  record: TableRecord,
  expected: number,
  delimiter: string | null,
): UserError {
  const { cells, line } = record;
  if (delimiter !== null && isNeverClosed(record, delimiter, expected))
    return neverClosed(path, line);
  const has = countOf(cells.length, 'cell');
  return new UserError(`This row has ${has} where the first row has ${expected}.`, {
    place: { file: path, line },
    next: 'Put quotes around a cell that holds the delimiter, or correct the row.',
  });
}

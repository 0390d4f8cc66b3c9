import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CsvError, parse } from 'csv-parse';
import { UserError } from '../../protocol/errors';
import { decodeText } from './decodeText';
import { lineTooLong } from './readLines';
import { usualLongestLine } from './row';
import type { ReadOptions } from './row';

/** The cells of one row of a table and the lines they stand on. */
export interface TableRecord {
  readonly cells: readonly string[];
  readonly line: number;
  readonly endLine: number;
}

/**
 * Records of a delimited file whose cells may be quoted and then span lines. Quotes inside an unquoted cell
 * (`5" disk`) are ordinary characters. @throws UserError for a quote that never closes.
 */
export async function* readDelimitedRecords(
  path: string,
  delimiter: string,
  options: ReadOptions,
): AsyncGenerator<TableRecord> {
  const lines = lineCounter();
  const parser = parse({
    delimiter,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_quotes: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: options.longestLine ?? usualLongestLine,
    info: true,
    bom: false,
  });
  const feeding = pipeline(Readable.from(feed(path, options, lines)), parser);
  // A failure reaches the loop below through the parser; without this it would also be unhandled.
  feeding.catch(() => undefined);
  try {
    for await (const parsed of parser) {
      const { record, info } = parsed as { record: string[]; info: { bytes: number } };
      yield { cells: record, ...lines.take(info.bytes) };
    }
    await feeding;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = lines.next();
    if (error.code === 'CSV_MAX_RECORD_SIZE') throw lineTooLong(path, line);
    if (error.code === 'CSV_QUOTE_NOT_CLOSED') {
      throw neverClosed(path, line);
    }
    throw new UserError(`The row cannot be read (${error.code}).`, {
      place: { file: path, line },
      next: 'Correct the row, or remove it.',
    });
  } finally {
    parser.destroy();
  }
}

/** What is wrong with a row whose quote takes the rows below it for its own. */
export function neverClosed(path: string, line: number): UserError {
  return new UserError('A quote is opened in this row and never closed.', {
    place: { file: path, line },
    next: 'Close it; a quote inside a quoted cell is written twice ("").',
  });
}

/**
 * Whether a row has the wrong number of cells because a quote on its first line never closes, but meets the quotes of rows below:
 * that line by itself has the right number, or a cell goes on behind the quote that closes it.
 */
export function isNeverClosed(
  { cells }: TableRecord,
  delimiter: string,
  expected: number,
): boolean {
  const at = cells.findIndex((cell) => /[\r\n]/.test(cell));
  const cell = cells[at];
  if (cell === undefined) return false;
  const [firstLine = ''] = cell.split(/[\r\n]/, 1);
  return cell.startsWith('"') || at + firstLine.split(delimiter).length === expected;
}

async function* feed(
  path: string,
  options: ReadOptions,
  lines: ReturnType<typeof lineCounter>,
): AsyncGenerator<Buffer> {
  for await (const text of decodeText(path, options)) {
    const bytes = Buffer.from(text);
    lines.see(bytes);
    yield bytes;
  }
}

/** Remembers where lines end in the bytes that were fed, until their records come out of the parser. */
function lineCounter() {
  /** Offsets just behind each line's end, for lines that no record has claimed yet. */
  let ends: number[] = [];
  let isEmpty: boolean[] = [];
  let head = 0;
  let claimed = 0;
  let offset = 0;
  let lineStart = 0;
  let afterReturn = false;

  const skipEmpty = (): void => {
    while (head < ends.length && isEmpty[head] === true) {
      head += 1;
      claimed += 1;
    }
  };
  return {
    see(bytes: Buffer): void {
      ends = ends.slice(head);
      isEmpty = isEmpty.slice(head);
      head = 0;
      for (let at = 0; at < bytes.length; at += 1) {
        const byte = bytes[at];
        if (byte === 10 && afterReturn) {
          // The second half of \r\n: the line that has just ended is one byte longer.
          afterReturn = false;
          if (ends.length > 0) ends[ends.length - 1] = offset + at + 1;
          lineStart = offset + at + 1;
        } else if (byte === 10 || byte === 13) {
          ends.push(offset + at + 1);
          isEmpty.push(offset + at === lineStart);
          lineStart = offset + at + 1;
          afterReturn = byte === 13;
        } else {
          afterReturn = false;
        }
      }
      offset += bytes.length;
    },
    /** The lines of the record that ends at this offset. */
    take(end: number): { line: number; endLine: number } {
      skipEmpty();
      const line = claimed + 1;
      let claimedTo = 0;
      while (head < ends.length && (ends[head] ?? 0) <= end) {
        claimedTo = ends[head] ?? 0;
        head += 1;
        claimed += 1;
      }
      // The file's last line may have no end of its own.
      const isUnfinished = claimedTo < end;
      return { line, endLine: Math.max(line, isUnfinished ? claimed + 1 : claimed) };
    },
    /** The line at which the next record begins. */
    next(): number {
      skipEmpty();
      return claimed + 1;
    },
  };
}

import { parse } from 'csv-parse/sync';
import type { TableRecord } from './delimitedRecords';
import { readLines } from './readLines';
import type { ReadOptions } from './row';

/** A quoted cell that is longer than this was none: its quote is an ordinary character. */
export const [mostLines, mostCharacters] = [1_000, 1_000_000];

/** A row whose quote is open, and its lines so far. */
interface OpenRow {
  readonly line: number;
  readonly lines: string[];
  characters: number;
}

/**
 * Records of a tab-separated file. Many such files know no quoting: a text may begin with a quote and never
 * close it. Others are written with quotes around cells that hold quotes, tabs or line breaks. So a quote at the
 * start of a cell counts as quoting only where the quotes work out: on the line itself, or, when the line taken
 * literally has too few cells, over the following lines.
 */
export async function* readTabRecords(
  path: string,
  options: ReadOptions,
): AsyncGenerator<TableRecord> {
  let expected: number | undefined;
  let open: OpenRow | undefined;
  for await (const { first, lines } of readLines(path, options)) {
    for (const [index, text] of lines.entries()) {
      const line = first + index;
      if (open !== undefined) {
        open.lines.push(text);
        open.characters += text.length;
        const cells = text.includes('"') ? quotedCells(open.lines.join('\n')) : null;
        if (cells !== null) {
          yield { cells, line: open.line, endLine: line };
          open = undefined;
        } else if (open.lines.length > mostLines || open.characters > mostCharacters) {
          yield* literally(open);
          open = undefined;
        }
        continue;
      }
      if (text === '') continue;
      const literal = text.split('\t');
      const mayBeQuoted = text.startsWith('"') || text.includes('\t"');
      const quoted = mayBeQuoted ? quotedCells(text) : literal;
      if (quoted === null && expected !== undefined && literal.length < expected) {
        open = { line, lines: [text], characters: text.length };
        continue;
      }
      const cells = quoted ?? literal;
      expected ??= cells.length;
      yield { cells, line, endLine: line };
    }
  }
  if (open !== undefined) yield* literally(open);
}

/** Quotes that never closed after all: the lines stand for themselves. */
function* literally({ lines, line }: OpenRow): Generator<TableRecord> {
  for (const [index, text] of lines.entries()) {
    if (text === '') continue;
    yield { cells: text.split('\t'), line: line + index, endLine: line + index };
  }
}

/** The cells of one record if its quotes are all properly closed, else null. */
export function quotedCells(text: string): readonly string[] | null {
  // Cheap first: an odd number of quotes cannot work out.
  if (text.split('"').length % 2 === 0) return null;
  try {
    const records: string[][] = parse(text, {
      delimiter: '\t',
      // note: line breaks are cell text here, and NUL stands in no line.
      record_delimiter: ['\u0000'],
      relax_column_count: true,
    });
    return records.length === 1 ? (records[0] ?? null) : null;
  } catch {
    return null;
  }
}

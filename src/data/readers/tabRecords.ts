import { parse } from 'csv-parse/sync';
import type { TableRecord } from './delimitedRecords';
import { readLines, lineTooLong } from './readLines';
import { longestLine } from './row';
import type { ReadOptions } from './row';

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
  let open: { text: string; line: number } | undefined;
  for await (const { first, lines } of readLines(path, options)) {
    for (const [index, text] of lines.entries()) {
      const line = first + index;
      if (open !== undefined) {
        open = { ...open, text: `${open.text}\n${text}` };
        const cells = text.includes('"') ? quotedCells(open.text) : null;
        if (cells !== null) {
          yield { cells, line: open.line, endLine: line };
          open = undefined;
        } else if (open.text.length > longestLine) throw lineTooLong(path, open.line);
        continue;
      }
      if (text === '') continue;
      const literal = text.split('\t');
      const mayBeQuoted = text.startsWith('"') || text.includes('\t"');
      const quoted = mayBeQuoted ? quotedCells(text) : literal;
      if (quoted === null && expected !== undefined && literal.length < expected) {
        open = { text, line };
        continue;
      }
      const cells = quoted ?? literal;
      expected ??= cells.length;
      yield { cells, line, endLine: line };
    }
  }
  // Quotes that never closed after all: the lines stand for themselves.
  if (open !== undefined) {
    const { text, line } = open;
    for (const [index, one] of text.split('\n').entries()) {
      if (one !== '') yield { cells: one.split('\t'), line: line + index, endLine: line + index };
    }
  }
}

/** The cells of one record if its quotes are all properly closed, else null. */
function quotedCells(text: string): readonly string[] | null {
  // Cheap first: an odd number of quotes cannot work out.
  if (text.split('"').length % 2 === 0) return null;
  try {
    const records: string[][] = parse(text, {
      delimiter: '\t',
      record_delimiter: ['\u0000'],
      relax_column_count: true,
    });
    return records.length === 1 ? (records[0] ?? null) : null;
  } catch {
    return null;
  }
}

import { readLines } from './readLines';
import type { ReadOptions, Row } from './row';

/** Rows of a plain text file: a line each, in a column "text"; blank lines are no rows. */
export async function* readTextLines(path: string, options: ReadOptions): AsyncGenerator<Row> {
  let row = 0;
  for await (const { first, lines } of readLines(path, options)) {
    for (const [index, text] of lines.entries()) {
      if (text.trim() === '') continue;
      row += 1;
      const line = first + index;
      yield { row, line, endLine: line, values: { text } };
    }
  }
}

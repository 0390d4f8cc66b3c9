import { parseJsonRow } from './parseJsonRow';
import { readLines } from './readLines';
import type { ReadOptions, Row } from './row';

/** Rows of a file with one JSON object per line; blank lines are no rows. */
export async function* readJsonLines(path: string, options: ReadOptions): AsyncGenerator<Row> {
  const { parseRow = parseJsonRow } = options;
  let row = 0;
  for await (const { first, lines } of readLines(path, options)) {
    for (const [index, text] of lines.entries()) {
      if (isBlank(text)) continue;
      row += 1;
      const line = first + index;
      const values = parseRow(text, path, { line, column: 1 });
      yield { row, line, endLine: line, values };
    }
  }
}

function isBlank(text: string): boolean {
  return text.length < 1_000 && text.trim() === '';
}

import { deleteRow } from '../fix';
import type { Problem } from './scannedRecord';
import { splitCells } from './splitCells';

/**
 * L-FMT-04 about a row whose quote never closes. Where closing it at the cell's end gives the row as many cells as the
 * first row has, that is a fix.
 */
export function unclosedQuote(text: string, delimiter: string, expected: number | null): Problem {
  const { cells, openQuote } = splitCells(text, delimiter);
  const start = openQuote ?? 0;
  return {
    rule: 'L-FMT-04',
    start,
    end: start + 1,
    message: 'A quote is opened here and never closed: readers take all that follows for one cell.',
    fixes: () => {
      if (openQuote === null) return [deleteRow];
      const rest = text.slice(openQuote + 1).split(delimiter);
      // Cells are left to the right of it; the open one takes what is too much.
      const right = expected === null ? 0 : expected - cells.length - 1;
      if (right < 0 || right >= rest.length) return [deleteRow];
      const inner = rest.slice(0, rest.length - right).join(delimiter);
      const end = openQuote + 1 + inner.length;
      const quoted = `"${inner.replaceAll('"', '""')}"`;
      return [
        { type: 'edit-text', title: 'Close the quote', start: openQuote, end, text: quoted },
        deleteRow,
      ];
    },
  };
}

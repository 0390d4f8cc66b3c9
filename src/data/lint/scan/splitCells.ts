const quote = 34;

/** A cell of a table row: its text, and where it stands in the row's raw text, quotes included. */
export interface Cell {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly isQuoted: boolean;
}

/** How far the cells of a record reach: `openQuote` is where a quote opened that does not close in this text. */
export interface SplitCells {
  readonly cells: readonly Cell[];
  readonly openQuote: number | null;
}

/**
 * The cells of one record as readers of delimited text split it: a quote at a cell's beginning quotes it, one inside
 * (`5" disk`) is a character, and a quoted cell that goes on behind its closing quote was none.
 */
export function splitCells(raw: string, delimiter: string): SplitCells {
  const cells: Cell[] = [];
  let start = 0;
  for (;;) {
    const isQuote = raw.charCodeAt(start) === quote;
    const cell = isQuote ? quotedCell(raw, start, delimiter) : plainCell(raw, start, delimiter);
    if (cell === null) return { cells, openQuote: start };
    cells.push(cell);
    if (cell.end >= raw.length) return { cells, openQuote: null };
    start = cell.end + delimiter.length;
  }
}

function plainCell(raw: string, start: number, delimiter: string): Cell {
  const at = raw.indexOf(delimiter, start);
  const end = at < 0 ? raw.length : at;
  return { text: raw.slice(start, end), start, end, isQuoted: false };
}

/** Null: the quote does not close. */
function quotedCell(raw: string, start: number, delimiter: string): Cell | null {
  const at = closingQuote(raw, start + 1);
  if (at < 0) return null;
  const inner = raw.slice(start + 1, at).replaceAll('""', '"');
  const end = at + 1;
  if (end === raw.length || raw.startsWith(delimiter, end))
    return { text: inner, start, end, isQuoted: true };
  const rest = plainCell(raw, end, delimiter);
  return { text: `"${inner}"${rest.text}`, start, end: rest.end, isQuoted: false };
}

/** The first quote from `from` on that is not written twice; -1 where there is none. */
export function closingQuote(text: string, from: number): number {
  let at = text.indexOf('"', from);
  while (at >= 0 && text.charCodeAt(at + 1) === quote) at = text.indexOf('"', at + 2);
  return at;
}

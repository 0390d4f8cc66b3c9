import { deleteRow, type Fix } from '../fix';
import type { Problem } from './scannedRecord';
import { countOf } from '../../../protocol/formatNumber';

/**
 * L-FMT-04 about a row with more or fewer cells than there are columns. Too many are most often a text with the delimiter
 * in it: quoting the longest stretch that makes the number right is the fix.
 */
export function raggedRow(
  raw: string,
  cells: readonly string[],
  expected: number,
  delimiter: string,
): Problem {
  const has = countOf(cells.length, 'cell');
  return {
    rule: 'L-FMT-04',
    start: 0,
    end: raw.length,
    message: `This row has ${has} where the header has ${expected}: readers stop here, or shift its values.`,
    fixes: () => {
      const quoting = cells.length > expected ? quoteText(raw, expected, delimiter) : null;
      return quoting === null ? [deleteRow] : [quoting, deleteRow];
    },
  };
}

function quoteText(raw: string, expected: number, delimiter: string): Fix | null {
  if (raw.includes('"') || expected < 1) return null;
  const cells = raw.split(delimiter);
  const joined = cells.length - expected + 1;
  let best = { from: 0, spaces: -1, length: -1 };
  for (let from = 0; from + joined <= cells.length; from += 1) {
    const stretch = cells.slice(from, from + joined);
    const { length } = stretch.join(delimiter);
    // In prose a space follows a comma; between cells it seldom does.
    const spaces = stretch.slice(1).filter((cell) => /^\s/.test(cell)).length;
    if (spaces > best.spaces || (spaces === best.spaces && length > best.length))
      best = { from, spaces, length };
  }
  const start = cells.slice(0, best.from).reduce((sum, cell) => sum + cell.length + 1, 0);
  const end = start + best.length;
  const title = 'Put quotes around the text that holds the delimiter';
  return { type: 'edit-text', title, start, end, text: `"${raw.slice(start, end)}"` };
}

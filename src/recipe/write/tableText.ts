import { UserError } from '../../protocol/errors';
import { ExactNumber } from '../rows/exactNumber';
import { placeOfRow, type RecipeRow } from '../rows/recipeRow';

/** How cells are told apart; TSV keeps no line break inside a cell. */
export type TableKind = 'csv' | 'tsv';

/**
 * The names of the columns as the first line, or none where they are but positions: then the table had no names.
 * @throws UserError for names that the format cannot hold
 */
export function headerLine(columns: readonly string[], kind: TableKind): string {
  const isPositional = columns.every((name, index) => name === String(index + 1));
  return isPositional ? '' : lineOf(columns, kind);
}

/** One row as a line of its table. @throws UserError at the row for what no cell can hold */
export function tableLine(
  { values, file, line }: RecipeRow,
  columns: readonly string[],
  { kind, inputs }: { readonly kind: TableKind; readonly inputs: readonly string[] },
): string {
  const cells = columns.map((column) => {
    const cell = cellOf(Object.hasOwn(values, column) ? values[column] : null);
    const place = placeOfRow(inputs, { file, line });
    if (cell === null) {
      throw new UserError(
        `"${column}" is ${Array.isArray(values[column]) ? 'a list' : 'an object'}, which no cell of a table holds.`,
        { place, next: 'Write the output as .jsonl.' },
      );
    }
    const lost = columns.length === 1 && cell.trim() === '' ? blankRow : unheld(cell);
    if (lost !== null)
      throw new UserError(`"${column}" ${lost}.`, { place, next: 'Write the output as .jsonl.' });
    if (kind === 'tsv' && /[\n\r]/.test(cell)) {
      throw new UserError(`"${column}" has a line break, which a cell of TSV cannot hold.`, {
        place,
        next: 'Write the output as .csv or .jsonl.',
      });
    }
    return cell;
  });
  return lineOf(cells, kind);
}

/** A table of one column has no row without text: readers pass over a blank line. */
const blankRow = 'is blank, and a table of one column cannot hold such a row';

/** Why text in UTF-8 cannot hold a cell; null: it can. */
function unheld(cell: string): string | null {
  if (cell.includes('\0')) return 'has a NUL character, which makes a table a binary file';
  return loneSurrogate.test(cell) ? 'has half of a character, which UTF-8 cannot hold' : null;
}

const loneSurrogate = /\p{Surrogate}/u;

function cellOf(value: unknown): string | null {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (value instanceof ExactNumber) return value.digits;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
}

function lineOf(cells: readonly string[], kind: TableKind): string {
  const delimiter = kind === 'csv' ? ',' : '\t';
  // note: a quote in one cell of a TSV line makes readers look for quotes in all of them.
  const needsQuotes = kind === 'csv' ? /[",;|\t\n\r\uFEFF]|^\s|\s$/ : /["\t]/;
  const written = cells.map((cell) =>
    needsQuotes.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell,
  );
  return `${written.join(delimiter)}\n`;
}

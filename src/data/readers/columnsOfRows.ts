import { UserError } from '../../protocol/errors';
import { formatCount } from '../../protocol/formatNumber';
import { textNames } from '../../protocol/fieldNames';
import type { Row } from './row';

/** Columns that hold a text in each row: a list of texts in one is many rows. */
const texts: ReadonlySet<string> = new Set([
  ...textNames,
  ...['instruction', 'output', 'response', 'question', 'source', 'target'],
]);

/**
 * How many rows one object holds that has columns for values, as `{"text": ["a", "b"], "label": ["x", "y"]}` or, as pandas
 * writes by itself, `{"text": {"0": "a", "1": "b"}, …}`. Null: it is a row.
 */
export function rowsInColumns(values: Readonly<Record<string, unknown>>): number | null {
  const entries = Object.entries(values);
  if (!entries.some(([name]) => texts.has(name.toLowerCase()))) return null;
  let rows: number | null = null;
  for (const [name, column] of entries) {
    const items = itemsOf(column);
    if (items === null || items.length < 2 || items.length !== (rows ?? items.length)) return null;
    if (texts.has(name.toLowerCase()) && !items.every(isTextOrNothing)) return null;
    rows = items.length;
  }
  return rows;
}

/** The values of a column, as a list or under their numbers; null: it is neither. */
function itemsOf(column: unknown): readonly unknown[] | null {
  if (Array.isArray(column)) return column as readonly unknown[];
  if (typeof column !== 'object' || column === null) return null;
  const items: readonly (readonly [string, unknown])[] = Object.entries(column);
  return items.every(([key], index) => key === String(index))
    ? items.map(([, item]) => item)
    : null;
}

function isTextOrNothing(item: unknown): boolean {
  return typeof item === 'string' || item === null;
}

/** What such a file is, and what to do. */
export function saidOfColumns(
  values: Readonly<Record<string, unknown>>,
  rows: number,
): { readonly message: string; readonly next: string } {
  const names = Object.keys(values).map((name) => JSON.stringify(name.slice(0, 30)));
  const shown = names.slice(0, 3).join(', ');
  const object = names.slice(0, 3).map((name) => `${name}: …`);
  return {
    message: `This holds columns instead of rows: ${formatCount(rows)} values each in ${shown}, which reads as one row`,
    next: `Write an object for each row, as {${object.join(', ')}}; in Python: pandas.read_json("FILE").to_json("rows.jsonl", orient="records", lines=True).`,
  };
}

/** Passes rows on. @throws UserError where the only one is no row but columns */
export async function* refusingColumns(
  path: string,
  rows: AsyncIterable<Row>,
): AsyncGenerator<Row, void> {
  let held: Row | null = null;
  for await (const row of rows) {
    if (row.row === 1 && rowsInColumns(row.values) !== null) {
      held = row;
      continue;
    }
    if (held !== null) yield held;
    held = null;
    yield row;
  }
  if (held === null) return;
  const { message, next } = saidOfColumns(held.values, rowsInColumns(held.values) ?? 0);
  throw new UserError(`${message}.`, { place: { file: path, line: held.line }, next });
}

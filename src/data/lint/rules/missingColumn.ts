import { columnPath, valueAt } from '../../schemas/columnPath';
import { schemaForms, type SchemaColumn } from '../../schemas/schemaColumns';
import type { Schema, SchemaName } from '../../schemas/schema';
import type { Fix } from '../fix';
import type { LintedRow, RowRule } from '../rule';

/** Columns whose absence has a rule of its own that says more: L-CHT-01 and L-PRF-01. */
const ownRules: Readonly<Partial<Record<SchemaName, readonly string[]>>> = {
  messages: ['messages'],
  sharegpt: ['conversations'],
  preference: ['chosen', 'rejected'],
};

/** L-FMT-07: a column that the file's schema needs is missing in a row, or no schema fits the file. */
export const missingColumn: RowRule = {
  ids: ['L-FMT-07'],
  applies: () => true,
  check: ({ row, values }, { schema }, report) => {
    if (Object.keys(schema.columns).length === 0) {
      // note: it is the same for every row, so the first one says it.
      if (row !== 1) return;
      const names = Object.keys(values);
      const columns = names.length === 0 ? 'none' : listOf(names);
      report('L-FMT-07', {
        at: { path: [] },
        // The file may be meant for something else than training.
        severity: 'warning',
        message: `No column holds what a trainer needs; there are ${columns}. Name them, as in --fields text=COLUMN,label=COLUMN.`,
      });
      return;
    }
    const missing = requiredColumns(schema).filter(
      ({ column }) => valueAt(values, columnPath(values, column)) === undefined,
    );
    const [first, second] = missing;
    if (
      first !== undefined &&
      second !== undefined &&
      missing.length === requiredColumns(schema).length
    ) {
      const columns = listOf(missing.map(({ column }) => column));
      report('L-FMT-07', {
        at: { path: [] },
        message: `Columns ${columns} are missing: the trainer stops, or leaves the row out. Add them, or delete the row.`,
      });
      return;
    }
    for (const { key, column } of missing) {
      const fix = renaming(schema, key, column, values);
      report('L-FMT-07', {
        at: { path: [column] },
        message: `Column "${column}" is missing: the trainer stops, or leaves the row out. Add it, or delete the row.`,
        ...(fix === null ? {} : { fixes: () => [fix] }),
      });
    }
  },
};

/** A column that every row needs, by its part and its name in the file. */
export interface RequiredColumn {
  readonly key: string;
  readonly column: string;
  readonly accepts: SchemaColumn['accepts'];
}

const required = new WeakMap<Schema, readonly RequiredColumn[]>();

/** The columns that every row of this schema needs. */
export function requiredColumns(schema: Schema): readonly RequiredColumn[] {
  const known = required.get(schema);
  if (known !== undefined) return known;
  const own = ownRules[schema.name] ?? [];
  const found = (formOf(schema) ?? [])
    .filter(({ key, isRequired }) => isRequired && !own.includes(key))
    .map(({ key, names, accepts }) => {
      const column = schema.columns[key] ?? names[0] ?? key;
      return { key, column, accepts };
    });
  required.set(schema, found);
  return found;
}

/** The columns of the form in which the schema's rows are written. */
function formOf({ name, columns }: Schema): readonly SchemaColumn[] | undefined {
  const forms = schemaForms.filter((form) => form.name === name);
  const written = forms.find((form) =>
    form.columns.every(({ key, isRequired }) => !isRequired || columns[key] !== undefined),
  );
  return (written ?? forms[0])?.columns;
}

/** The row may have the column in other letters, or under another of its usual names. */
function renaming(
  schema: Schema,
  key: string,
  column: string,
  values: LintedRow['values'],
): Fix | null {
  const names = formOf(schema)?.find((each) => each.key === key)?.names ?? [];
  const taken = Object.values(schema.columns);
  const free = Object.keys(values).filter((name) => !taken.includes(name));
  const other = [column, ...names]
    .map((wanted) => free.find((name) => name.trim().toLowerCase() === wanted.toLowerCase()))
    .find((name) => name !== undefined);
  if (other === undefined || column.includes('.')) return null;
  return {
    type: 'rename-key',
    title: `Rename "${other}" to "${column}"`,
    path: [other],
    to: column,
  };
}

function listOf(columns: readonly string[]): string {
  const shown = columns.slice(0, 8).map((column) => `"${column.slice(0, 30)}"`);
  return shown.join(', ') + (columns.length > 8 ? ` and ${columns.length - 8} more` : '');
}

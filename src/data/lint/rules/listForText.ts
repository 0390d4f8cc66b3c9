import { rowsInColumns, saidOfColumns } from '../../readers/columnsOfRows';
import { columnPath, valueAt } from '../../schemas/columnPath';
import type { SchemaName } from '../../schemas/schema';
import type { RowRule } from '../rule';
import { requiredColumns } from './missingColumn';

/** Schemas whose columns hold texts, or messages; those of others have rules of their own. */
const schemas: ReadonlySet<SchemaName> = new Set([
  ...(['classification', 'text', 'alpaca', 'prompt-completion', 'parallel'] as const),
]);

/** L-FMT-07: a column that the schema needs is there, but holds a list or an object where a trainer takes a text. */
export const listForText: RowRule = {
  ids: ['L-FMT-07'],
  applies: ({ schema }) => schemas.has(schema.name) && Object.keys(schema.columns).length > 0,
  check({ values }, { schema }, report) {
    const wrong = requiredColumns(schema).filter(({ column, accepts }) => {
      const value = valueAt(values, columnPath(values, column));
      return typeof value === 'object' && value !== null && !accepts(value);
    });
    if (wrong.length === 0) return;
    const rows = rowsInColumns(values);
    if (rows !== null) {
      const { message, next } = saidOfColumns(values, rows);
      report('L-FMT-07', { at: { path: [] }, message: `${message}. ${next}` });
      return;
    }
    for (const { key, column } of wrong) {
      const path = columnPath(values, column);
      const what = Array.isArray(valueAt(values, path)) ? 'a list' : 'an object';
      const needed = key === 'label' ? 'one label' : 'a text';
      report('L-FMT-07', {
        at: { path },
        message: `Column "${column}" holds ${what} where training takes ${needed}: the trainer stops. Write ${needed}, or a row for each.`,
      });
    }
  },
};

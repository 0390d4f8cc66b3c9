import { columnPath, valueAt } from '../../schemas/columnPath';
import { detectSchema, fitsSchema, recogniseAll } from '../../schemas/detectSchema';
import type { Schema, SchemaName } from '../../schemas/schema';
import type { DatasetRule, LintedRow } from '../rule';

/** Conversations of both stand under the same names. */
const conversations: readonly SchemaName[] = ['messages', 'sharegpt'];

/** L-FMT-08: a row follows another schema than the file. */
export const mixedSchemas: DatasetRule = {
  ids: ['L-FMT-08'],
  applies: ({ schema }) => Object.keys(schema.columns).length > 0,
  begin: ({ schema }) => {
    const others: { readonly row: number; readonly name: SchemaName }[] = [];
    return {
      see({ row, values }) {
        if (fitsSchema(schema, values)) return;
        const name = otherSchema(schema, values);
        if (name !== null) others.push({ row, name });
      },
      finish(report) {
        for (const { row, name } of others)
          report('L-FMT-08', row, {
            at: { path: [] },
            message: `This row is written as ${name}, the file as ${schema.name}: a trainer reads one of them and drops the other. Convert it, or move it to another file.`,
          });
      },
    };
  },
};

/** The schema that a row which does not fit its file's surely follows; null: it is a broken row of that schema, or unclear. */
function otherSchema(schema: Schema, values: LintedRow['values']): SchemaName | null {
  const hasOwn = Object.values(schema.columns).some(
    (column) => valueAt(values, columnPath(values, column)) !== undefined,
  );
  const mayBeChat = conversations.includes(schema.name);
  if (hasOwn && !mayBeChat) return null;
  const { name, confidence } = detectSchema([{ values }], recogniseAll);
  if (name === schema.name || name === 'text' || confidence < 0.9) return null;
  return !hasOwn || conversations.includes(name) ? name : null;
}

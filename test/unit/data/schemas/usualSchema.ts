import type { Schema, SchemaName } from '../../../../src/data/schemas/schema';
import { columnsOfSchema } from '../../../../src/data/schemas/schemaColumns';

/** A schema with all columns that it may have, under their usual names. */
export function usualSchema(name: SchemaName): Schema {
  return { name, columns: Object.fromEntries(columnsOfSchema(name).map((key) => [key, key])) };
}

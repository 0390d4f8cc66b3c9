import type { SchemaElement } from 'hyparquet';
import { assertNever } from '../../../protocol/assertNever';
import { UserError } from '../../../protocol/errors';
import type { ColumnKind } from './columnKind';

/** More columns than this are keys that are data, and a file of them is read by nobody. */
const mostLeaves = 10_000;

type Columns = ReadonlyMap<string, ColumnKind>;

/**
 * The schema of a Parquet file: lists and structs as pandas, pyarrow and datasets write them, everything may be null.
 * @throws UserError for columns that Parquet has no form for
 */
export function parquetSchema(columns: Columns): SchemaElement[] {
  const elements: SchemaElement[] = [{ name: 'schema', num_children: columns.size }];
  for (const [name, kind] of columns) addColumn(elements, name, kind, name);
  const leaves = elements.filter(({ type }) => type !== undefined).length;
  if (leaves === 0) throw refusal('The rows have no columns');
  if (leaves > mostLeaves)
    throw refusal(`The rows have ${leaves} different keys, which would be as many columns`);
  return elements;
}

function addColumn(elements: SchemaElement[], name: string, kind: ColumnKind, shown: string): void {
  const own = { name, repetition_type: 'OPTIONAL' } as const;
  switch (kind.type) {
    case 'nothing':
    case 'text':
      elements.push({ ...own, type: 'BYTE_ARRAY', converted_type: 'UTF8' });
      return;
    case 'boolean':
      elements.push({ ...own, type: 'BOOLEAN' });
      return;
    case 'integer':
    case 'long':
      elements.push({ ...own, type: 'INT64' });
      return;
    case 'number':
      elements.push({ ...own, type: 'DOUBLE' });
      return;
    case 'list':
      elements.push({ ...own, converted_type: 'LIST', num_children: 1 });
      elements.push({ name: 'list', repetition_type: 'REPEATED', num_children: 1 });
      addColumn(elements, 'element', kind.items, `${shown}[]`);
      return;
    case 'object':
      if (kind.fields.size === 0) throw refusal(`"${shown}" has objects without any key`);
      elements.push({ ...own, num_children: kind.fields.size });
      for (const [key, inner] of kind.fields) addColumn(elements, key, inner, `${shown}.${key}`);
      return;
    default:
      assertNever(kind, 'kind');
  }
}

function refusal(what: string): UserError {
  return new UserError(`${what}: Parquet has no form for that.`, {
    next: 'Write the output as .jsonl.',
  });
}

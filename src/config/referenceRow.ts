import { allowedValues } from './findings';
import type { JsonSchema, SingleSchema } from './schemaPlaces';

/** A key as a row of a Markdown table: key, allowed values, default, meaning. */
export function referenceRow(
  key: string,
  schema: JsonSchema,
  {
    isRequired,
    places,
  }: { readonly isRequired: boolean; readonly places: readonly SingleSchema[] },
): string {
  const value = isRequired
    ? 'required'
    : schema.default === undefined || schema.default === null
      ? '–'
      : `\`${JSON.stringify(schema.default)}\``;
  const cells = [`\`${key}\``, allowedValues(places), value, schema.description ?? ''];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

import type { ValuePath } from './schema';

/** The path to a column's value in a row: the key itself, else a path of keys joined by dots. */
export function columnPath(
  values: Readonly<Record<string, unknown>>,
  column: string,
): readonly string[] {
  return column.includes('.') && !Object.hasOwn(values, column) ? column.split('.') : [column];
}

/** The value that stands at a path; undefined where there is none. */
export function valueAt(values: unknown, path: ValuePath): unknown {
  let value = values;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string | number, unknown>)[key];
  }
  return value;
}

/** Whether a value is an object with keys: neither null nor a list. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

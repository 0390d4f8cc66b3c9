/**
 * A label as training reads it from a row: texts without whitespace around them, other values as JSON writes them.
 * @param value no list, and no object
 */
export function labelName(value: unknown): string {
  return (typeof value === 'string' ? value : JSON.stringify(value)).trim();
}

/** The value at a path of names and positions; a column whose own name holds the dots comes first. */
export function columnValue(
  values: Readonly<Record<string, unknown>>,
  path: readonly (string | number)[],
): unknown {
  const [first] = path;
  if (path.length === 1 && typeof first === 'string')
    return Object.hasOwn(values, first) ? values[first] : undefined;
  const dotted = path.join('.');
  if (Object.hasOwn(values, dotted)) return values[dotted];
  let value: unknown = values;
  for (const part of path) {
    if (typeof part === 'number') {
      value = Array.isArray(value) ? (value as unknown[]).at(part) : undefined;
    } else if (typeof value === 'object' && value !== null && Object.hasOwn(value, part)) {
      value = (value as Record<string, unknown>)[part];
    } else {
      return undefined;
    }
  }
  return value;
}

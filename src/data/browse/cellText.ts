/** A value as one text: strings as they are, everything else as JSON; nothing where there is none. */
export function cellText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value === undefined || value === null) return '';
  return JSON.stringify(value);
}

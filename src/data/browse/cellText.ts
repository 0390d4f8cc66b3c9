/**
 * A value as one text: strings as they are, everything else as JSON; nothing where there is none. A whole number that may have lost
 * digits is marked as near to the file's.
 */
export function cellText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value === undefined || value === null) return '';
  if (typeof value === 'number') return numberText(value);
  return JSON.stringify(value);
}

/** note: JSON has no NaN, and no -0 in JavaScript. */
function numberText(value: number): string {
  if (Object.is(value, -0)) return '-0';
  // note: from 1e21 on it is written with an exponent, and nobody takes it for exact.
  const isWhole = Number.isInteger(value) && Math.abs(value) < 1e21;
  const mayBeOff = isWhole && !Number.isSafeInteger(value);
  return mayBeOff ? `≈${value}` : String(value);
}

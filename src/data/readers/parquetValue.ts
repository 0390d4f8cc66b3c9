/**
 * A value of a Parquet column as JSON has it: whole numbers as numbers where they are exact, else as `longInteger` says, which
 * is text unless digits are kept; bytes as text.
 */
export function plainValue(
  value: unknown,
  longInteger: (value: bigint) => unknown = String,
): unknown {
  if (value === undefined) return null;
  if (typeof value === 'bigint') {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : longInteger(value);
  }
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Uint8Array) return bytesText(value);
  if (value instanceof Date) return value.toISOString();
  const plain = (each: unknown): unknown => plainValue(each, longInteger);
  if (Array.isArray(value)) return value.map(plain);
  if (ArrayBuffer.isView(value)) return Array.from(value as Int32Array, plain);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plain(each)]));
}

/** UTF-8 where it is, since old writers mark no text; else base64. */
function bytesText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return Buffer.from(bytes).toString('base64');
  }
}

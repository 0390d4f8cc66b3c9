/** Kinds of values; a column may hold several. */
export const typeNames = ['text', 'number', 'true or false', 'list', 'object', 'null'] as const;

/** A set of kinds, a bit each in the order of `typeNames`. */
export type Types = number;

export const text: Types = 1;
export const number: Types = 2;
export const boolean: Types = 4;
export const list: Types = 8;
export const object: Types = 16;
export const nothing: Types = 32;
export const anything: Types = 63;

export function typeOf(value: unknown): Types {
  if (value === undefined || value === null) return nothing;
  if (typeof value === 'string') return text;
  if (typeof value === 'number') return number;
  if (typeof value === 'boolean') return boolean;
  return Array.isArray(value) ? list : object;
}

/** "text or number"; null is left unsaid where there is anything else. */
export function printTypes(types: Types): string {
  const shown = types === nothing ? types : types & ~nothing;
  if (shown === (anything & ~nothing)) return 'anything';
  return typeNames.filter((_, index) => (shown & (1 << index)) !== 0).join(' or ');
}

import { ExactNumber } from '../../rows/exactNumber';

/** What all values of a column have in common; columns of Parquet hold one kind each, and null. */
export type ColumnKind =
  | { readonly type: 'nothing' | 'boolean' | 'text' }
  /** `long`: of more digits than a double holds, up to 64 bits. */
  | { readonly type: 'integer' | 'long' | 'number' }
  | { readonly type: 'list'; readonly items: ColumnKind }
  | { readonly type: 'object'; readonly fields: ReadonlyMap<string, ColumnKind> };

/** Why values cannot stand in one column; goes on after the column's name. */
export class Misfit extends Error {}

export const nothing: ColumnKind = { type: 'nothing' };

/**
 * The kind of a column whose values had this kind before, when this one comes: the same object where nothing changes.
 * @throws Misfit where no column of Parquet holds both, or not this value at all
 */
export function widened(kind: ColumnKind, value: unknown, name: string): ColumnKind {
  if (value === null || value === undefined) return kind;
  if (Array.isArray(value)) return widenedList(kind, value, name);
  if (typeof value === 'object' && !(value instanceof ExactNumber))
    return widenedObject(kind, value as Readonly<Record<string, unknown>>, name);
  const own = scalarType(value, name);
  if (kind.type === own) return kind;
  if (kind.type === 'nothing') return { type: own };
  const both = [kind.type, own].sort().join(' ');
  if (both === 'integer number') return { type: 'number' };
  if (both === 'integer long') return { type: 'long' };
  if (both === 'long number')
    throw new Misfit(
      `"${name}" has whole numbers of more digits than fractions can stand beside in a column of Parquet`,
    );
  throw mixed(kind, own, name);
}

type ScalarType = 'boolean' | 'text' | 'integer' | 'long' | 'number';

function scalarType(value: unknown, name: string): ScalarType {
  if (typeof value === 'boolean') return 'boolean';
  if (typeof value === 'number') return Number.isSafeInteger(value) ? 'integer' : 'number';
  if (value instanceof ExactNumber) {
    if (!value.isJson || value.isMinusZero) return 'number';
    if (
      /^-?\d+$/.test(value.digits) &&
      BigInt.asIntN(64, BigInt(value.digits)) === BigInt(value.digits)
    )
      return 'long';
    throw new Misfit(
      `"${name}" is ${value.digits.slice(0, 40)}, more digits than a number of Parquet has`,
    );
  }
  if (typeof value === 'string' && !/\p{Surrogate}/u.test(value)) return 'text';
  throw new Misfit(`"${name}" has half of a character, which UTF-8 cannot hold`);
}

function widenedList(kind: ColumnKind, list: readonly unknown[], name: string): ColumnKind {
  if (kind.type !== 'list' && kind.type !== 'nothing') throw mixed(kind, 'list', name);
  const before = kind.type === 'list' ? kind.items : nothing;
  let items = before;
  for (const item of list) items = widened(items, item, `${name}[]`);
  return kind.type === 'list' && items === before ? kind : { type: 'list', items };
}

function widenedObject(
  kind: ColumnKind,
  value: Readonly<Record<string, unknown>>,
  name: string,
): ColumnKind {
  if (kind.type !== 'object' && kind.type !== 'nothing') throw mixed(kind, 'object', name);
  const before: ReadonlyMap<string, ColumnKind> = kind.type === 'object' ? kind.fields : new Map();
  let fields: Map<string, ColumnKind> | null = null;
  for (const [key, inner] of Object.entries(value)) {
    const known = before.get(key);
    const next = widened(known ?? nothing, inner, name === '' ? key : `${name}.${key}`);
    if (known === next) continue;
    fields ??= new Map(before);
    fields.set(key, next);
  }
  return kind.type === 'object' && fields === null
    ? kind
    : { type: 'object', fields: fields ?? before };
}

const words: Readonly<Record<ColumnKind['type'], string>> = {
  nothing: 'null',
  boolean: 'true or false',
  text: 'text',
  integer: 'a number',
  long: 'a number',
  number: 'a number',
  list: 'a list',
  object: 'an object',
};

function mixed(before: ColumnKind, now: ColumnKind['type'], name: string): Misfit {
  return new Misfit(
    `"${name}" is ${words[now]} here and ${words[before.type]} in a row before; a column of Parquet holds one kind`,
  );
}

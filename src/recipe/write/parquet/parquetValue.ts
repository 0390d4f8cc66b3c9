import { assertNever } from '../../../protocol/assertNever';
import { ExactNumber } from '../../rows/exactNumber';
import type { ColumnKind } from './columnKind';

/**
 * A value as the Parquet library takes it: whole numbers as bigint, objects with every key of their column and no others, so
 * that a key such as "constructor" is not looked up in what all objects inherit.
 */
export function parquetValue(value: unknown, kind: ColumnKind): unknown {
  if (value === null || value === undefined) return null;
  switch (kind.type) {
    case 'nothing':
      return null;
    case 'boolean':
    case 'text':
      return value;
    case 'number':
      return value instanceof ExactNumber ? Number(value.digits) : value;
    case 'integer':
    case 'long':
      return BigInt(value instanceof ExactNumber ? value.digits : (value as number));
    case 'list':
      return (value as readonly unknown[]).map((item) => parquetValue(item, kind.items));
    case 'object': {
      const whole = Object.create(null) as Record<string, unknown>;
      const given = value as Readonly<Record<string, unknown>>;
      for (const [key, inner] of kind.fields)
        whole[key] = Object.hasOwn(given, key) ? parquetValue(given[key], inner) : null;
      return whole;
    }
    default:
      return assertNever(kind, 'kind');
  }
}

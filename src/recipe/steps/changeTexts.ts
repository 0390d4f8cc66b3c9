import type { Values } from '../rows/recipeRow';

/** Declarations and arguments of tools are code: blanks and brackets in them mean something. */
const toolKeys = new Set(['tools', 'tool_calls', 'function_call', 'functions', 'arguments']);

/**
 * A row with its texts changed; the same object where no text is.
 * @param fields columns to change, dotted where nested; null: every text but those of tools
 */
export function changeTexts(
  values: Values,
  fields: readonly string[] | null,
  change: (text: string) => string,
): Values {
  if (fields === null) return changeAll(values, change) as Values;
  return fields.reduce<Values>((changed, field) => {
    const path = Object.hasOwn(changed, field) ? [field] : field.split('.');
    return changeAt(changed, path, (value) => changeAll(value, change)) as Values;
  }, values);
}

function changeAt(
  value: unknown,
  [key, ...rest]: readonly string[],
  change: (value: unknown) => unknown,
): unknown {
  if (key === undefined) return change(value);
  if (Array.isArray(value) && !/^\d+$/.test(key))
    return changedList(value, (item) => changeAt(item, [key, ...rest], change));
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return value;
  const before = (value as Record<string, unknown>)[key];
  const after = changeAt(before, rest, change);
  return after === before ? value : withMember(value, key, after);
}

function changeAll(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return changedList(value, (item) => changeAll(item, change));
  if (typeof value !== 'object' || value === null || !isPlain(value)) return value;
  let changed: object = value;
  for (const [key, before] of Object.entries(value)) {
    if (toolKeys.has(key)) continue;
    const after = changeAll(before, change);
    if (after !== before) changed = withMember(changed, key, after);
  }
  return changed;
}

function changedList(
  list: readonly unknown[],
  change: (item: unknown) => unknown,
): readonly unknown[] {
  const changed = list.map(change);
  return changed.every((item, index) => item === list[index]) ? list : changed;
}

/** A copy with another value at a key. A key named `__proto__` stays an ordinary key. */
function withMember(object: object, key: string, value: unknown): object {
  return Object.fromEntries(
    Object.entries(object).map(([name, old]: [string, unknown]) => [
      name,
      name === key ? value : old,
    ]),
  );
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

import type { RunConfig } from './runConfig';

/** Dotted key to value, in the config's own order; lists and empty objects are values. */
export function flattenConfig(config: RunConfig): Map<string, unknown> {
  const flat = new Map<string, unknown>();
  visitLeaves(config, (key, value) => flat.set(key, value));
  return flat;
}

/** Calls `see` with the dotted key of everything in `value` that is no object with keys of its own. */
export function visitLeaves(value: unknown, see: (key: string, value: unknown) => void): void {
  const visit = (part: unknown, key: string): void => {
    const isSection = typeof part === 'object' && part !== null && !Array.isArray(part);
    const inside = isSection ? Object.entries(part) : [];
    if (inside.length === 0) see(key, part);
    for (const [name, inner] of inside) visit(inner, key === '' ? name : `${key}.${name}`);
  };
  visit(value, '');
}

/** A config value for people: `"text"` without quotes, lists with commas, `none` for null. */
export function printConfigValue(value: unknown): string {
  if (value === undefined || value === null) return 'none';
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(printConfigValue).join(', ');
  return JSON.stringify(value);
}

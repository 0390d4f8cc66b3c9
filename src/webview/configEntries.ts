import type { RunConfig } from '../protocol/runConfig';

/** A value of the config under its dotted key. */
export interface ConfigEntry {
  readonly key: string;
  readonly value: string;
}

/** The config flat, in its own order. Arrays stay one value. */
export function configEntries(config: RunConfig): ConfigEntry[] {
  return Object.entries(config).flatMap(([key, value]) => flatten(key, value));
}

/** Keys whose values are not the same in all configs, with the value of each; null where a key is absent. */
export function configDifferences(
  configs: readonly (RunConfig | null)[],
): { readonly key: string; readonly values: readonly (string | null)[] }[] {
  const maps = configs.map(
    (config) =>
      new Map(config === null ? [] : configEntries(config).map(({ key, value }) => [key, value])),
  );
  const keys = [...new Set(maps.flatMap((map) => [...map.keys()]))];
  return keys
    .map((key) => ({ key, values: maps.map((map) => map.get(key) ?? null) }))
    .filter(({ values }) => new Set(values).size > 1);
}

/** Whether the user's file set a key; a plain string for a file sets its path. */
export function isSet(key: string, setKeys: readonly string[]): boolean {
  return setKeys.includes(key) || (key.endsWith('.path') && setKeys.includes(key.slice(0, -5)));
}

function flatten(key: string, value: unknown): ConfigEntry[] {
  const isGroup = typeof value === 'object' && value !== null && !Array.isArray(value);
  if (!isGroup) return [{ key, value: print(value) }];
  const inside = Object.entries(value);
  if (inside.length === 0) return [{ key, value: '{}' }];
  return inside.flatMap(([name, each]) => flatten(`${key}.${name}`, each));
}

function print(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

import { flattenConfig, printConfigValue } from '../protocol/configValues';
import type { RunConfig } from '../protocol/runConfig';

/** A value of the config under its dotted key. */
export interface ConfigEntry {
  readonly key: string;
  readonly value: string;
}

/** The config flat, in its own order, with values as people read them. */
export function configEntries(config: RunConfig): ConfigEntry[] {
  return [...flattenConfig(config)].map(([key, value]) => ({
    key,
    value: printConfigValue(value),
  }));
}

/** How a key reads that a config has not, or sets to null: both mean the same. */
export const unset = printConfigValue(null);

/**
 * Keys whose values are not the same in all configs, with the value of each; null where a key is absent. An absent part and one that is
 * null are alike, so that a section that only one run has shows what it says and not all that it could have said.
 */
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
    .filter(({ values }) => new Set(values.map((value) => value ?? unset)).size > 1);
}

import { flattenConfig, visitLeaves } from '../protocol/configValues';
import type { RunConfig } from '../protocol/runConfig';

/** The resolved config as it is kept in a run folder: nothing implied, and readable by `parseRunConfig` again. */
export function resolvedConfigJson(config: RunConfig): string {
  return `${JSON.stringify(config, null, 2)}\n`;
}

/** One dotted key whose value is not the same; a key that one side lacks is undefined there. */
export interface ConfigDifference {
  readonly key: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** What differs between two configs, by dotted key, in the order of the second. */
export function diffRunConfigs(before: RunConfig, after: RunConfig): ConfigDifference[] {
  const old = flattenConfig(before);
  const now = flattenConfig(after);
  return [...new Set([...now.keys(), ...old.keys()])]
    .map((key) => ({ key, before: old.get(key), after: now.get(key) }))
    .filter((entry) => JSON.stringify(entry.before) !== JSON.stringify(entry.after));
}

/**
 * Dotted keys a written config sets, named as in the resolved one (`"train": "x"` sets `data.train.path`);
 * `$schema` is no setting.
 */
export function leafKeys(written: unknown): string[] {
  const keys: string[] = [];
  visitLeaves(written, (key, value) => {
    if (key === '$schema' || key === '') return;
    const isBarePath = /^data\.(train|validation|test)$/.test(key) && typeof value === 'string';
    keys.push(isBarePath ? `${key}.path` : key);
  });
  return keys;
}

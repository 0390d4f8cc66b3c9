import type { DataSource } from '../../protocol/runConfig';
import type { ReadConfig } from '../readConfig';
import { sourcesOf } from '../../protocol/runConfig';

/** Data files that run configs name, each once, in their order. */
export function namedSources(configs: readonly Pick<ReadConfig, 'lastGood'>[]): DataSource[] {
  const named = new Map<string, DataSource>();
  for (const { lastGood } of configs) {
    for (const source of lastGood === null ? [] : sourcesOf(lastGood.data))
      if (!named.has(source.path)) named.set(source.path, source);
  }
  return [...named.values()];
}

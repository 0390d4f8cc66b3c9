import type { DataSource } from '../../protocol/runConfig';
import type { ReadConfig } from '../readConfig';

/** Data files that run configs name, each once, in their order. */
export function namedSources(configs: readonly Pick<ReadConfig, 'lastGood'>[]): DataSource[] {
  const named = new Map<string, DataSource>();
  for (const { lastGood } of configs) {
    const data = lastGood?.data;
    for (const source of [data?.train, data?.validation, data?.test]) {
      if (source !== null && source !== undefined && !named.has(source.path))
        named.set(source.path, source);
    }
  }
  return [...named.values()];
}

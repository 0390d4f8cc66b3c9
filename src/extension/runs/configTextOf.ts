import path from 'node:path';
import type { RunRecord } from '../../protocol/run';
import type { RunConfig } from '../../protocol/runConfig';

/**
 * A config file that gives the same run again: the keys that were set, or all when that is not known,
 * with paths relative to the folder it will stand in.
 */
export function configTextOf(
  config: RunConfig,
  { name, configSet }: Pick<RunRecord, 'name' | 'configSet'>,
  folder: string,
): string {
  const set = configSet ?? [];
  const isWanted = (key: string): boolean =>
    set.length === 0 || set.some((wanted) => key === wanted || key.startsWith(`${wanted}.`));
  const paths = new Set([
    'model',
    'output',
    'data.train.path',
    'data.validation.path',
    'data.test.path',
  ]);
  const kept = prune(config, '', (key, value) => {
    if (!isWanted(key)) return undefined;
    return paths.has(key) && typeof value === 'string' ? relativePath(folder, value) : value;
  });
  const comment = `// As ${name.replace(/\s+/g, ' ')} was trained.`;
  return `${comment}\n${JSON.stringify(kept ?? {}, null, 2)}\n`;
}

/** `./data/train.jsonl`, with forward slashes on every system. */
export function relativePath(folder: string, target: string): string {
  const relative = path.relative(folder, target).split(path.sep).join('/');
  if (path.isAbsolute(relative)) return target;
  return relative.startsWith('.') ? relative : `./${relative}`;
}

/** The value with only the leaves that `keep` returns; undefined when nothing is left. */
function prune(
  value: unknown,
  key: string,
  keep: (key: string, value: unknown) => unknown,
): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return keep(key, value);
  const entries = Object.entries(value).flatMap(([name, inner]): [string, unknown][] => {
    const kept = prune(inner, key === '' ? name : `${key}.${name}`, keep);
    return kept === undefined ? [] : [[name, kept]];
  });
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

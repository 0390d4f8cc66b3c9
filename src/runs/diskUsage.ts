import { lstatSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { runPaths } from './runFolder';

/** What "Clean up…" can delete of a run; `cache` holds token ids for all runs of its output folder. */
export type RunPart = 'checkpoints' | 'optimizer' | 'model' | 'reports' | 'cache';

/** Bytes of each part; `checkpoints` includes `optimizer`. `total` is the whole folder, without the cache. */
export type DiskUsage = Readonly<Record<RunPart | 'total', number>>;

export function diskUsage(folder: string): DiskUsage {
  const paths = runPaths(folder);
  return {
    checkpoints: bytesOf(paths.checkpoints),
    optimizer: bytesOf(paths.checkpoints, (name) => name === 'optimizer.safetensors'),
    model: bytesOf(paths.model),
    reports: bytesOf(paths.reports),
    cache: tokenCacheFiles(folder).reduce((sum, file) => sum + sizeOf(file), 0),
    total: bytesOf(folder),
  };
}

/** Token ids that the runs beside this one share; only files that the cache itself has written. */
export function tokenCacheFiles(runFolder: string): string[] {
  const cache = path.join(path.dirname(path.dirname(path.resolve(runFolder))), 'cache');
  return namesIn(cache)
    .filter((name) => /^[0-9a-f]{32}\.tokens$/.test(name))
    .map((name) => path.join(cache, name));
}

function sizeOf(file: string): number {
  return lstatSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Bytes of all files below; links are not followed, what vanishes meanwhile counts nothing. */
function bytesOf(folder: string, counts: (name: string) => boolean = () => true): number {
  let total = 0;
  for (const name of namesIn(folder)) {
    const file = path.join(folder, name);
    const stats = lstatSync(file, { throwIfNoEntry: false });
    if (stats?.isDirectory() === true) total += bytesOf(file, counts);
    else if (stats?.isFile() === true && counts(name)) total += stats.size;
  }
  return total;
}

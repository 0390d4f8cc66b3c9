import { lstatSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { runPaths } from './runFolder';

/** What "Clean up…" can delete of a run. */
export type RunPart = 'checkpoints' | 'optimizer' | 'model' | 'reports' | 'cache';

/** Bytes of each part; `checkpoints` includes `optimizer`. `total` is the whole folder. */
export type DiskUsage = Readonly<Record<RunPart | 'total', number>>;

export function diskUsage(folder: string): DiskUsage {
  const paths = runPaths(folder);
  return {
    checkpoints: bytesOf(paths.checkpoints),
    optimizer: bytesOf(paths.checkpoints, (name) => name === 'optimizer.safetensors'),
    model: bytesOf(paths.model),
    reports: bytesOf(paths.reports),
    cache: bytesOf(path.join(folder, 'cache')),
    total: bytesOf(folder),
  };
}

/** Bytes of all files below; links are not followed, what vanishes meanwhile counts nothing. */
function bytesOf(folder: string, counts: (name: string) => boolean = () => true): number {
  let total = 0;
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch {
    return 0;
  }
  for (const name of names) {
    const file = path.join(folder, name);
    const stats = lstatSync(file, { throwIfNoEntry: false });
    if (stats?.isDirectory() === true) total += bytesOf(file, counts);
    else if (stats?.isFile() === true && counts(name)) total += stats.size;
  }
  return total;
}

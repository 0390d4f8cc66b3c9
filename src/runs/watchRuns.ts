import { existsSync } from 'node:fs';
import path from 'node:path';
import { watch, type FSWatcher } from 'chokidar';

export interface RunWatcher {
  close(): Promise<void>;
}

/** Changes of one run within this time are told once. */
const togetherMs = 100;
const existsEveryMs = 2_000;

/** What in a run folder tells of a change; weights, logs and locks do not. */
const telling = new Set([
  'run.json',
  'about.json',
  'metrics.jsonl',
  'config.json',
  'reports',
  'checkpoints',
  'model',
]);

/**
 * Calls `onChange` with the run folder whenever a run appears, changes or goes. An output folder that does not
 * exist yet is looked for every two seconds rather than made.
 */
export function watchRuns(
  outputFolders: readonly string[],
  onChange: (runFolder: string) => void,
): RunWatcher {
  const watchers = outputFolders.map((folder) => watchOutput(path.resolve(folder), onChange));
  return {
    async close() {
      await Promise.all(watchers.map((watcher) => watcher.close()));
    },
  };
}

function watchOutput(output: string, onChange: (runFolder: string) => void): RunWatcher {
  let watcher: FSWatcher | null = null;
  const pending = new Map<string, NodeJS.Timeout>();

  const tell = (changed: string): void => {
    const name = path.relative(output, changed).split(path.sep)[0];
    if (name === undefined || name === '' || name.startsWith('.')) return;
    const folder = path.join(output, name);
    if (pending.has(folder)) return;
    pending.set(
      folder,
      setTimeout(() => {
        pending.delete(folder);
        onChange(folder);
      }, togetherMs),
    );
  };
  const start = (isLate: boolean): void => {
    watcher = watch(output, {
      // Whoever watches has listed what was there; the run that made the folder since then may long be silent.
      ignoreInitial: !isLate,
      depth: 2,
      ignored: (file) => !isTelling(path.relative(output, file)),
    });
    watcher.on('all', (_event, file) => {
      tell(file);
    });
    // note: a watcher that fails (too many watches) leaves the view to its refresh command.
    watcher.on('error', () => undefined);
  };
  let isLate = false;
  const look = (): void => {
    const exists = existsSync(output);
    if (exists && watcher === null) start(isLate);
    isLate = true;
    if (!exists && watcher !== null) {
      void watcher.close();
      watcher = null;
    }
  };
  look();
  const timer = setInterval(look, existsEveryMs);
  timer.unref();
  return {
    async close() {
      clearInterval(timer);
      for (const timeout of pending.values()) clearTimeout(timeout);
      await watcher?.close();
    },
  };
}

/** `''` is the output folder itself; then the run folder, its telling entries, and names inside those. */
function isTelling(relative: string): boolean {
  const [run, entry, inner] = relative.split(path.sep);
  if (run?.startsWith('.') === true) return false;
  if (entry === undefined || inner === undefined) return entry === undefined || telling.has(entry);
  return (entry === 'reports' || entry === 'checkpoints') && !inner.endsWith('.tmp');
}

import { closeSync, openSync, writeSync } from 'node:fs';
import { runPaths } from '../../runs/runFolder';

/** The pen that appends to log.txt, where stdout and stderr of a detached trainer go too. */
export interface RunLog {
  /** Never throws: a log that cannot be written must not end a run. */
  write(message: string): void;
  close(): void;
}

export function openLog(folder: string): RunLog {
  const descriptor = openSync(runPaths(folder).log, 'a');
  return {
    write(message) {
      try {
        writeSync(descriptor, `${new Date().toISOString()} ${message.trimEnd()}\n`);
      } catch {
        // The disk is full, most likely; whatever matters fails loudly elsewhere.
      }
    },
    close() {
      closeSync(descriptor);
    },
  };
}

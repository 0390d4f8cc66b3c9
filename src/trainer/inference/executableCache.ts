import type { Executable } from '../engine/engine';

/** A program compiled for the shapes it meets; the least recently used are let go. */
export interface ExecutableCache {
  executable(rows: number, tokens: number): Promise<Executable>;
  dispose(): Promise<void>;
}

/** Compiled shapes kept. */
const mostExecutables = 16;

export function executableCache(
  compile: (rows: number, tokens: number) => Promise<Executable>,
): ExecutableCache {
  // A Map iterates in the order of insertion: its first entry is the least recently used.
  const executables = new Map<string, Executable>();
  return {
    async executable(rows, tokens) {
      const key = `${rows}x${tokens}`;
      const found = executables.get(key) ?? (await compile(rows, tokens));
      executables.delete(key);
      executables.set(key, found);
      const oldest = executables.entries().next().value;
      if (executables.size > mostExecutables && oldest) {
        executables.delete(oldest[0]);
        await oldest[1].dispose();
      }
      return found;
    },
    async dispose() {
      for (const executable of executables.values()) await executable.dispose();
      executables.clear();
    },
  };
}

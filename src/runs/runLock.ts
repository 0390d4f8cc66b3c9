import { closeSync, ftruncateSync, openSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { setTimeout as wait } from 'node:timers/promises';
import { UserError } from '../protocol/errors';
import { runPaths } from './runFolder';
import { writeWhole } from './writeAtomically';

interface Locks {
  tryLock(descriptor: number, offset: number, length: number, how?: { shared: boolean }): boolean;
  unlock(descriptor: number, offset: number, length: number): void;
}

/**
 * The byte that is locked lies behind the text, since Windows lets nobody read a locked byte. macOS locks
 * the whole file, which hinders no reader there.
 */
const [offset, length] = [1 << 20, 1];
/** A look at the lock holds it for microseconds; who wants to own it tries for this long. */
const patienceMs = 500;

/** Who holds a run. `since` in seconds since 1970. */
export interface LockHolder {
  readonly pid: number;
  readonly since: number;
}

/** An exclusive lock on a run, which the operating system frees when the process ends in whatever way. */
export interface RunLock {
  release(): void;
}

/** @throws UserError that names the holder when another process has it */
export async function lockRun(folder: string): Promise<RunLock> {
  const lock = await lockFile(runPaths(folder).lock);
  if (lock !== null) return lock;
  const holder = readHolder(folder);
  const who =
    holder === null
      ? 'another process'
      : `process ${holder.pid} since ${new Date(holder.since * 1000).toLocaleString('sv')}`;
  throw new UserError(`The run ${folder} is held by ${who}.`, {
    next: 'Stop it there first, or wait until it ends.',
  });
}

/** Takes the lock of any file, null when another process keeps it for over half a second. */
export async function lockFile(file: string): Promise<RunLock | null> {
  const locks = loadLocks();
  const descriptor = openSync(file, 'a+');
  const until = performance.now() + patienceMs;
  try {
    while (!locks.tryLock(descriptor, offset, length)) {
      if (performance.now() > until) {
        closeSync(descriptor);
        return null;
      }
      await wait(20);
    }
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
  ftruncateSync(descriptor, 0);
  const holder: LockHolder = { pid: process.pid, since: Date.now() / 1000 };
  writeWhole(descriptor, JSON.stringify(holder));
  let isHeld = true;
  return {
    release() {
      if (isHeld) closeSync(descriptor);
      isHeld = false;
    },
  };
}

/** Whether some process holds the run; null where the file system cannot tell. */
export function isRunLocked(folder: string): boolean | null {
  let descriptor: number;
  try {
    descriptor = openSync(runPaths(folder).lock, 'r');
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? false : null;
  }
  try {
    return !loadLocks().tryLock(descriptor, offset, length, { shared: true });
  } catch {
    return null;
  } finally {
    // Closing frees what was taken.
    closeSync(descriptor);
  }
}

/** What the lock's holder wrote about itself; true only while the lock is held. */
export function readHolder(folder: string): LockHolder | null {
  try {
    const raw = JSON.parse(readFileSync(runPaths(folder).lock, 'utf8')) as Partial<LockHolder>;
    const { pid, since } = raw;
    return typeof pid === 'number' && typeof since === 'number' ? { pid, since } : null;
  } catch {
    return null;
  }
}

let loaded: Locks | null = null;

/** The native part is loaded when first needed: most commands never lock anything. */
function loadLocks(): Locks {
  loaded ??= createRequire(import.meta.url)('fs-native-extensions') as Locks;
  return loaded;
}

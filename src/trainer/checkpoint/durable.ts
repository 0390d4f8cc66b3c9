import { open, readdir, rename, rm, statfs } from 'node:fs/promises';
import path from 'node:path';
import { DiskFull, diskError } from '../../runs/diskError';

/** Forces a file's content, or a folder's entries, to the disk. */
async function syncToDisk(target: string): Promise<void> {
  const handle = await open(target, 'r').catch(ignoreFolders);
  if (handle === null) return;
  try {
    await handle.sync().catch(ignoreFolders);
  } finally {
    await handle.close();
  }
}

/** Windows neither opens nor syncs folders; its renames are durable without. */
function ignoreFolders(error: NodeJS.ErrnoException): null {
  if (process.platform === 'win32' && ['EISDIR', 'EPERM', 'EACCES'].includes(error.code ?? '')) {
    return null;
  }
  throw error;
}

/** Names of folders that are not finished, or no longer wanted; a reader never looks at them. */
const passingPrefix = '.passing-';
/** A folder that is about to be replaced, under its own name after the prefix. */
const replacedPrefix = '.replaced-';

/**
 * Makes `folder` appear complete or not at all: `write` fills a temporary folder beside it, which is synced and
 * renamed. What stood there before is replaced.
 * @throws UserError when the disk is full; what was there before stays.
 */
export async function commitFolder(
  folder: string,
  write: (temporary: string) => Promise<void>,
): Promise<void> {
  const parent = path.dirname(folder);
  const temporary = passingName(folder);
  try {
    await write(temporary);
    for (const file of await readdir(temporary)) await syncToDisk(path.join(temporary, file));
    await syncToDisk(temporary);
    await renameIfThere(folder, path.join(parent, replacedPrefix + path.basename(folder)));
    await rename(temporary, folder);
    await syncToDisk(parent);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    throw diskError(error) ?? error;
  }
  await tidyFolder(parent);
}

/** Removes a folder so that no reader ever sees half of it. */
export async function discardFolder(folder: string): Promise<void> {
  await renameIfThere(folder, passingName(folder));
  await tidyFolder(path.dirname(folder));
}

/** Puts right what a killed process left: unfinished folders go, one that was not replaced after all comes back. */
export async function tidyFolder(parent: string): Promise<void> {
  const names = await readdir(parent).catch((): string[] => []);
  for (const name of names) {
    const replaced = name.startsWith(replacedPrefix) ? name.slice(replacedPrefix.length) : null;
    if (replaced !== null && !names.includes(replaced)) {
      await rename(path.join(parent, name), path.join(parent, replaced));
    } else if (replaced !== null || name.startsWith(passingPrefix)) {
      await rm(path.join(parent, name), { recursive: true, force: true });
    }
  }
}

async function renameIfThere(from: string, to: string): Promise<void> {
  await rename(from, to).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  });
}

let counter = 0;

function passingName(folder: string): string {
  counter += 1;
  const name = `${passingPrefix}${path.basename(folder)}-${process.pid}-${counter}`;
  return path.join(path.dirname(folder), name);
}

/** @throws DiskFull when the disk that holds `folder` has less than `bytes` left. */
export async function requireSpace(folder: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  if (free >= bytes) return;
  throw new DiskFull(
    `A checkpoint needs ${megabytes(bytes)} and ${megabytes(free)} are free on this disk.`,
    {
      place: { file: folder },
      next: 'Free some space, then resume the run.',
    },
  );
}

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1e6).toLocaleString('en')} MB`;
}

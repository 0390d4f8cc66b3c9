import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';

let counter = 0;

/** Complete or absent: temporary file, fsync, rename, fsync of the folder. Throws the file system's error. */
export function writeFileAtomically(file: string, content: string | Uint8Array): void {
  putFile(file, content, renameSync);
}

/**
 * The same for a file that nothing may stand in the place of, not even what another process writes at this moment.
 * @returns whether it was written; else there is such a file already, and it stays
 */
export function writeNewFileAtomically(file: string, content: string | Uint8Array): boolean {
  try {
    putFile(file, content, placeNew);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** A second name is refused where there is one, a rename is not. */
function placeNew(temporary: string, file: string): void {
  try {
    linkSync(temporary, file);
  } catch (error) {
    // note: some file systems know no second names; two processes at the same instant are then not told apart.
    const hasLinks = !['EPERM', 'ENOTSUP', 'ENOSYS', 'EINVAL'].includes(
      (error as NodeJS.ErrnoException).code ?? '',
    );
    if (hasLinks || existsSync(file)) throw error;
    renameSync(temporary, file);
    return;
  }
  rmSync(temporary);
}

function putFile(
  file: string,
  content: string | Uint8Array,
  place: (temporary: string, file: string) => void,
): void {
  const temporary = `${file}.${process.pid}-${counter++}.tmp`;
  try {
    const descriptor = openSync(temporary, 'w');
    try {
      writeWhole(descriptor, content);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    place(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
  syncFolder(path.dirname(file));
}

/** Writes all bytes: a single write may take fewer when the disk is nearly full. */
export function writeWhole(descriptor: number, content: string | Uint8Array): void {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  let written = 0;
  while (written < bytes.length) written += writeSync(descriptor, bytes, written);
}

/** Makes a rename or a new name durable. Windows has no such call and needs none. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } catch (error) {
    // note: some network file systems refuse to sync a folder; the rename itself has happened.
    if (!['EINVAL', 'ENOTSUP'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  } finally {
    closeSync(descriptor);
  }
}

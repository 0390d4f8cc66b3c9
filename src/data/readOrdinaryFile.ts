import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';

/** note: opening a pipe waits for its writer, who may never come; Windows has neither. */
const readOnly = constants.O_RDONLY | (process.platform === 'win32' ? 0 : constants.O_NONBLOCK);

/** The text of a small file that nobody named: it was only looked for. Null for a pipe or a device. @throws as the disk does */
export function readOrdinaryFile(file: string): string | null {
  const descriptor = openSync(file, readOnly);
  try {
    const stats = fstatSync(descriptor);
    if (!stats.isFile() && !stats.isDirectory()) return null;
    return readFileSync(descriptor, 'utf8');
  } finally {
    closeSync(descriptor);
  }
}

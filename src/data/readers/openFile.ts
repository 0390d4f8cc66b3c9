import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { UserError } from '../../protocol/errors';
import { binaryKindOf } from './firstBytes';
import type { ReadOptions } from './row';

const usualChunkBytes = 1024 * 1024;

/** note: opening a pipe waits for its writer, who may never come; Windows has neither. */
const readOnly = constants.O_RDONLY | (process.platform === 'win32' ? 0 : constants.O_NONBLOCK);

/** Opens a regular file for reading. @throws UserError when there is none or it may not be read. */
export async function openFile(path: string): Promise<{ handle: FileHandle; size: number }> {
  const place = { file: path };
  let handle: FileHandle;
  try {
    handle = await open(path, readOnly);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      throw noFile(path);
    }
    if (code === 'EISDIR') throw folderError(path);
    throw new UserError(`The file cannot be opened (${code ?? String(error)}).`, {
      place,
      next: 'Check that you may read it.',
    });
  }
  const stats = await handle.stat();
  if (stats.isFile()) return { handle, size: stats.size };
  await handle.close();
  if (stats.isDirectory()) throw folderError(path);
  throw new UserError('This is not an ordinary file.', { place, next: 'Name a data file.' });
}

/** Whether a file with these first bytes is a Parquet file. */
export function isParquet(head: Buffer): boolean {
  return head.subarray(0, 4).toString('latin1') === 'PAR1';
}

/** The first bytes of a file, at most 64 KiB, whatever they are. */
export async function readFirstBytes(path: string): Promise<Buffer> {
  const { handle } = await openFile(path);
  try {
    const buffer = Buffer.alloc(64 * 1024);
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** The file's bytes, chunk by chunk. A chunk is the caller's to keep. */
export async function* readBytes(
  path: string,
  { signal, onProgress, chunkBytes = usualChunkBytes, start = 0 }: ReadOptions,
): AsyncGenerator<Buffer> {
  const { handle, size } = await openFile(path);
  try {
    let position = start;
    for (;;) {
      signal?.throwIfAborted();
      const buffer = Buffer.allocUnsafeSlow(chunkBytes);
      const { bytesRead } = await handle.read(buffer, 0, chunkBytes, position);
      if (bytesRead === 0) break;
      position += bytesRead;
      yield buffer.subarray(0, bytesRead);
      onProgress?.(size === 0 ? 1 : Math.min(1, position / size));
    }
  } finally {
    await handle.close();
  }
}

function noFile(path: string): UserError {
  if (/(?:^|[\\/])-$/.test(path)) {
    return new UserError('What comes through a pipe ("-") is not read: data are read from files.', {
      next: 'Save it as a .jsonl, .json, .csv, .tsv, .txt or .parquet file, and name that.',
    });
  }
  return new UserError('There is no such file.', {
    place: { file: path },
    next: 'Check the path.',
  });
}

function folderError(path: string): UserError {
  return new UserError('This is a folder, not a data file.', {
    place: { file: path },
    next: 'Name a file in it.',
  });
}

/** What to do about text that is no UTF-8. */
export const saveAsUtf8 =
  'Save the file as UTF-8, or let "finetune lint FILE --fix --out COPY" write a mended copy.';

/** @throws UserError when these first bytes are neither text nor those of a known kind */
export function refuseBinary(path: string, head: Buffer): void {
  const kind = binaryKindOf(head);
  if (kind !== null) {
    throw new UserError(`This is ${kind} and not text.`, {
      place: { file: path },
      next: 'Unpack or convert it to JSONL, JSON, CSV or TSV.',
    });
  }
  const isUtf16 = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff);
  if (!isUtf16 && head.includes(0)) {
    throw new UserError('This is a binary file, or UTF-16 without a byte order mark.', {
      place: { file: path },
      next: saveAsUtf8,
    });
  }
}

import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { syncFolder } from '../../runs/writeAtomically';
import { diskError } from '../../runs/diskError';
import { lengthBytes } from './safetensorsHeader';

/** What is written as one tensor, row-major. */
export interface NamedTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array | Int32Array;
}

let counter = 0;

/**
 * Writes F32 (and I32) tensors: complete or not at all, and on the disk when the promise resolves. Data go straight
 * from their arrays to the file, without a copy of the whole.
 * @throws UserError for a full or refusing disk; what was there before stays
 */
export async function writeSafetensors(
  file: string,
  tensors: readonly NamedTensor[],
  metadata: Readonly<Record<string, string>> = { format: 'pt' },
): Promise<void> {
  const header = printHeader(tensors, metadata);
  const temporary = `${file}.${process.pid}-${counter++}.tmp`;
  try {
    const handle = await open(temporary, 'w');
    try {
      await writeWhole(handle, header);
      for (const { data } of tensors) await writeWhole(handle, bytesOf(data));
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw diskError(error) ?? error;
  }
  syncFolder(path.dirname(file));
}

function printHeader(
  tensors: readonly NamedTensor[],
  metadata: Readonly<Record<string, string>>,
): Uint8Array {
  let offset = 0;
  const entries = tensors.map(({ name, shape, data }): [string, unknown] => {
    const count = shape.reduce((a, b) => a * b, 1);
    if (count !== data.length) throw new Error(`${name}: ${data.length} numbers for ${count}.`);
    const start = offset;
    offset += data.byteLength;
    const dtype = data instanceof Float32Array ? 'F32' : 'I32';
    return [name, { dtype, shape, data_offsets: [start, offset] }];
  });
  const names = new Set(entries.map(([name]) => name));
  if (names.size !== entries.length) throw new Error('Two tensors have the same name.');
  const json = JSON.stringify({ __metadata__: metadata, ...Object.fromEntries(entries) });
  // Spaces fill the header up, so that the data begin at a multiple of 8.
  const length = Math.ceil(Buffer.byteLength(json) / 8) * 8;
  const bytes = Buffer.alloc(lengthBytes + length, ' ');
  bytes.writeBigUInt64LE(BigInt(length));
  bytes.write(json, lengthBytes);
  return bytes;
}

/** Bytes written by one call: some systems refuse 2 GiB and more. */
const mostBytesAtOnce = 2 ** 28;

async function writeWhole(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let done = 0; done < bytes.byteLength;) {
    const part = bytes.subarray(done, done + mostBytesAtOnce);
    const { bytesWritten } = await handle.write(part, 0, part.byteLength);
    done += bytesWritten;
  }
}

function bytesOf(data: Float32Array | Int32Array): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { UserError } from '../../protocol/errors';
import {
  headerLength,
  lengthBytes,
  parseHeader,
  refuserOf,
  type TensorEntry,
} from './safetensorsHeader';
import { isReadable, readableTypes, widen } from './tensorTypes';

/** Numbers of a smaller type that are read and converted at a time. */
const chunkNumbers = 2 ** 20;

/** A checked file; its tensors are read when they are asked for. */
export interface SafetensorsFile {
  readonly file: string;
  readonly bytes: number;
  readonly entries: ReadonlyMap<string, TensorEntry>;
}

/**
 * Reads and checks the header alone.
 * @throws UserError for whatever is wrong with it; the file system's error when it cannot be opened
 */
export function openSafetensors(file: string): SafetensorsFile {
  return withFile(file, (descriptor) => {
    const refuse = refuserOf(file);
    const { size } = fstatSync(descriptor);
    const first = new Uint8Array(lengthBytes);
    readSync(descriptor, first, 0, lengthBytes, 0);
    const header = new Uint8Array(headerLength(first, size, refuse));
    if (!readWhole(descriptor, header, lengthBytes)) return refuse('it ends within its header');
    const entries = parseHeader(header, size, refuse);
    return { file, bytes: size, entries: new Map(entries.map((entry) => [entry.name, entry])) };
  });
}

/**
 * One tensor as float32, row-major.
 * @throws UserError when its type holds no weights or the file was cut since it was opened
 */
export function readTensor({ file, entries }: SafetensorsFile, name: string): Float32Array {
  const entry = entries.get(name);
  if (entry === undefined) throw new Error(`${file} has no tensor ${name}.`);
  const { dtype, start, shape } = entry;
  if (!isReadable(dtype)) {
    throw new UserError(`The tensor "${name}" has the type ${dtype}, which holds no weights.`, {
      place: { file },
      next: `Save the model with one of the types ${readableTypes.join(', ')}.`,
    });
  }
  const target = new Float32Array(shape.reduce((a, b) => a * b, 1));
  withFile(file, (descriptor) => {
    const readInto = (part: Uint8Array, at: number): void => {
      if (!readWhole(descriptor, part, at)) refuserOf(file)(`it ends within tensor "${name}"`);
    };
    if (dtype === 'F32') readInto(new Uint8Array(target.buffer), start);
    else readHalves(dtype, { target, start, readInto });
  });
  return target;
}

function readHalves(
  dtype: 'F16' | 'BF16',
  {
    target,
    start,
    readInto,
  }: { target: Float32Array; start: number; readInto: (part: Uint8Array, at: number) => void },
): void {
  const chunk = new Uint16Array(Math.min(chunkNumbers, target.length));
  for (let first = 0; first < target.length; first += chunk.length) {
    const part = chunk.subarray(0, Math.min(chunk.length, target.length - first));
    readInto(new Uint8Array(part.buffer, 0, part.byteLength), start + first * 2);
    widen(dtype, part, target.subarray(first, first + part.length));
  }
}

function withFile<T>(file: string, use: (descriptor: number) => T): T {
  // note: a pipe would wait for ever.
  if (statSync(file, { throwIfNoEntry: false })?.isFile() === false)
    refuserOf(file)('it is not an ordinary file');
  const descriptor = openSync(file, 'r');
  try {
    return use(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function readWhole(descriptor: number, target: Uint8Array, position: number): boolean {
  let done = 0;
  while (done < target.byteLength) {
    const count = readSync(descriptor, target, done, target.byteLength - done, position + done);
    if (count === 0) return false;
    done += count;
  }
  return true;
}

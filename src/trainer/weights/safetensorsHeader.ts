// The layout of a safetensors file, https://github.com/huggingface/safetensors#format:
//   8 bytes: length N of the header, little-endian; N bytes: JSON; then the data of all tensors without a gap.
import { UserError } from '../../protocol/errors';
import { printValue } from '../../protocol/printValue';
import { firstDuplicateKey } from './duplicateKeys';
import { bytesPerElement } from './tensorTypes';

/** Where a tensor stands in its file. */
export interface TensorEntry {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  /** Bytes from the beginning of the file. */
  readonly start: number;
  readonly end: number;
}

export const lengthBytes = 8;
/** Real models have under 100 kB of header; more than this is an attack on memory. */
const largestHeader = 16 * 2 ** 20;
const mostTensors = 100_000;
const mostDimensions = 16;

/** Reports a malformed file; never returns. */
export type Refuse = (why: string) => never;

/** @throws UserError that names the file */
export function refuserOf(file: string): Refuse {
  return (why) => {
    throw new UserError(`This safetensors file is damaged: ${why}.`, {
      place: { file },
      next: 'Copy or download the model again.',
    });
  };
}

/** Length of the header from the first bytes of a file of `fileBytes`. */
export function headerLength(first: Uint8Array, fileBytes: number, refuse: Refuse): number {
  if (fileBytes < lengthBytes || first.byteLength < lengthBytes) {
    return refuse(`it has ${fileBytes} bytes, fewer than a header needs`);
  }
  const view = new DataView(first.buffer, first.byteOffset, lengthBytes);
  const length = view.getBigUint64(0, true);
  if (length > BigInt(largestHeader)) {
    return refuse(`its header claims ${length.toString()} bytes, more than ${largestHeader}`);
  }
  if (Number(length) > fileBytes - lengthBytes) {
    return refuse(`its header claims ${length.toString()} bytes, the file has ${fileBytes}`);
  }
  return Number(length);
}

/**
 * Checks a header completely, before anything is allocated for what it promises.
 * @returns the tensors in the order of their data
 */
export function parseHeader(bytes: Uint8Array, fileBytes: number, refuse: Refuse): TensorEntry[] {
  const header = parseObject(bytes, refuse);
  const names = Object.keys(header).filter((name) => name !== '__metadata__');
  if (names.length > mostTensors) {
    refuse(`its header lists ${names.length} tensors, more than ${mostTensors}`);
  }
  if (Object.hasOwn(header, '__metadata__')) checkMetadata(header.__metadata__, refuse);
  const dataStart = lengthBytes + bytes.byteLength;
  const entries = names
    .map((name) => parseEntry(name, header[name], dataStart, refuse))
    .sort((a, b) => a.start - b.start || a.end - b.end);
  checkCoverage(entries, { dataStart, fileBytes, refuse });
  return entries;
}

function parseObject(bytes: Uint8Array, refuse: Refuse): Record<string, unknown> {
  if (bytes[0] !== 0x7b) return refuse('its header does not begin with {');
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return refuse('its header is not UTF-8 text');
  }
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return refuse('its header is not JSON');
  }
  const duplicate = firstDuplicateKey(text);
  if (duplicate !== null) refuse(`its header has the key ${printValue(duplicate)} twice`);
  return isObject(parsed) ? parsed : refuse('its header is not a JSON object');
}

function checkMetadata(metadata: unknown, refuse: Refuse): void {
  const isText = isObject(metadata) && Object.values(metadata).every((v) => typeof v === 'string');
  if (!isText) refuse('its __metadata__ must map names to texts');
}

function parseEntry(name: string, value: unknown, dataStart: number, refuse: Refuse): TensorEntry {
  const tensor = `tensor ${printValue(name)}`;
  if (name === '__proto__') return refuse(`${tensor} has a forbidden name`);
  if (!isObject(value)) return refuse(`${tensor} is not described by an object`);
  const { dtype, shape, data_offsets: offsets } = value;
  const size =
    typeof dtype === 'string' && Object.hasOwn(bytesPerElement, dtype)
      ? bytesPerElement[dtype]
      : undefined;
  if (typeof dtype !== 'string' || size === undefined) {
    return refuse(`${tensor} has the unknown type ${printValue(dtype)}`);
  }
  if (!isCounts(shape) || shape.length > mostDimensions) {
    return refuse(`${tensor} has no valid shape`);
  }
  if (!isCounts(offsets) || offsets.length !== 2) return refuse(`${tensor} has no valid offsets`);
  const [start = 0, end = 0] = offsets;
  if (end < start) return refuse(`${tensor} ends before it begins`);
  const needed = shape.reduce((product, count) => product * count, size);
  if (!Number.isSafeInteger(needed)) return refuse(`${tensor} is too big to exist`);
  if (needed !== end - start) {
    return refuse(
      `${tensor} needs ${needed} bytes for its shape [${shape.join(', ')}] and has ${end - start}`,
    );
  }
  return { name, dtype, shape, start: dataStart + start, end: dataStart + end };
}

/** Every byte behind the header belongs to exactly one tensor. */
function checkCoverage(
  entries: readonly TensorEntry[],
  { dataStart, fileBytes, refuse }: { dataStart: number; fileBytes: number; refuse: Refuse },
): void {
  let at = dataStart;
  for (const { name, start, end } of entries) {
    if (end > fileBytes) refuse(`tensor ${printValue(name)} reaches beyond the end of the file`);
    if (start < at) refuse(`tensor ${printValue(name)} overlaps another`);
    if (start > at) refuse(`there are unused bytes before tensor ${printValue(name)}`);
    at = end;
  }
  if (at !== fileBytes) refuse(`there are ${fileBytes - at} unused bytes at its end`);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCounts(value: unknown): value is readonly number[] {
  return (
    Array.isArray(value) &&
    value.every((item) => Number.isSafeInteger(item) && (item as number) >= 0)
  );
}

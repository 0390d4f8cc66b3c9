import { maskedCrc32c } from './crc32c';

/**
 * TensorBoard events as protobuf (tensorflow/core/util/event.proto and framework/summary.proto), just the fields
 * that scalars need, framed as TFRecords.
 */
export interface ScalarEvent {
  /** Seconds since 1970. */
  readonly time: number;
  readonly step: number;
  readonly scalars: Readonly<Record<string, number>>;
}

/** The first event of every file. */
export function versionRecord(time: number): Buffer {
  return frame([...double(1, time), ...bytes(3, Buffer.from('brain.Event:2'))]);
}

/** Says that everything from `step` on in earlier files is void. */
export function sessionStartRecord(time: number, step: number): Buffer {
  const start = 1;
  return frame([...double(1, time), ...varint(2, step), ...bytes(7, varint(1, start))]);
}

export function scalarRecord({ time, step, scalars }: ScalarEvent): Buffer {
  const values = Object.entries(scalars).flatMap(([tag, value]) =>
    bytes(1, [...bytes(1, Buffer.from(tag)), ...float(2, value)]),
  );
  return frame([...double(1, time), ...varint(2, step), ...bytes(5, values)]);
}

/** u64 length, its checksum, data, its checksum; little-endian. */
function frame(data: readonly number[]): Buffer {
  const record = Buffer.alloc(data.length + 16);
  record.writeBigUInt64LE(BigInt(data.length), 0);
  record.writeUInt32LE(maskedCrc32c(record.subarray(0, 8)), 8);
  record.set(data, 12);
  record.writeUInt32LE(maskedCrc32c(record.subarray(12, 12 + data.length)), 12 + data.length);
  return record;
}

function varint(field: number, value: number): number[] {
  return [field << 3, ...base128(value)];
}

function double(field: number, value: number): number[] {
  const buffer = Buffer.alloc(8);
  buffer.writeDoubleLE(value);
  return [(field << 3) | 1, ...buffer];
}

function bytes(field: number, content: ArrayLike<number>): number[] {
  return [(field << 3) | 2, ...base128(content.length), ...Array.from(content)];
}

function float(field: number, value: number): number[] {
  const buffer = Buffer.alloc(4);
  buffer.writeFloatLE(value);
  return [(field << 3) | 5, ...buffer];
}

/** Seven bits a byte, the lowest first. */
function base128(value: number): number[] {
  const digits: number[] = [];
  for (let rest = BigInt(Math.trunc(value)); ; rest >>= 7n) {
    const isLast = rest < 128n;
    digits.push(Number(rest & 127n) | (isLast ? 0 : 128));
    if (isLast) return digits;
  }
}

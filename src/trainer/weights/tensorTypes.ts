/** Element types of safetensors by name, with bytes per element. Weights are read as float32 from the first three. */
export const bytesPerElement: Readonly<Record<string, number>> = {
  F32: 4,
  F16: 2,
  BF16: 2,
  F64: 8,
  F8_E5M2: 1,
  F8_E4M3: 1,
  I64: 8,
  I32: 4,
  I16: 2,
  I8: 1,
  U64: 8,
  U32: 4,
  U16: 2,
  U8: 1,
  BOOL: 1,
};

export const readableTypes = ['F32', 'F16', 'BF16'] as const;
export type ReadableType = (typeof readableTypes)[number];

export function isReadable(dtype: string): dtype is ReadableType {
  return (readableTypes as readonly string[]).includes(dtype);
}

/**
 * Converts halves or bfloat16 numbers to float32, as many as `target` takes.
 * @param source their bits; the machines we run on are little-endian, as the format is
 */
export function widen(dtype: 'F16' | 'BF16', source: Uint16Array, target: Float32Array): void {
  const bits = new Uint32Array(target.buffer, target.byteOffset, target.length);
  if (dtype === 'BF16') {
    // bfloat16 is the upper half of a float32.
    for (let i = 0; i < bits.length; i++) bits[i] = (source[i] ?? 0) << 16;
  } else {
    const table = halfTable();
    for (let i = 0; i < bits.length; i++) bits[i] = table[source[i] ?? 0] ?? 0;
  }
}

let halves: Uint32Array | null = null;

/** Bits of the float32 for each of the 65,536 halves. */
function halfTable(): Uint32Array {
  halves ??= Uint32Array.from({ length: 65_536 }, (_, half) => floatBitsOfHalf(half));
  return halves;
}

function floatBitsOfHalf(half: number): number {
  const sign = (half & 0x8000) << 16;
  const exponent = (half >> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0x1f) return (sign | 0x7f800000 | (fraction << 13)) >>> 0;
  if (exponent > 0) return (sign | ((exponent + 112) << 23) | (fraction << 13)) >>> 0;
  const scratch = new DataView(new ArrayBuffer(4));
  scratch.setFloat32(0, fraction * 2 ** -24); // exact: subnormal halves are ordinary float32s
  return (sign | scratch.getUint32(0)) >>> 0;
}

import { createOptimizerKernels, type OptimizerKernels } from './kernels/optimizerKernels';

const pageBytes = 65_536;
/** A WebAssembly memory addresses at most 4 GiB. */
export const largestBlockBytes = 65_536 * pageBytes;
/** One cache line: vector loads never straddle two. */
const alignment = 64;

/** A stretch of memory that the SIMD kernels and the engine both work on, without copies. */
export interface MemoryBlock {
  readonly kernels: OptimizerKernels;
  floats(count: number): Float32Array<ArrayBuffer>;
  ints(count: number): Int32Array<ArrayBuffer>;
}

/** Bytes that an array of `count` 4-byte elements takes in a block. */
export function blockBytes(count: number): number {
  return Math.ceil((count * 4) / alignment) * alignment;
}

/** Zero-filled; the operating system supplies pages when they are first touched. */
export function createMemoryBlock(bytes: number): MemoryBlock {
  const pages = Math.ceil((bytes + alignment) / pageBytes);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
  // note: address 0 stays unused, kernels take it as "none".
  let next = alignment;
  const reserve = (count: number): number => {
    const at = next;
    next += blockBytes(count);
    return at;
  };
  return {
    kernels: createOptimizerKernels(memory),
    floats: (count) => new Float32Array(memory.buffer, reserve(count), count),
    ints: (count) => new Int32Array(memory.buffer, reserve(count), count),
  };
}

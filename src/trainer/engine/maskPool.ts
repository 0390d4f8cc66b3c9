import { maskKey, maskThreshold } from './dropoutMask';
import bytes from './dropoutMask.wasm';
import type { Draw } from './engine';

/** Memory for the dropout masks of one run, shared by all programs of an engine. */
export interface MaskPool {
  /** Draws all masks; the arrays hold until the next call. */
  fill(masks: readonly Mask[], draw: Draw): readonly Float32Array[];
}

export interface Mask {
  readonly rate: number;
  readonly shape: readonly number[];
  /** Ordinal of the dropout call within its program. */
  readonly site: number;
}

const pageBytes = 65_536;
/** The kernel writes eight elements at a time. */
const granularity = 8;

interface Kernel {
  readonly memory: WebAssembly.Memory;
  readonly fillMask: (
    at: number,
    count: number,
    key: number,
    threshold: number,
    kept: number,
  ) => void;
}

export function createMaskPool(): MaskPool {
  let kernel: Kernel | null = null;
  return {
    fill(masks, draw) {
      const sizes = masks.map(({ shape }) => shape.reduce((product, size) => product * size, 1));
      const padded = sizes.map((size) => Math.ceil(size / granularity) * granularity);
      const total = padded.reduce((sum, size) => sum + size, 0) * 4;
      if (total === 0) return sizes.map(() => new Float32Array(0));
      if (kernel === null || kernel.memory.buffer.byteLength < total) kernel = createKernel(total);
      const { memory, fillMask } = kernel;
      let start = 0;
      return masks.map(({ rate, site }, index) => {
        const mask = new Float32Array(memory.buffer, start, sizes[index]);
        const count = padded[index] ?? 0;
        fillMask(start, count, maskKey(draw, site), maskThreshold(rate), 1 / (1 - rate));
        start += count * 4;
        return mask;
      });
    },
  };
}

function createKernel(nBytes: number): Kernel {
  const memory = new WebAssembly.Memory({ initial: Math.ceil(nBytes / pageBytes) });
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } });
  return { memory, ...(exports as Omit<Kernel, 'memory'>) };
}

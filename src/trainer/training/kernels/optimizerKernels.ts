import bytes from './optimizer.wasm';

/** Addresses are byte offsets into the memory the kernels were made for. See optimizer.as.ts. */
export interface OptimizerKernels {
  squaredNorm(at: number, count: number): number;
  add(sums: number, values: number, count: number): void;
  adamW(...args: readonly [...AdamWArrays, ...AdamWScalars]): void;
  gatherRows(table: number, ids: number, out: number, count: number, rowBytes: number): void;
  sumRows(
    ...args: readonly [
      rows: number,
      ids: number,
      count: number,
      columns: number,
      slots: number,
      used: number,
      sums: number,
      usedCount: number,
    ]
  ): number;
  catchUpRows(
    ...args: readonly [
      p: number,
      m: number,
      v: number,
      ids: number,
      count: number,
      rowBytes: number,
      state: number,
      factors: number,
      step: number,
    ]
  ): void;
  adamWRows(
    ...args: readonly [
      p: number,
      m: number,
      v: number,
      sums: number,
      used: number,
      usedCount: number,
      columns: number,
      slots: number,
      state: number,
      step: number,
      ...scalars: AdamWScalars,
    ]
  ): void;
}

type AdamWArrays = [p: number, g: number, m: number, v: number, count: number];
type AdamWScalars = [scale: number, keep: number, rate: number, correction: number];

let compiled: WebAssembly.Module | undefined;

export function createOptimizerKernels(memory: WebAssembly.Memory): OptimizerKernels {
  compiled ??= new WebAssembly.Module(bytes);
  return new WebAssembly.Instance(compiled, { env: { memory } }).exports as OptimizerKernels;
}

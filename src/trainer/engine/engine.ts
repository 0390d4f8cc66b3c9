import type { Tensor } from '@tensorflow/tfjs-core';
import type { Device, EngineName } from '../../protocol/runConfig';

/** Named tensors: parameters, a batch, gradients. */
export type Tensors = Readonly<Record<string, Tensor>>;

/** Named arrays the engine reads or writes in place, row-major. */
export type Buffers = Readonly<Record<string, Float32Array | Int32Array>>;

export interface TensorSpec {
  readonly shape: readonly number[];
  readonly dtype: 'float32' | 'int32';
}

/**
 * Where a program's randomness comes in. Dropout masks depend on (seed, step, site) alone, where the site
 * is the ordinal of the call within the program: same draw, same numbers, on every engine.
 */
export interface Randomness {
  /** Zeroes a share `rate` of x and scales the rest by 1 / (1 - rate); x itself when rate is 0. */
  dropout(x: Tensor, rate: number): Tensor;
}

/** Model, loss and gradients as one pure function over tfjs operations. */
export type Program = (inputs: Tensors, random: Randomness) => Tensors;

/** What makes the random numbers of one execution. */
export interface Draw {
  readonly seed: number;
  readonly step: number;
  /** Ordinal of the micro-batch within the step. */
  readonly micro: number;
}

/** A program made ready for fixed shapes on one device. */
export interface Executable {
  readonly outputs: Readonly<Record<string, TensorSpec>>;
  /**
   * Reads every input from `feeds` and writes every output into `results` where it names a buffer, else into a
   * fresh one. Input and output buffers must not overlap. Returns all outputs.
   */
  run(feeds: Buffers, results: Buffers, draw: Draw): Promise<Buffers>;
  dispose(): Promise<void>;
}

/** Something that executes programs: `compiled` (ONNX graph) or `eager` (tfjs backend), on one device. */
export interface Engine {
  readonly name: EngineName;
  readonly device: Device;
  compile(program: Program, inputs: Readonly<Record<string, TensorSpec>>): Promise<Executable>;
  dispose(): Promise<void>;
}

import type { Tensor } from '@tensorflow/tfjs-core';

/** One input of a case: its shape, and what its elements are drawn from. */
export interface Operand {
  readonly shape: readonly number[];
  readonly dtype: 'float32' | 'int32';
  /** Drawn uniformly from here, or taken in turn from `values`. */
  readonly range: readonly [number, number];
  readonly values?: readonly number[];
}

/** One kernel: a function that calls it, and the operands to try it on. */
export interface OpRow {
  /** The key of the lowering table. */
  readonly kernel: string;
  /** Tells rows of one kernel apart. */
  readonly title?: string;
  readonly run: (...operands: Tensor[]) => Tensor | Tensor[];
  readonly cases: readonly (readonly Operand[])[];
  /** Large enough to be computed in several threads. */
  readonly large: readonly Operand[];
  /** False where the function is not differentiable, or tfjs has no gradient for it; says why. */
  readonly gradient: true | { readonly no: string };
  /** Finite differences do not apply, e.g. because of kinks; says why. */
  readonly noDifferences?: string;
  /** Largest difference, relative to max(1, |expected|); 2e-5 unless given. */
  readonly tolerance?: number;
  /** Operands at the edge: ±300, zeros, ties. Forward only. */
  readonly extremes?: readonly (readonly Operand[])[];
}

export const float = (
  shape: readonly number[],
  range: readonly [number, number] = [-2, 2],
): Operand => ({ shape, dtype: 'float32', range });

export const int = (
  shape: readonly number[],
  range: readonly [number, number] = [-9, 9],
): Operand => ({ shape, dtype: 'int32', range });

export const exactly = (
  values: readonly number[],
  shape: readonly number[] = [values.length],
  dtype: 'float32' | 'int32' = 'float32',
): Operand => ({ shape, dtype, range: [0, 0], values });

/** Shapes a unary function must take. */
export const unaryShapes: readonly (readonly number[])[] = [[3, 4], [1], [], [2, 1, 3], [0, 3]];

/** Pairs of shapes a binary function must broadcast. */
export const binaryShapes: readonly (readonly [readonly number[], readonly number[]])[] = [
  [
    [3, 4],
    [3, 4],
  ],
  [
    [3, 1],
    [1, 4],
  ],
  [[4], [2, 3, 4]],
  [[2, 3, 4], []],
  [[1], [1]],
  [
    [2, 1, 3],
    [5, 1],
  ],
  [
    [0, 3],
    [0, 3],
  ],
];

/** Pairs that tfjs's gradients cannot take: forward only. */
export const emptyBroadcast = [float([0, 3]), float([1, 3])];

export const large: readonly number[] = [96, 512];

import {
  engine,
  getBackend,
  getKernel,
  type NamedTensorMap,
  type Tensor,
} from '@tensorflow/tfjs-core';

/**
 * Operations that a backend may bring as one kernel of its own. Where it does not, the functions of this
 * folder compose them of ordinary tfjs operations.
 */
export type FusedKernel = 'LayerNormalization' | 'LayerNormalizationGrad' | 'Gelu' | 'GeluGrad';

/** Whether the backend in use brings this kernel. */
export function hasFusedKernel(name: FusedKernel): boolean {
  // Its type promises a kernel; there may be none.
  return Boolean(getKernel(name, getBackend()));
}

/** Runs a fused kernel of the backend in use; see hasFusedKernel. */
export function runFusedKernel(
  name: FusedKernel,
  inputs: NamedTensorMap,
  attributes: Record<string, number> = {},
): Tensor[] {
  const result: unknown = engine().runKernel(name, inputs, attributes);
  return (Array.isArray(result) ? result : [result]) as Tensor[];
}

/** The n-th result of a kernel that must have one. */
export function outputAt(outputs: readonly Tensor[], index: number): Tensor {
  const output = outputs[index];
  if (output === undefined) throw new Error(`A fused kernel gave no result ${index}.`);
  return output;
}

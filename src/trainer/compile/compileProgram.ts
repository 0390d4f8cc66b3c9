import type { Program, TensorSpec } from '../engine/engine';
import type { Graph } from './graph';
import { writeOnnx } from './onnx';
import { optimize } from './passes/optimize';
import { trace, type MaskInput } from './trace';

export interface CompiledProgram {
  readonly graph: Graph;
  readonly masks: readonly MaskInput[];
  readonly outputs: Readonly<Record<string, TensorSpec>>;
  /** The bytes of the ONNX model. */
  readonly model: Uint8Array;
}

/** From a program over tfjs operations to an ONNX model for the given input shapes. */
export function compileProgram(
  program: Program,
  inputs: Readonly<Record<string, TensorSpec>>,
  device: 'cpu' | 'webgpu',
): CompiledProgram {
  const traced = trace(program, inputs);
  const graph = optimize(traced.graph, device);
  const outputs = Object.fromEntries(
    graph.outputs.map(({ name, value: { dtype, shape } }) => {
      if (dtype === 'float32' || dtype === 'int32') return [name, { shape, dtype }] as const;
      throw new Error(`The output ${name} is ${dtype}; cast it to int32 or float32.`);
    }),
  );
  return { graph, masks: traced.masks, outputs, model: writeOnnx(graph) };
}

import { sizeOf, type Graph, type Node, type Value } from '../compile/graph';

const bytesPerElement = { float32: 4, int32: 4, int64: 8, bool: 1 } as const;

/** Operators whose result is their operand seen with another shape. */
const views: ReadonlySet<string> = new Set(['Identity', 'Reshape', 'Squeeze', 'Unsqueeze']);

/**
 * Bytes of intermediate values that are alive at once when the nodes run in their order; neither inputs nor outputs,
 * which the caller owns.
 */
export function peakBytes(graph: Graph): number {
  const owned = new Set([...graph.inputs, ...graph.outputs].map(({ value }) => value));
  const owner = new Map<Value, Value>();
  const ownerOf = (value: Value): Value => owner.get(value) ?? value;
  const lastUse = new Map<Value, number>();
  for (const [index, { op, inputs, outputs }] of graph.nodes.entries()) {
    const [first] = inputs;
    for (const output of outputs) {
      if (views.has(op) && first !== undefined) owner.set(output, ownerOf(first));
      lastUse.set(ownerOf(output), index);
    }
    for (const input of inputs) lastUse.set(ownerOf(input), index);
  }
  const dyingAt = new Map<number, Value[]>();
  for (const [value, index] of lastUse) {
    dyingAt.set(index, [...(dyingAt.get(index) ?? []), value]);
  }
  const counts = (value: Value): boolean => value.constant === null && !owned.has(value);
  let [alive, peak] = [0, 0];
  for (const [index, { outputs }] of graph.nodes.entries()) {
    for (const output of outputs) {
      if (ownerOf(output) === output && counts(output)) alive += bytesOf(output);
    }
    peak = Math.max(peak, alive);
    for (const value of dyingAt.get(index) ?? []) if (counts(value)) alive -= bytesOf(value);
  }
  return peak;
}

/** Floating-point operations of all matrix products. */
export function productFlops({ nodes }: Graph): number {
  return nodes.reduce((sum, node) => sum + flopsOf(node), 0);
}

function flopsOf({ op, inputs, outputs, attributes }: Node): number {
  const [a] = inputs;
  const [result] = outputs;
  if (!['Gemm', 'MatMul', 'FusedMatMul'].includes(op) || !a || !result) return 0;
  const isTransposed = attributes.transA === 1;
  const shared = a.shape.at(isTransposed ? -2 : -1) ?? 0;
  return 2 * shared * sizeOf(result.shape);
}

function bytesOf({ shape, dtype }: Value): number {
  return sizeOf(shape) * bytesPerElement[dtype];
}

import type { Builder } from '../builder';
import { sizeOf, type Value } from '../graph';
import { numberAttribute, operand, type KernelAttributes, type Lowering } from './lowering';
import { like, reshape } from './nodes';

/** Products of matrices. */
export const matmul: Lowering = {
  BatchMatMul: (g, operands, attributes) =>
    product(g, operand(operands, 'a'), operand(operands, 'b'), attributes),
  _FusedMatMul: (g, operands, attributes) => {
    const x = product(g, operand(operands, 'a'), operand(operands, 'b'), attributes);
    const { bias } = operands;
    return activate(g, bias === undefined ? x : g.op('Add', [x, bias]), operands, attributes);
  },
};

/**
 * A product with transposes: `Gemm` where all is two-dimensional, which is faster than a batched product and may
 * later take up a bias; `FusedMatMul` otherwise.
 */
export function product(g: Builder, a: Value, b: Value, attributes: KernelAttributes): Value {
  const transA = attributes.transposeA === true ? 1 : 0;
  const transB = attributes.transposeB === true ? 1 : 0;
  const [flatA, flatB] = [withoutUnitBatch(g, a), withoutUnitBatch(g, b)];
  const isMatrix = flatA.shape.length === 2 && flatB.shape.length === 2;
  const shape = productShape(a, b, transA, transB);
  // Nothing to add up: ONNX Runtime would leave the result unset.
  if (sizeOf(a.shape) === 0 || sizeOf(b.shape) === 0) return g.fill(0, a.dtype, shape);
  if (isMatrix) return reshape(g, g.op('Gemm', [flatA, flatB], { transA, transB }), shape);
  return g.op('FusedMatMul', [a, b], { transA, transB });
}

function productShape(a: Value, b: Value, transA: 0 | 1, transB: 0 | 1): number[] {
  const batch = a.shape.length >= b.shape.length ? a.shape.slice(0, -2) : b.shape.slice(0, -2);
  const other = a.shape.length >= b.shape.length ? b.shape.slice(0, -2) : a.shape.slice(0, -2);
  const offset = batch.length - other.length;
  const sizes = batch.map((size, axis) => (size === 1 ? (other[axis - offset] ?? 1) : size));
  const rows = a.shape.at(transA === 1 ? -1 : -2) ?? 0;
  const columns = b.shape.at(transB === 1 ? -2 : -1) ?? 0;
  return [...sizes, rows, columns];
}

function withoutUnitBatch(g: Builder, x: Value): Value {
  return sizeOf(x.shape.slice(0, -2)) === 1 ? reshape(g, x, x.shape.slice(-2)) : x;
}

function activate(
  g: Builder,
  x: Value,
  operands: Readonly<Record<string, Value>>,
  attributes: KernelAttributes,
): Value {
  switch (attributes.activation) {
    case null:
    case undefined:
    case 'linear':
      return x;
    case 'relu':
      return g.op('Relu', [x]);
    case 'elu':
      return g.op('Elu', [x]);
    case 'sigmoid':
      return g.op('Sigmoid', [x]);
    case 'relu6':
      return g.op('Clip', [x, like(g, x, 0), like(g, x, 6)]);
    case 'leakyrelu':
      return g.op('LeakyRelu', [x], { alpha: numberAttribute(attributes, 'leakyreluAlpha') });
    case 'prelu':
      return g.op('PRelu', [x, operand(operands, 'preluActivationWeights')]);
    default:
      throw new Error(`The activation ${String(attributes.activation)} has no lowering.`);
  }
}

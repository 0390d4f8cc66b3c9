import type { Builder } from '../builder';
import { sizeOf, type Value } from '../graph';
import {
  axesOf,
  numberAttribute,
  numbersAttribute,
  operand,
  type KernelAttributes,
  type Lower,
  type Lowering,
  type Operands,
} from './lowering';
import { cast, reduce, type Reduction } from './nodes';

/** Kernels that shrink, scan or normalise axes. */
export const reduction: Lowering = {
  Sum: reduceWith('ReduceSum', 0),
  Mean: (g, operands, attributes) => {
    const x = cast(g, operand(operands, 'x'), 'float32');
    return reduceWith('ReduceMean', NaN)(g, { x }, attributes);
  },
  Max: reduceWith('ReduceMax', -Infinity),
  Min: reduceWith('ReduceMin', Infinity),
  Prod: reduceWith('ReduceProd', 1),
  All: (g, operands, attributes) => ofBools(g, 'ReduceMin', operands, attributes),
  Any: (g, operands, attributes) => ofBools(g, 'ReduceMax', operands, attributes),
  ArgMax: argReduce('ArgMax'),
  ArgMin: argReduce('ArgMin'),
  Softmax: (g, operands, attributes) => {
    const x = operand(operands, 'logits');
    const [axis = 0] = axesOf([numberAttribute(attributes, 'dim')], x.shape.length);
    return g.op('Softmax', [x], { axis });
  },
  LogSoftmax: (g, operands, attributes) => {
    const x = operand(operands, 'logits');
    const [axis = 0] = axesOf([numberAttribute(attributes, 'axis')], x.shape.length);
    return g.op('LogSoftmax', [x], { axis });
  },
  Cumsum: (g, operands, attributes) => {
    const x = operand(operands, 'x');
    const [axis = 0] = axesOf([numberAttribute(attributes, 'axis')], x.shape.length);
    return g.op('CumSum', [x, g.fill(axis, 'int64')], {
      exclusive: attributes.exclusive === true ? 1 : 0,
      reverse: attributes.reverse === true ? 1 : 0,
    });
  },
};

/** @param ofNothing the result over an axis without elements */
function reduceWith(op: Reduction, ofNothing: number): Lower {
  return (g, operands, attributes) => {
    const x = operand(operands, 'x');
    const axes = reducedAxes(attributes, x.shape.length);
    if (sizeOf(x.shape) > 0) {
      return reduce(g, op, x, axes, attributes.keepDims === true ? 1 : 0);
    }
    return g.fill(ofNothing, x.dtype, withoutAxes(x.shape, axes, attributes.keepDims === true));
  };
}

function argReduce(op: 'ArgMax' | 'ArgMin'): Lower {
  return (g, operands, attributes) => {
    const x = operand(operands, 'x');
    const [axis = 0] = reducedAxes(attributes, x.shape.length);
    return cast(g, g.op(op, [x], { axis, keepdims: 0 }), 'int32');
  };
}

function ofBools(
  g: Builder,
  op: Reduction,
  operands: Operands,
  attributes: KernelAttributes,
): Value {
  const x = cast(g, operand(operands, 'x'), 'int32');
  const reduced = reduceWith(op, op === 'ReduceMin' ? 1 : 0)(g, { x }, attributes);
  return cast(g, reduced as Value, 'bool');
}

/** tfjs means all axes by null; Max has a name of its own for them. */
function reducedAxes(attributes: KernelAttributes, rank: number): number[] {
  const name = 'reductionIndices' in attributes ? 'reductionIndices' : 'axis';
  const axes = attributes[name] ?? null;
  if (axes === null) return Array.from({ length: rank }, (_, each) => each);
  return axesOf(numbersAttribute(attributes, name), rank);
}

function withoutAxes(shape: readonly number[], axes: readonly number[], keeps: boolean): number[] {
  return shape.flatMap((size, axis) => (!axes.includes(axis) ? [size] : keeps ? [1] : []));
}

import { backend_util, slice_util, type DataType, type Tensor } from '@tensorflow/tfjs-core';
import type { Builder } from '../builder';
import { sizeOf, type Value } from '../graph';
import { dtypeOf } from '../traceBackend';
import {
  axesOf,
  numberAttribute,
  numbersAttribute,
  operand,
  operandList,
  type KernelAttributes,
  type Lowering,
} from './lowering';
import { concat, expand, reshape, slice, split, transpose } from './nodes';

/** Kernels that move, cut, repeat or make elements without computing. */
export const shape: Lowering = {
  Identity: (_, operands) => operand(operands, 'x'),
  Reshape: (g, operands, attributes) => {
    const x = operand(operands, 'x');
    return reshape(g, x, knownShape(numbersAttribute(attributes, 'shape'), sizeOf(x.shape)));
  },
  ExpandDims: (g, operands, attributes) => {
    const x = operand(operands, 'input');
    const [axis = 0] = axesOf([numberAttribute(attributes, 'dim')], x.shape.length + 1);
    return reshape(g, x, x.shape.toSpliced(axis, 0, 1));
  },
  Transpose: (g, operands, attributes) =>
    transpose(g, operand(operands, 'x'), numbersAttribute(attributes, 'perm')),
  Slice: (g, operands, attributes) => {
    const x = operand(operands, 'x');
    const begin = numbersAttribute(attributes, 'begin');
    const size = numbersAttribute(attributes, 'size');
    const [start, count] = slice_util.parseSliceParams(shapeHolder(x), [...begin], [...size]);
    return slice(g, x, start ?? [], count ?? []);
  },
  StridedSlice: stridedSlice,
  SplitV: (g, operands, attributes) => {
    const x = operand(operands, 'x');
    const [axis = 0] = axesOf([numberAttribute(attributes, 'axis')], x.shape.length);
    const parts = attributes.numOrSizeSplits as number | number[];
    return split(g, x, backend_util.prepareSplitSize(shapeHolder(x), parts, axis), axis);
  },
  Concat: (g, operands, attributes) => {
    const values = operandList(operands);
    const rank = values[0]?.shape.length ?? 1;
    return concat(g, values, axesOf([numberAttribute(attributes, 'axis')], rank)[0] ?? 0);
  },
  Pack: (g, operands, attributes) => {
    const values = operandList(operands);
    const rank = (values[0]?.shape.length ?? 0) + 1;
    const [axis = 0] = axesOf([numberAttribute(attributes, 'axis')], rank);
    return concat(
      g,
      values.map((x) => reshape(g, x, x.shape.toSpliced(axis, 0, 1))),
      axis,
    );
  },
  Unpack: (g, operands, attributes) => {
    const x = operand(operands, 'value');
    const [axis = 0] = axesOf([numberAttribute(attributes, 'axis')], x.shape.length);
    const parts = split(g, x, new Array<number>(x.shape[axis] ?? 0).fill(1), axis);
    return parts.map((part) => reshape(g, part, x.shape.toSpliced(axis, 1)));
  },
  PadV2: (g, operands, attributes) => {
    const x = operand(operands, 'x');
    const paddings = attributes.paddings as readonly (readonly [number, number])[];
    const pads = [...paddings.map(([before]) => before), ...paddings.map(([, after]) => after)];
    if (pads.every((pad) => pad === 0)) return x;
    const value = g.fill(numberAttribute(attributes, 'constantValue'), x.dtype);
    // An empty operand has no elements to place; what is left is the padding.
    if (sizeOf(x.shape) === 0) {
      const padded = x.shape.map(
        (size, axis) => size + (paddings[axis]?.[0] ?? 0) + (paddings[axis]?.[1] ?? 0),
      );
      return expand(g, value, padded);
    }
    return g.op('Pad', [x, g.ints(pads), value]);
  },
  Tile: (g, operands, attributes) => {
    const x = operand(operands, 'x');
    const repeats = numbersAttribute(attributes, 'reps');
    const isBroadcast = x.shape.every((size, axis) => size === 1 || repeats[axis] === 1);
    const tiled = x.shape.map((size, axis) => size * (repeats[axis] ?? 1));
    return isBroadcast ? expand(g, x, tiled) : g.op('Tile', [x, g.ints(repeats)]);
  },
  Reverse: (g, operands, attributes) => {
    const x = operand(operands, 'x');
    const all = x.shape.map((_, axis) => axis);
    const dims = (attributes.dims ?? null) === null ? all : numbersAttribute(attributes, 'dims');
    const axes = axesOf(dims, x.shape.length);
    if (axes.length === 0) return x;
    return strided(
      g,
      x,
      axes.map((axis) => ({ axis, start: (x.shape[axis] ?? 0) - 1, end: -1, step: -1 })),
    );
  },
  Fill: (g, _, attributes) =>
    g.fill(
      numberAttribute(attributes, 'value'),
      dtypeOf((attributes.dtype ?? 'float32') as DataType),
      numbersAttribute(attributes, 'shape'),
    ),
  OnesLike: (g, operands) => {
    const x = operand(operands, 'x');
    return g.fill(1, x.dtype, x.shape);
  },
  ZerosLike: (g, operands) => {
    const x = operand(operands, 'x');
    return g.fill(0, x.dtype, x.shape);
  },
  Range: (g, _, attributes) => range(g, attributes),
};

/** tfjs's slicing arithmetic reads nothing of a tensor but its shape and rank. */
function shapeHolder(x: Value): Tensor {
  const holder: Pick<Tensor, 'shape' | 'rank'> = { shape: [...x.shape], rank: x.shape.length };
  return holder as Tensor;
}

/** Replaces a -1 by what is left. */
function knownShape(shape: readonly number[], size: number): number[] {
  const known = shape.reduce((product, each) => (each === -1 ? product : product * each), 1);
  return shape.map((each) => (each === -1 ? size / Math.max(1, known) : each));
}

function stridedSlice(
  g: Builder,
  operands: Readonly<Record<string, Value>>,
  attributes: KernelAttributes,
): Value {
  const x = operand(operands, 'x');
  const numbers = (name: string): number[] => [...numbersAttribute(attributes, name)];
  const mask = (name: string): number => numberAttribute(attributes, name);
  const info = slice_util.sliceInfo(
    [...x.shape],
    numbers('begin'),
    numbers('end'),
    numbers('strides'),
    mask('beginMask'),
    mask('endMask'),
    mask('ellipsisMask'),
    mask('newAxisMask'),
    mask('shrinkAxisMask'),
  );
  if (sizeOf(info.finalShape) === 0) return g.fill(0, x.dtype, info.finalShape);
  const cuts = x.shape.flatMap((size, axis) => {
    const [start = 0, end = size, step = 1] = [
      info.begin[axis],
      info.end[axis],
      info.strides[axis],
    ];
    return start === 0 && end === size && step === 1 ? [] : [{ axis, start, end, step }];
  });
  return reshape(g, cuts.length === 0 ? x : strided(g, x, cuts), info.finalShape);
}

interface Cut {
  readonly axis: number;
  readonly start: number;
  /** Exclusive; -1 stands before the first element when going down. */
  readonly end: number;
  readonly step: number;
}

function strided(g: Builder, x: Value, cuts: readonly Cut[]): Value {
  // ONNX counts a negative end from the back: -1 - size stands before the first element.
  const ends = cuts.map(({ axis, end }) => (end < 0 ? end - (x.shape[axis] ?? 0) : end));
  return g.op('Slice', [
    x,
    g.ints(cuts.map(({ start }) => start)),
    g.ints(ends),
    g.ints(cuts.map(({ axis }) => axis)),
    g.ints(cuts.map(({ step }) => step)),
  ]);
}

function range(g: Builder, attributes: KernelAttributes): Value {
  const [start, stop, step] = ['start', 'stop', 'step'].map((name) =>
    numberAttribute(attributes, name),
  ) as [number, number, number];
  const length = Math.max(0, Math.ceil((stop - start) / step));
  const data = Array.from({ length }, (_, index) => start + index * step);
  const dtype = dtypeOf((attributes.dtype ?? 'float32') as DataType);
  return g.constant(data, { dtype, shape: [length] });
}

import type { DataType } from '@tensorflow/tfjs-core';
import type { Builder } from '../builder';
import { sizeOf, type Value } from '../graph';
import { dtypeOf } from '../traceBackend';
import { axesOf, numberAttribute, operand, type Lowering } from './lowering';
import { cast, expand, reshape, transpose } from './nodes';

/** Kernels that choose by index. */
export const lookup: Lowering = {
  GatherV2: (g, operands, attributes) => {
    const [x, indices] = [operand(operands, 'x'), operand(operands, 'indices')];
    const [axis = 0] = axesOf([numberAttribute(attributes, 'axis')], x.shape.length);
    const [batch = 0] = axesOf([numberAttribute(attributes, 'batchDims')], indices.shape.length);
    return batch === 0 ? gather(g, x, indices, axis) : gatherInBatches(g, x, indices, axis, batch);
  },
  UnsortedSegmentSum: (g, operands, attributes) =>
    sumBySegment(
      g,
      operand(operands, 'x'),
      operand(operands, 'segmentIds'),
      numberAttribute(attributes, 'numSegments'),
    ),
  OneHot: (g, operands, attributes) => {
    const indices = operand(operands, 'indices');
    const depth = numberAttribute(attributes, 'depth');
    const dtype = dtypeOf((attributes.dtype ?? 'float32') as DataType);
    const hits = matches(
      g,
      reshape(g, indices, [...indices.shape, 1]),
      depth,
      indices.shape.length,
    );
    const [on, off] = ['onValue', 'offValue'].map((name) => numberAttribute(attributes, name));
    if (on === 1 && off === 0) return cast(g, hits, dtype);
    return g.op('Where', [hits, g.fill(on ?? 1, dtype), g.fill(off ?? 0, dtype)]);
  },
};

/** A one-hot matrix beyond this many elements costs more than adding row by row in one thread. */
const largestOneHot = 4_000_000;

/**
 * Sums rows of x by id. note: never `ScatterND` with reduction=add, which races over repeated indices when it runs in
 * several threads. A product with the one-hot matrix has one order of summation; `ScatterElements` has too.
 */
function sumBySegment(g: Builder, x: Value, ids: Value, nSegments: number): Value {
  const nRows = sizeOf(ids.shape);
  const rest = x.shape.slice(ids.shape.length);
  const shape = [nSegments, ...rest];
  const width = sizeOf(rest);
  if (nRows === 0 || width === 0 || nSegments === 0) return g.fill(0, x.dtype, shape);
  const rows = reshape(g, x, [nRows, width]);
  const flatIds = reshape(g, ids, [nRows]);
  const isFloat = x.dtype === 'float32';
  if (isFloat && nRows * nSegments > largestOneHot) {
    return reshape(g, scatterRows(g, rows, flatIds, nSegments), shape);
  }
  const oneHot = cast(g, matches(g, reshape(g, flatIds, [nRows, 1]), nSegments, 1), 'float32');
  const sums = g.op('Gemm', [oneHot, cast(g, rows, 'float32')], { transA: 1, transB: 0 });
  return cast(g, reshape(g, sums, shape), x.dtype);
}

/** An extra segment takes what tfjs drops: ids outside the range. */
function scatterRows(g: Builder, rows: Value, ids: Value, nSegments: number): Value {
  const [nRows = 0, width = 0] = rows.shape;
  const end = g.fill(nSegments, 'int32');
  const isInside = g.op('And', [
    g.op('GreaterOrEqual', [ids, g.fill(0, 'int32')]),
    g.op('Less', [ids, end]),
  ]);
  const safe = reshape(g, g.op('Where', [isInside, ids, end]), [nRows, 1]);
  const indices = expand(g, safe, [nRows, width]);
  const zeros = g.fill(0, 'float32', [nSegments + 1, width]);
  const sums = g.op('ScatterElements', [zeros, indices, rows], { axis: 0, reduction: 'add' });
  const [zero, one] = [g.ints([0]), g.ints([1])];
  return g.op('Slice', [sums, zero, g.ints([nSegments]), zero, one]);
}

/** Where an index [.., 1] equals its place on a new last axis of `depth`; outside the range: nowhere. */
function matches(g: Builder, indices: Value, depth: number, axis: number): Value {
  const places = Array.from({ length: depth }, (_, place) => place);
  const shape = indices.shape.map((_, each) => (each === axis ? depth : 1));
  return g.op('Equal', [
    cast(g, indices, 'int32'),
    g.constant(Int32Array.from(places), { dtype: 'int32', shape }),
  ]);
}

function gather(g: Builder, x: Value, indices: Value, axis: number): Value {
  const shape = [...x.shape.slice(0, axis), ...indices.shape, ...x.shape.slice(axis + 1)];
  if (sizeOf(shape) === 0) return g.fill(0, x.dtype, shape);
  return g.op('Gather', [x, cast(g, indices, 'int32')], { axis });
}

/** The first `batch` axes of both run in step; the chosen axis is first brought to stand behind them. */
function gatherInBatches(g: Builder, x: Value, indices: Value, axis: number, batch: number): Value {
  const between = Array.from({ length: axis - batch }, (_, each) => batch + each);
  const lead = Array.from({ length: batch }, (_, each) => each);
  const trail = x.shape.flatMap((_, each) => (each > axis ? [each] : []));
  const moved = transpose(g, x, [...lead, axis, ...between, ...trail]);
  const places = cast(g, reshape(g, indices, [...indices.shape, 1]), 'int64');
  const chosen = g.op('GatherND', [moved, places], { batch_dims: batch });
  const nIndexAxes = indices.shape.length - batch;
  const back = [
    ...lead,
    ...between.map((_, each) => batch + nIndexAxes + each),
    ...Array.from({ length: nIndexAxes }, (_, each) => batch + each),
    ...trail.map((_, each) => batch + nIndexAxes + between.length + each),
  ];
  return transpose(g, chosen, back);
}

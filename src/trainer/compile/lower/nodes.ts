import type { Builder } from '../builder';
import { sameShape, type DType, type Value } from '../graph';

/** Nodes that the rules of every family write; each leaves out what would change nothing. */

export function reshape(g: Builder, x: Value, shape: readonly number[]): Value {
  if (sameShape(x.shape, shape)) return x;
  return g.op('Reshape', [x, g.ints(shape)], { allowzero: 1 });
}

export function transpose(g: Builder, x: Value, perm: readonly number[]): Value {
  if (perm.every((axis, position) => axis === position)) return x;
  return g.op('Transpose', [x], { perm });
}

export function cast(g: Builder, x: Value, dtype: DType): Value {
  return x.dtype === dtype ? x : g.op('Cast', [x], { to: dtype });
}

export function expand(g: Builder, x: Value, shape: readonly number[]): Value {
  if (sameShape(x.shape, shape)) return x;
  return g.op('Expand', [x, g.ints(shape)]);
}

export type Reduction =
  'ReduceSum' | 'ReduceMean' | 'ReduceMax' | 'ReduceMin' | 'ReduceProd' | 'ReduceSumSquare';

export function reduce(
  g: Builder,
  op: Reduction,
  x: Value,
  axes: readonly number[],
  keepdims: 0 | 1,
): Value {
  if (axes.length === 0) return x;
  return g.op(op, [x, g.ints(axes)], { keepdims });
}

/** `size` elements from `start` along every axis. */
export function slice(
  g: Builder,
  x: Value,
  start: readonly number[],
  size: readonly number[],
): Value {
  const axes = x.shape.flatMap((full, axis) =>
    start[axis] === 0 && size[axis] === full ? [] : [axis],
  );
  if (axes.length === 0) return x;
  const starts = axes.map((axis) => start[axis] ?? 0);
  const ends = axes.map((axis) => (start[axis] ?? 0) + (size[axis] ?? 0));
  const steps = axes.map(() => 1);
  return g.op('Slice', [x, g.ints(starts), g.ints(ends), g.ints(axes), g.ints(steps)]);
}

export function concat(g: Builder, values: readonly Value[], axis: number): Value {
  const parts = values.filter(({ shape }) => shape[axis] !== 0);
  const [first] = parts.length > 0 ? parts : values;
  if (first === undefined) throw new Error('Nothing to concatenate.');
  return parts.length < 2 ? first : g.op('Concat', parts, { axis });
}

export function split(
  g: Builder,
  x: Value,
  sizes: readonly number[],
  axis: number,
): readonly Value[] {
  return sizes.length === 1 ? [x] : g.ops('Split', [x, g.ints(sizes)], { axis });
}

/** The number as a scalar of the value's type. */
export const like = (g: Builder, x: Value, number: number): Value => g.fill(number, x.dtype);

/** Element types a graph knows; tfjs's `bool`, `int32` and `float32`, and `int64` for what ONNX counts in. */
export type DType = 'float32' | 'int32' | 'int64' | 'bool';

export interface Spec {
  readonly dtype: DType;
  readonly shape: readonly number[];
}

/** What a constant holds: one number everywhere, or all elements, row-major. */
export type Constant =
  | { readonly type: 'fill'; readonly fill: number }
  | { readonly type: 'data'; readonly data: ArrayLike<number> };

/** One edge of the graph, equal only to itself. */
export interface Value extends Spec {
  /** Ordinal within its builder: operands come before results. */
  readonly id: number;
  readonly constant: Constant | null;
}

export type Attribute = number | string | readonly number[];
export type Attributes = Readonly<Record<string, Attribute>>;

/** An ONNX operator. Contributed operators (`FusedMatMul`) are known by name; see onnx.ts. */
export interface Node {
  readonly op: string;
  readonly inputs: readonly Value[];
  readonly attributes: Attributes;
  readonly outputs: readonly Value[];
}

export interface NamedValue {
  readonly name: string;
  readonly value: Value;
}

/** A program with fixed shapes; nodes stand in an order in which they can run. */
export interface Graph {
  readonly inputs: readonly NamedValue[];
  readonly nodes: readonly Node[];
  readonly outputs: readonly NamedValue[];
}

export const sizeOf = (shape: readonly number[]): number =>
  shape.reduce((product, size) => product * size, 1);

export const sameShape = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((size, axis) => size === b[axis]);

/** The number a constant holds everywhere, or null. */
export function fillOf(value: Value): number | null {
  if (value.constant === null) return null;
  if (value.constant.type === 'fill') return value.constant.fill;
  return sizeOf(value.shape) === 1 ? (value.constant.data[0] ?? null) : null;
}

/** All elements of a constant. */
export function dataOf(value: Value): readonly number[] {
  const { constant } = value;
  if (constant === null) throw new Error(`Value v${value.id} is no constant.`);
  if (constant.type === 'data') return Array.from(constant.data);
  return new Array<number>(sizeOf(value.shape)).fill(constant.fill);
}

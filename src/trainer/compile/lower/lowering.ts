import type { Builder } from '../builder';
import type { Value } from '../graph';

/** Operands of a tfjs kernel by name; a list stands under its position ('0', '1', …). */
export type Operands = Readonly<Record<string, Value>>;

/** Attributes of a tfjs kernel, as tfjs-core declares them for its kernel. */
export type KernelAttributes = Readonly<Record<string, unknown>>;

/** One tfjs kernel as ONNX nodes. */
export type Lower = (
  g: Builder,
  operands: Operands,
  attributes: KernelAttributes,
) => Value | readonly Value[];

/** tfjs kernel name to rule. */
export type Lowering = Readonly<Record<string, Lower>>;

/** An operand that the kernel always has. */
export function operand(operands: Operands, name: string): Value {
  const value = operands[name];
  if (value === undefined) throw new Error(`The kernel has no operand ${name}.`);
  return value;
}

/** The operands of a kernel that takes a list, in order. */
export function operandList(operands: Operands): Value[] {
  return Object.keys(operands)
    .sort((a, b) => Number(a) - Number(b))
    .map((name) => operand(operands, name));
}

/** An attribute that tfjs declares as a number. */
export function numberAttribute(attributes: KernelAttributes, name: string): number {
  const value = attributes[name];
  if (typeof value !== 'number') throw new Error(`The kernel's attribute ${name} is no number.`);
  return value;
}

/** An attribute that tfjs declares as numbers; a single number is a list of one. */
export function numbersAttribute(attributes: KernelAttributes, name: string): readonly number[] {
  const value = attributes[name];
  if (typeof value === 'number') return [value];
  if (!Array.isArray(value)) throw new Error(`The kernel's attribute ${name} is no list.`);
  return value as readonly number[];
}

/** Axes counted from the front. */
export function axesOf(axes: readonly number[], rank: number): number[] {
  return axes.map((axis) => (axis < 0 ? axis + rank : axis));
}

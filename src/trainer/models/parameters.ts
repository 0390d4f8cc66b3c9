import type { Tensor } from '@tensorflow/tfjs-core';
import type { Tensors } from '../engine/engine';
import type { Parameter, Span } from './model';

/** The tensor of that name. */
export function tensorNamed(tensors: Tensors, name: string): Tensor {
  const tensor = tensors[name];
  if (tensor === undefined) throw new Error(`The program has no input ${name}.`);
  return tensor;
}

/** A span of one parameter. */
export function single(parameter: Parameter): Span {
  const { name, shape } = parameter;
  return { name, shape, members: [parameter], decay: decays(name), rowsOf: null };
}

/** A span of parameters of equal shape, one after the other along the first axis. */
export function stacked(name: string, members: readonly Parameter[]): Span {
  const [first] = members;
  if (first === undefined) throw new Error(`The span ${name} has no members.`);
  const [rows = 0, ...rest] = first.shape;
  const shape = [rows * members.length, ...rest];
  return { name, shape, members, decay: decays(first.name), rowsOf: null };
}

/** Weight and bias of a linear layer, float32 [out, in] and [out]. */
export function linearParameters(prefix: string, nOut: number, nIn: number): Parameter[] {
  return [
    { name: `${prefix}.weight`, shape: [nOut, nIn] },
    { name: `${prefix}.bias`, shape: [nOut] },
  ];
}

/** Weight and bias of a layer normalisation. */
export function normParameters(prefix: string, width: number): Parameter[] {
  return [
    { name: `${prefix}.weight`, shape: [width] },
    { name: `${prefix}.bias`, shape: [width] },
  ];
}

/** Hugging Face Trainer decays everything but biases and layer normalisation. */
function decays(name: string): boolean {
  return !name.endsWith('.bias') && !name.includes('LayerNorm');
}

/** Numbers in a tensor of that shape. */
export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

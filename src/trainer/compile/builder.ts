import {
  sizeOf,
  type Attributes,
  type Constant,
  type DType,
  type Graph,
  type NamedValue,
  type Node,
  type Spec,
  type Value,
} from './graph';
import { inferShapes } from './inferShapes';
import { printNode } from './printGraph';

/** Writes a graph node by node; infers shapes; never writes the same node twice. */
export interface Builder {
  input(name: string, spec: Spec): Value;
  /** The same number everywhere; a scalar unless a shape is given. */
  fill(fill: number, dtype: DType, shape?: readonly number[]): Value;
  /** Data is not copied: it must not change any more. */
  constant(data: ArrayLike<number>, spec: Spec): Value;
  /** A list of int64 numbers: shapes, axes, starts. */
  ints(numbers: readonly number[]): Value;
  /** The only result of a node. */
  op(op: string, inputs: readonly Value[], attributes?: Attributes): Value;
  /** All results of a node. */
  ops(op: string, inputs: readonly Value[], attributes?: Attributes): readonly Value[];
  /** The node that makes a value, if one does. */
  producer(value: Value): Node | undefined;
  /** The nodes that the outputs need, in the order in which they were written. */
  finish(outputs: readonly NamedValue[]): Graph;
}

export function createBuilder(): Builder {
  const inputs: NamedValue[] = [];
  const nodes: Node[] = [];
  const known = new Map<string, Node>();
  const knownConstants = new Map<string, Value>();
  const producers = new Map<Value, Node>();
  let nValues = 0;

  const create = ({ dtype, shape }: Spec, constant: Constant | null): Value => ({
    id: nValues++,
    dtype,
    shape: [...shape],
    constant,
  });

  const remember = (key: string, spec: Spec, constant: Constant): Value => {
    const value = knownConstants.get(key) ?? create(spec, constant);
    knownConstants.set(key, value);
    return value;
  };

  const fill = (number: number, dtype: DType, shape: readonly number[] = []): Value => {
    const key = `${dtype} ${shape.join(',')} = ${Object.is(number, -0) ? '-0' : number}`;
    return remember(key, { dtype, shape }, { type: 'fill', fill: number });
  };

  const constant = (data: ArrayLike<number>, spec: Spec): Value => {
    if (data.length !== sizeOf(spec.shape)) throw new Error('A constant needs all its elements.');
    const [number] = Array.from({ length: Math.min(1, data.length) }, () => data[0]);
    if (number !== undefined && isUniform(data, number))
      return fill(number, spec.dtype, spec.shape);
    if (data.length > 64) return create(spec, { type: 'data', data });
    const key = `${spec.dtype} ${spec.shape.join(',')} = [${Array.from(data).join(',')}]`;
    return remember(key, spec, { type: 'data', data });
  };

  const ops = (
    op: string,
    operands: readonly Value[],
    attributes: Attributes = {},
  ): readonly Value[] => {
    const key = `${op} ${operands.map(({ id }) => id).join(' ')} ${JSON.stringify(attributes)}`;
    const same = known.get(key);
    if (same !== undefined) return same.outputs;
    const outputs = infer(op, operands, attributes).map((spec) => create(spec, null));
    const node: Node = { op, inputs: operands, attributes, outputs };
    known.set(key, node);
    nodes.push(node);
    for (const output of outputs) producers.set(output, node);
    return outputs;
  };

  return {
    input(name, spec) {
      const value = create(spec, null);
      inputs.push({ name, value });
      return value;
    },
    fill,
    constant,
    ints: (numbers) => constant(numbers, { dtype: 'int64', shape: [numbers.length] }),
    ops,
    op(op, operands, attributes) {
      const [output] = ops(op, operands, attributes);
      if (output === undefined) throw new Error(`${op} has no result.`);
      return output;
    },
    producer: (value) => producers.get(value),
    finish: (outputs) => ({ inputs, nodes: neededNodes(nodes, outputs), outputs }),
  };
}

function infer(op: string, inputs: readonly Value[], attributes: Attributes): readonly Spec[] {
  try {
    return inferShapes(op, inputs, attributes);
  } catch (cause) {
    const printed = printNode({ op, inputs, attributes, outputs: [] }, ({ id, ...spec }) =>
      [`v${id}`, `${spec.dtype}[${spec.shape.join(',')}]`].join(':'),
    );
    throw new Error(`Cannot write${printed}`, { cause });
  }
}

/** NaN is never uniform. The sign of zeros counts, but is looked at only where all are zero. */
function isUniform(data: ArrayLike<number>, number: number): boolean {
  for (let index = 1; index < data.length; index++) {
    if (data[index] !== number) return false;
  }
  return number !== 0 || Array.prototype.every.call(data, (each) => Object.is(each, number));
}

function neededNodes(nodes: readonly Node[], outputs: readonly NamedValue[]): Node[] {
  const needed = new Set(outputs.map(({ value }) => value));
  const kept: Node[] = [];
  for (const node of nodes.toReversed()) {
    if (!node.outputs.some((output) => needed.has(output))) continue;
    kept.push(node);
    for (const input of node.inputs) needed.add(input);
  }
  return kept.reverse();
}

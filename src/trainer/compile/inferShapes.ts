import { dataOf, sizeOf, type Attributes, type DType, type Spec, type Value } from './graph';

type Infer = (inputs: readonly Value[], attributes: Attributes) => readonly Spec[];

/** Result types of a node, after the ONNX operator's definition; throws when operands do not fit. */
export function inferShapes(
  op: string,
  inputs: readonly Value[],
  attributes: Attributes,
): readonly Spec[] {
  const infer = rules[op];
  if (infer === undefined) throw new Error(`No shape rule for the operator ${op}.`);
  return infer(inputs, attributes);
}

/** The shape two or more shapes broadcast to; throws when they do not. */
export function broadcastShapes(...shapes: readonly (readonly number[])[]): number[] {
  const rank = Math.max(...shapes.map((shape) => shape.length));
  return Array.from({ length: rank }, (_, axis) => {
    const sizes = shapes.map((shape) => shape[axis - rank + shape.length] ?? 1);
    const size = sizes.find((each) => each !== 1) ?? 1;
    if (sizes.some((each) => each !== 1 && each !== size)) {
      throw new Error(`Shapes ${shapes.map((s) => `[${s.join(',')}]`).join(' and ')} do not fit.`);
    }
    return size;
  });
}

const first: Infer = ([x]) => [at([x], 0)];

const elementwise: Infer = (inputs) => {
  const [x] = inputs;
  const dtype = at([x], 0).dtype;
  if (inputs.some((input) => input.dtype !== dtype)) {
    throw new Error(`Operand types differ: ${inputs.map((input) => input.dtype).join(', ')}.`);
  }
  return [{ dtype, shape: broadcastShapes(...inputs.map(({ shape }) => shape)) }];
};

const comparison: Infer = (inputs, attributes) =>
  elementwise(inputs, attributes).map(({ shape }) => ({ dtype: 'bool', shape }));

const test: Infer = ([x]) => [{ dtype: 'bool', shape: at([x], 0).shape }];

/** Axes stand in the second input (ReduceSum, …) as ONNX has it since opset 18. */
const reduction: Infer = (inputs, attributes) => {
  const x = at(inputs, 0);
  const axes = new Set(
    dataOf(at(inputs, 1)).map((axis) => (axis + x.shape.length) % x.shape.length),
  );
  return [{ dtype: x.dtype, shape: reducedShape(x.shape, axes, attributes.keepdims === 1) }];
};

const argReduction: Infer = (inputs, attributes) => {
  const x = at(inputs, 0);
  const axis = numberOf(attributes, 'axis');
  const shape = reducedShape(x.shape, new Set([axis]), attributes.keepdims === 1);
  return [{ dtype: 'int64', shape }];
};

const matMul: Infer = (inputs, attributes) => {
  const [a, b] = [at(inputs, 0), at(inputs, 1)];
  const left = swapLast(a.shape, attributes.transA === 1);
  const right = swapLast(b.shape, attributes.transB === 1);
  if (left.length < 2 || right.length < 2 || left.at(-1) !== right.at(-2)) {
    throw new Error(`Cannot multiply [${left.join(',')}] by [${right.join(',')}].`);
  }
  const batch = broadcastShapes(left.slice(0, -2), right.slice(0, -2));
  return [{ dtype: a.dtype, shape: [...batch, left.at(-2) ?? 0, right.at(-1) ?? 0] }];
};

/** Target shape in the second input, all sizes known. */
const shaped: Infer = (inputs) => [{ dtype: at(inputs, 0).dtype, shape: dataOf(at(inputs, 1)) }];

const reshape: Infer = (inputs, attributes) => {
  const [spec] = shaped(inputs, attributes);
  if (spec === undefined || sizeOf(spec.shape) !== sizeOf(at(inputs, 0).shape)) {
    throw new Error(`Cannot reshape [${at(inputs, 0).shape.join(',')}] so.`);
  }
  return [spec];
};

const concat: Infer = (inputs, attributes) => {
  const axis = numberOf(attributes, 'axis');
  const { dtype, shape } = at(inputs, 0);
  const total = inputs.reduce((sum, input) => sum + (input.shape[axis] ?? 0), 0);
  return [{ dtype, shape: shape.map((size, each) => (each === axis ? total : size)) }];
};

const split: Infer = (inputs, attributes) => {
  const axis = numberOf(attributes, 'axis');
  const { dtype, shape } = at(inputs, 0);
  return dataOf(at(inputs, 1)).map((size) => ({
    dtype,
    shape: shape.map((full, each) => (each === axis ? size : full)),
  }));
};

/** Operands x, starts, ends, axes, steps; axes not negative, ends within the axis (or -1 - size going down). */
const slice: Infer = (inputs) => {
  const { dtype, shape } = at(inputs, 0);
  const [starts, ends, axes, steps] = [1, 2, 3, 4].map((each) => dataOf(at(inputs, each)));
  const sizes = [...shape];
  axes?.forEach((axis, each) => {
    const start = starts?.[each] ?? 0;
    const end = ends?.[each] ?? 0;
    const step = steps?.[each] ?? 1;
    const from = step < 0 && end < 0 ? end + (shape[axis] ?? 0) : end;
    sizes[axis] = Math.max(0, Math.ceil((from - start) / step));
  });
  return [{ dtype, shape: sizes }];
};

const pad: Infer = (inputs) => {
  const { dtype, shape } = at(inputs, 0);
  const pads = dataOf(at(inputs, 1));
  const padded = (size: number, axis: number): number =>
    size + (pads[axis] ?? 0) + (pads[axis + shape.length] ?? 0);
  return [{ dtype, shape: shape.map(padded) }];
};

const gather: Infer = (inputs, attributes) => {
  const [x, indices] = [at(inputs, 0), at(inputs, 1)];
  const axis = numberOf(attributes, 'axis');
  const shape = [...x.shape.slice(0, axis), ...indices.shape, ...x.shape.slice(axis + 1)];
  return [{ dtype: x.dtype, shape }];
};

/** The last axis of the indices holds one index into the axis behind the batch axes. */
const gatherND: Infer = (inputs, attributes) => {
  const [x, indices] = [at(inputs, 0), at(inputs, 1)];
  const batch = numberOf(attributes, 'batch_dims');
  const shape = [...indices.shape.slice(0, -1), ...x.shape.slice(batch + 1)];
  return [{ dtype: x.dtype, shape }];
};

const layerNormalization: Infer = (inputs) => {
  const x = at(inputs, 0);
  const rows: Spec = { dtype: 'float32', shape: [...x.shape.slice(0, -1), 1] };
  return [{ dtype: x.dtype, shape: x.shape }, rows, rows];
};

const rules: Readonly<Record<string, Infer>> = {
  ...group(
    first,
    'Neg Abs Sign Sqrt Exp Log Tanh Erf Sigmoid Relu LeakyRelu Elu Softplus Floor Ceil',
  ),
  ...group(first, 'Round Reciprocal Sin Cos Not Softmax LogSoftmax CumSum Gelu Identity Clip'),
  ...group(first, 'ScatterElements'),
  ...group(elementwise, 'Add Sub Mul Div Max Min Pow Mod PRelu And Or Xor'),
  ...group(comparison, 'Equal Greater GreaterOrEqual Less LessOrEqual'),
  ...group(test, 'IsNaN IsInf'),
  ...group(reduction, 'ReduceSum ReduceMean ReduceMax ReduceMin ReduceProd'),
  ...group(argReduction, 'ArgMax ArgMin'),
  ...group(matMul, 'MatMul Gemm FusedMatMul'),
  Reshape: reshape,
  Expand: shaped,
  Cast: ([x], { to }) => [{ dtype: to as DType, shape: at([x], 0).shape }],
  Where: ([condition, ...branches], attributes) => {
    const [spec] = elementwise(branches, attributes);
    const shapes = [at([condition], 0).shape, at(branches, 0).shape, at(branches, 1).shape];
    return [{ dtype: spec?.dtype ?? 'float32', shape: broadcastShapes(...shapes) }];
  },
  Transpose: (inputs, attributes) => {
    const { dtype, shape } = at(inputs, 0);
    return [{ dtype, shape: numbersOf(attributes, 'perm').map((axis) => shape[axis] ?? 0) }];
  },
  Concat: concat,
  Split: split,
  Slice: slice,
  Pad: pad,
  Gather: gather,
  GatherND: gatherND,
  Tile: (inputs) => {
    const { dtype, shape } = at(inputs, 0);
    const repeats = dataOf(at(inputs, 1));
    return [{ dtype, shape: shape.map((size, axis) => size * (repeats[axis] ?? 1)) }];
  },
  LayerNormalization: layerNormalization,
};

function group(infer: Infer, names: string): Record<string, Infer> {
  return Object.fromEntries(names.split(' ').map((name) => [name, infer]));
}

function reducedShape(
  shape: readonly number[],
  axes: ReadonlySet<number>,
  keepsAxes: boolean,
): number[] {
  if (keepsAxes) return shape.map((size, axis) => (axes.has(axis) ? 1 : size));
  return shape.filter((_, axis) => !axes.has(axis));
}

function swapLast(shape: readonly number[], isSwapped: boolean): readonly number[] {
  if (!isSwapped) return shape;
  return [...shape.slice(0, -2), shape.at(-1) ?? 1, shape.at(-2) ?? 1];
}

function at(values: readonly (Value | undefined)[], index: number): Value {
  const value = values[index];
  if (value === undefined) throw new Error(`Operand ${index} is missing.`);
  return value;
}

function numberOf(attributes: Attributes, name: string): number {
  const attribute = attributes[name];
  if (typeof attribute !== 'number') throw new Error(`Attribute ${name} must be a number.`);
  return attribute;
}

function numbersOf(attributes: Attributes, name: string): readonly number[] {
  const attribute = attributes[name];
  if (typeof attribute !== 'object') throw new Error(`Attribute ${name} must be a list.`);
  return attribute;
}

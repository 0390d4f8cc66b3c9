import { dataOf, fillOf, sameShape, sizeOf, type Graph, type Value } from '../graph';
import { broadcastShapes } from '../inferShapes';
import { expand, reshape, transpose } from '../lower/nodes';
import { rewrite, type Rule, type Site } from './rewrite';

/** Drops nodes that change nothing, merges equal ones and folds chains of reshapes, transposes and scalings. */
export function simplify(graph: Graph): Graph {
  return rewrite(graph, rules);
}

const at = ({ inputs }: Site, index: number): Value => {
  const value = inputs[index];
  if (value === undefined) throw new Error(`The node has no operand ${index}.`);
  return value;
};

const sameReshape: Rule = (site) => {
  const x = at(site, 0);
  const shape = dataOf(at(site, 1));
  const before = site.g.producer(x);
  if (before?.op === 'Reshape') return [reshape(site.g, before.inputs[0] ?? x, shape)];
  const fill = fillOf(x);
  if (fill !== null) return [site.g.fill(fill, x.dtype, shape)];
  return sameShape(x.shape, shape) ? [x] : null;
};

const sameTranspose: Rule = (site) => {
  const x = at(site, 0);
  const perm = site.node.attributes.perm as readonly number[];
  const before = site.g.producer(x);
  if (before?.op === 'Transpose') {
    const inner = before.attributes.perm as readonly number[];
    const both = perm.map((axis) => inner[axis] ?? 0);
    return [transpose(site.g, before.inputs[0] ?? x, both)];
  }
  // Moving axes of size 1 moves nothing in memory.
  const moved = perm.filter((axis) => x.shape[axis] !== 1);
  const isOrdered = moved.every((axis, index) => index === 0 || axis > (moved[index - 1] ?? 0));
  return isOrdered ? [reshape(site.g, x, site.node.outputs[0]?.shape ?? [])] : null;
};

const sameCast: Rule = (site) => {
  const x = at(site, 0);
  const to = site.node.outputs[0]?.dtype ?? x.dtype;
  const fill = fillOf(x);
  if (x.dtype === to) return [x];
  return fill !== null && Number.isInteger(fill)
    ? [site.g.fill(to === 'bool' ? Number(fill !== 0) : fill, to, x.shape)]
    : null;
};

const sameExpand: Rule = (site) => {
  const x = at(site, 0);
  const shape = site.node.outputs[0]?.shape ?? [];
  const fill = fillOf(x);
  if (fill !== null) return [site.g.fill(fill, x.dtype, shape)];
  return sameShape(x.shape, shape) ? [x] : null;
};

/** Broadcasting does what an Expand before an elementwise node would do. */
const withoutExpand: Rule = (site) => {
  const { g, node, inputs } = site;
  const shape = node.outputs[0]?.shape ?? [];
  const sources = inputs.map((x) => {
    const before = g.producer(x);
    if (before?.op === 'Expand') return before.inputs[0] ?? x;
    const fill = fillOf(x);
    return fill === null || x.shape.length === 0 ? x : g.fill(fill, x.dtype);
  });
  if (sources.every((source, index) => source === inputs[index])) return null;
  const kept = sameShape(broadcastShapes(...sources.map((source) => source.shape)), shape);
  return kept ? [g.op(node.op, sources, node.attributes)] : null;
};

const foldFills: Rule = ({ g, node, inputs }) => {
  const compute = foldable[node.op];
  const fills = inputs.map(fillOf);
  const [output] = node.outputs;
  const isFloat = inputs.every(({ dtype }) => dtype === 'float32');
  if (!compute || !output || !isFloat || fills.some((fill) => fill === null)) return null;
  // ONNX Runtime computes in single precision, and so must we.
  return [g.fill(Math.fround(compute(...(fills as number[]))), output.dtype, output.shape)];
};

const foldable: Readonly<Partial<Record<string, (...numbers: readonly number[]) => number>>> = {
  Add: (a = 0, b = 0) => a + b,
  Sub: (a = 0, b = 0) => a - b,
  Mul: (a = 0, b = 0) => a * b,
  Div: (a = 0, b = 0) => a / b,
  Neg: (a = 0) => -a,
};

/** x * 1, x / 1, x + 0 and x - 0. */
function neutral(number: number, isCommutative: boolean): Rule {
  return (site) => {
    const [a, b] = [at(site, 0), at(site, 1)];
    const shape = site.node.outputs[0]?.shape ?? [];
    if (fillOf(b) === number) return [expand(site.g, a, shape)];
    if (isCommutative && fillOf(a) === number) return [expand(site.g, b, shape)];
    return null;
  };
}

/** (x * s) * t = x * (s t) for scalars s and t, as after a loss and its scale. */
const mergeScales: Rule = (site) => {
  const [x, t] = scaled(at(site, 0), at(site, 1)) ?? [];
  const before = x && site.g.producer(x);
  if (x === undefined || t === undefined || before?.op !== 'Mul') return null;
  const [y, s] = scaled(before.inputs[0] ?? x, before.inputs[1] ?? x) ?? [];
  if (y === undefined || s === undefined) return null;
  return [site.g.op('Mul', [y, site.g.fill(Math.fround(s * t), x.dtype)])];
};

/** The operand and the number of a product with a float scalar. */
function scaled(a: Value, b: Value): [Value, number] | null {
  if (a.dtype !== 'float32') return null;
  const [fillA, fillB] = [fillOf(a), fillOf(b)];
  if (fillB !== null && fillA === null && sizeOf(b.shape) === 1 && b.shape.length <= a.shape.length)
    return [a, fillB];
  if (fillA !== null && fillB === null && sizeOf(a.shape) === 1 && a.shape.length <= b.shape.length)
    return [b, fillA];
  return null;
}

/** Summing axes of size 1 is a reshape. */
const emptyReduction: Rule = (site) => {
  const x = at(site, 0);
  const shape = site.node.outputs[0]?.shape ?? [];
  return sizeOf(shape) === sizeOf(x.shape) ? [reshape(site.g, x, shape)] : null;
};

/** x + (-y) = x - y */
const addNegative: Rule = (site) => {
  const [a, b] = [at(site, 0), at(site, 1)];
  const [left, right] = [site.g.producer(a), site.g.producer(b)];
  const negated = (node: typeof left): Value | undefined =>
    node?.op === 'Neg' ? node.inputs[0] : undefined;
  const [minusB, minusA] = [negated(right), negated(left)];
  if (minusB) return [site.g.op('Sub', [a, minusB])];
  return minusA ? [site.g.op('Sub', [b, minusA])] : null;
};

const elementwise = [foldFills, withoutExpand];

const rules: Readonly<Record<string, readonly Rule[]>> = {
  Reshape: [sameReshape],
  Transpose: [sameTranspose],
  Cast: [sameCast],
  Expand: [sameExpand],
  Add: [neutral(0, true), ...elementwise, addNegative],
  Sub: [neutral(0, false), ...elementwise],
  Mul: [neutral(1, true), ...elementwise, mergeScales],
  Div: [neutral(1, false), ...elementwise],
  Neg: [foldFills],
  Where: [withoutExpand],
  Max: [withoutExpand],
  Min: [withoutExpand],
  Equal: [withoutExpand],
  Greater: [withoutExpand],
  GreaterOrEqual: [withoutExpand],
  Less: [withoutExpand],
  LessOrEqual: [withoutExpand],
  ReduceSum: [emptyReduction],
  ReduceMean: [emptyReduction],
  ReduceMax: [emptyReduction],
  ReduceMin: [emptyReduction],
  ReduceProd: [emptyReduction],
};

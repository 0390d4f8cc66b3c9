import { fillOf, sameShape, sizeOf, type Graph, type Node, type Value } from '../graph';
import { rewrite, type Rule, type Site } from './rewrite';

/** Lets matrix products take up the bias behind them and the scale around them. */
export function fuseProducts(graph: Graph): Graph {
  return rewrite(graph, { Add: [addToGemm], Mul: [scaleProduct] });
}

/** Gemm + C, where C is a row for all rows (a bias) or another matrix that nobody else needs. */
const addToGemm: Rule = (site) => {
  const [a, b] = site.node.inputs;
  if (a === undefined || b === undefined) return null;
  return withBias(site, a, b) ?? withBias(site, b, a);
};

function withBias(
  { g, node, producer, uses, renewed }: Site,
  product: Value,
  bias: Value,
): readonly Value[] | null {
  const gemm = producer(product);
  const [output] = node.outputs;
  if (gemm?.op !== 'Gemm' || gemm.inputs.length !== 2 || uses(product) !== 1) return null;
  // note: a matrix as C would be copied in one thread; only rows pay.
  const isRow = bias.shape.length === 1 && bias.shape[0] === product.shape[1];
  if (!output || !isRow || !sameShape(output.shape, product.shape)) return null;
  return [g.op('Gemm', [...gemm.inputs, bias].map(renewed), gemm.attributes)];
}

const scaleProduct: Rule = ({ g, node, producer, uses, renewed }) => {
  const [a, b] = node.inputs;
  if (a === undefined || b === undefined) return null;
  const [product, scale] = fillOf(b) === null ? [b, a] : [a, b];
  const fill = fillOf(scale);
  const before: Node | undefined = producer(product);
  const isPlain = before !== undefined && before.attributes.alpha === undefined;
  if (fill === null || sizeOf(scale.shape) !== 1 || scale.shape.length > product.shape.length)
    return null;
  if (!isPlain || uses(product) !== 1 || !['FusedMatMul', 'Gemm'].includes(before.op)) return null;
  if (before.op === 'Gemm' && before.inputs.length > 2) return null;
  return [g.op(before.op, before.inputs.map(renewed), { ...before.attributes, alpha: fill })];
};

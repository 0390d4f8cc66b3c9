import type { Graph } from '../graph';
import { transpose } from '../lower/nodes';
import { rewrite, type Rule } from './rewrite';

/** Writes `FusedMatMul` with the standard's operators, for devices that do not know it. */
export function plainProducts(graph: Graph): Graph {
  return rewrite(graph, { FusedMatMul: [plain] });
}

const plain: Rule = ({ g, node, inputs }) => {
  const [a, b] = inputs;
  if (a === undefined || b === undefined) return null;
  const swapped = (x: typeof a, isSwapped: boolean): typeof a => {
    if (!isSwapped) return x;
    const axes = x.shape.map((_, axis) => axis);
    return transpose(g, x, [...axes.slice(0, -2), axes.length - 1, axes.length - 2]);
  };
  const { transA, transB, alpha } = node.attributes;
  const product = g.op('MatMul', [swapped(a, transA === 1), swapped(b, transB === 1)]);
  return [typeof alpha === 'number' ? g.op('Mul', [product, g.fill(alpha, 'float32')]) : product];
};

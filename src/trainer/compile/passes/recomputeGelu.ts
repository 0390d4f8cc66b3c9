import type { Graph, Value } from '../graph';
import { twiceNormalCdf } from '../lower/fused';
import { rewrite, type Rule } from './rewrite';

/**
 * A weight gradient reads what GELU gave in the forward pass, the widest tensor of a layer. GELU's own gradient needs
 * 1 + erf(x / sqrt 2) anyway, so x (1 + erf(x / sqrt 2)) / 2 costs one pass over memory and nothing has to be kept.
 */
export function recomputeGelu(graph: Graph): Graph {
  const differentiated = new Set<Value | undefined>(
    graph.nodes.flatMap(({ op, inputs }) => (op === 'Erf' ? inputs : [])),
  );
  const sources = new Set(
    graph.nodes.flatMap(({ inputs, outputs }) =>
      outputs.some((output) => differentiated.has(output)) ? [inputs[0]] : [],
    ),
  );
  const weightGradient: Rule = ({ g, node, inputs, producer, renewed }) => {
    const [, activated] = node.inputs;
    const gelu = activated && producer(activated);
    const [x] = gelu?.op === 'Gelu' ? gelu.inputs : [];
    const isPlain = node.attributes.alpha === undefined && node.inputs.length === 2;
    if (node.attributes.transA !== 1 || !isPlain || !x || !sources.has(x)) return null;
    const source = renewed(x);
    const twice = g.op('Mul', [source, twiceNormalCdf(g, source)]);
    return [g.op('Gemm', [inputs[0] ?? source, twice], { ...node.attributes, alpha: 0.5 })];
  };
  return rewrite(graph, { Gemm: [weightGradient] });
}

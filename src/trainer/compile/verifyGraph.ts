import { sameShape, type Graph, type Value } from './graph';
import { inferShapes } from './inferShapes';
import { printNode, printSpec } from './printGraph';

/** Throws with the printed node when a graph is not well formed; called after the trace and after every pass. */
export function verifyGraph(graph: Graph, after: string): Graph {
  const known = new Set<Value>(graph.inputs.map(({ value }) => value));
  const nameOf = ({ id }: Value): string => `v${id}`;
  for (const node of graph.nodes) {
    const fail = (reason: string): never => {
      throw new Error(
        `The graph is broken after ${after}: ${reason} in ${printNode(node, nameOf)}`,
      );
    };
    for (const input of node.inputs) {
      if (input.constant === null && !known.has(input)) fail(`${nameOf(input)} comes too late`);
    }
    const specs = inferShapes(node.op, node.inputs, node.attributes);
    if (specs.length < node.outputs.length) fail('there are too many results');
    node.outputs.forEach((output, index) => {
      const spec = specs[index];
      if (known.has(output)) fail(`${nameOf(output)} is made twice`);
      if (spec?.dtype !== output.dtype || !sameShape(spec.shape, output.shape)) {
        fail(`a result should be ${spec ? printSpec(spec) : 'absent'}`);
      }
      known.add(output);
    });
  }
  for (const { name, value } of graph.outputs) {
    if (value.constant === null && !known.has(value)) {
      throw new Error(`The graph is broken after ${after}: nothing makes the output ${name}.`);
    }
  }
  return graph;
}

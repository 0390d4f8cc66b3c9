import { createBuilder, type Builder } from '../builder';
import type { Graph, Node, Value } from '../graph';

/** One node in the midst of being written anew. */
export interface Site {
  readonly node: Node;
  /** The node's operands in the new graph. */
  readonly inputs: readonly Value[];
  readonly g: Builder;
  /** How often the node's own result is read in the old graph, outputs counted. */
  readonly uses: (value: Value) => number;
  /** The old graph's node behind one of the node's old operands. */
  readonly producer: (value: Value) => Node | undefined;
  /** What stands in the new graph for a value of the old one. */
  readonly renewed: (value: Value) => Value;
}

/** Replaces a node by other values, one for each of its results; null leaves it as it is. */
export type Rule = (site: Site) => readonly Value[] | null;

/** Writes a graph anew, node by node; the first rule that answers decides. Equal nodes become one. */
export function rewrite(
  graph: Graph,
  rules: Readonly<Partial<Record<string, readonly Rule[]>>>,
): Graph {
  const g = createBuilder();
  const renewals = new Map<Value, Value>();
  const uses = countUses(graph);
  const producers = new Map(
    graph.nodes.flatMap((node) => node.outputs.map((value) => [value, node])),
  );
  for (const { name, value } of graph.inputs) renewals.set(value, g.input(name, value));

  const renewed = (value: Value): Value => {
    const known = renewals.get(value);
    if (known !== undefined) return known;
    if (value.constant === null) throw new Error(`Value v${value.id} is used before it is made.`);
    const { constant } = value;
    const renewal =
      constant.type === 'fill'
        ? g.fill(constant.fill, value.dtype, value.shape)
        : g.constant(constant.data, value);
    renewals.set(value, renewal);
    return renewal;
  };

  for (const node of graph.nodes) {
    const inputs = node.inputs.map(renewed);
    const site: Site = {
      node,
      inputs,
      g,
      uses: (value) => uses.get(value) ?? 0,
      producer: (value) => producers.get(value),
      renewed,
    };
    const replaced = firstAnswer(rules[node.op] ?? [], site);
    const outputs = replaced ?? g.ops(node.op, inputs, node.attributes);
    node.outputs.forEach((output, index) => {
      const renewal = outputs[index];
      if (renewal === undefined) throw new Error(`A rule for ${node.op} forgot result ${index}.`);
      renewals.set(output, renewal);
    });
  }
  return g.finish(graph.outputs.map(({ name, value }) => ({ name, value: renewed(value) })));
}

function firstAnswer(rules: readonly Rule[], site: Site): readonly Value[] | null {
  for (const rule of rules) {
    const answer = rule(site);
    if (answer !== null) return answer;
  }
  return null;
}

function countUses(graph: Graph): Map<Value, number> {
  const uses = new Map<Value, number>();
  const read = [
    ...graph.nodes.flatMap(({ inputs }) => inputs),
    ...graph.outputs.map(({ value }) => value),
  ];
  for (const value of read) uses.set(value, (uses.get(value) ?? 0) + 1);
  return uses;
}

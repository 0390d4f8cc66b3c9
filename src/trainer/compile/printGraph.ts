import { sizeOf, type Attribute, type Graph, type Node, type Spec, type Value } from './graph';

const shortDType = { float32: 'f32', int32: 'i32', int64: 'i64', bool: 'bool' } as const;

/** `f32[4,2]` */
export function printSpec({ dtype, shape }: Spec): string {
  return `${shortDType[dtype]}[${shape.join(',')}]`;
}

/** `v6:f32[4,2] = Tanh v3`, with attributes in braces and constants written out. */
export function printNode(node: Node, nameOf: (value: Value) => string): string {
  const outputs = node.outputs.map((value) => `${nameOf(value)}:${printSpec(value)}`);
  const inputs = node.inputs.map((value) => operand(value, nameOf));
  const attributes = Object.entries(node.attributes).map(
    ([name, attribute]) => `${name}=${printAttribute(attribute)}`,
  );
  const braces = attributes.length > 0 ? [`{${attributes.join(' ')}}`] : [];
  return `${outputs.join(', ')} = ${[node.op, ...inputs, ...braces].join(' ')}`;
}

/** The whole graph, values numbered in the order in which they stand. */
export function printGraph(graph: Graph): string {
  const names = new Map<Value, string>();
  for (const { name, value } of graph.inputs) names.set(value, name);
  const nameOf = (value: Value): string => {
    const name = names.get(value) ?? `v${names.size - graph.inputs.length + 1}`;
    names.set(value, name);
    return name;
  };
  const inputs = graph.inputs.map(({ name, value }) => `${name}:${printSpec(value)}`);
  return [
    `inputs ${inputs.join(' ')}`,
    ...graph.nodes.map((node) => printNode(node, nameOf)),
    ...graph.outputs.map(({ name, value }) => `output ${name} = ${operand(value, nameOf)}`),
    '',
  ].join('\n');
}

function operand(value: Value, nameOf: (value: Value) => string): string {
  const { constant } = value;
  if (constant === null) return nameOf(value);
  if (constant.type === 'fill') return `${constant.fill}:${printSpec(value)}`;
  const size = sizeOf(value.shape);
  const shown = Array.from({ length: Math.min(size, 8) }, (_, index) => constant.data[index]);
  return `(${shown.join(' ')}${size > 8 ? ' …' : ''}):${printSpec(value)}`;
}

function printAttribute(attribute: Attribute): string {
  return Array.isArray(attribute) ? `[${attribute.join(',')}]` : String(attribute);
}

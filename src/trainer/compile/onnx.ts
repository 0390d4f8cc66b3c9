import { onnx } from 'onnx-proto';
import {
  fillOf,
  sizeOf,
  type Attribute,
  type DType,
  type Graph,
  type Node,
  type Spec,
  type Value,
} from './graph';

const opset = 20;
const irVersion = 9;
/** Operators that ONNX Runtime brings beside the standard's. */
const contributed = new Set(['FusedMatMul']);
const floatAttributes = new Set(['alpha', 'beta', 'epsilon']);
/** Larger uniform constants are expanded when the session is made instead of being written out. */
const largestWrittenFill = 1024;

const { DataType } = onnx.TensorProto;
const { AttributeType } = onnx.AttributeProto;
const elementTypes: Readonly<Record<DType, number>> = {
  float32: DataType.FLOAT,
  int32: DataType.INT32,
  int64: DataType.INT64,
  bool: DataType.BOOL,
};

/** What an output is called in the model, where an input may bear the same name. */
export const outputName = (name: string): string => `result/${name}`;

/** The first output of every model, an empty list: see session.ts. */
export const endOutput = 'end';

/** The bytes of an ONNX model. Inputs bear their own names, outputs those of outputName. */
export function writeOnnx(graph: Graph): Uint8Array {
  const names = new Map<Value, string>();
  const nodes: onnx.INodeProto[] = [];
  const initializers: onnx.ITensorProto[] = [];
  for (const { name, value } of graph.inputs) names.set(value, name);

  const nameOf = (value: Value): string => {
    const known = names.get(value);
    if (known !== undefined) return known;
    const name = `${value.constant === null ? 'v' : 'c'}${names.size}`;
    names.set(value, name);
    if (value.constant !== null) writeConstant(value, name, initializers, nodes);
    return name;
  };

  // An output can be named in place when one node makes it and nothing else has named it.
  const copies = graph.outputs.filter(({ name, value }) => {
    if (value.constant !== null || names.has(value)) return true;
    names.set(value, outputName(name));
    return false;
  });
  graph.nodes.forEach((node) => {
    for (const value of [...node.inputs, ...node.outputs]) nameOf(value);
  });
  fileOrder(graph).forEach((node, index) => {
    const input = node.inputs.map(nameOf);
    nodes.push(nodeProto(node, `${node.op}_${index}`, input, node.outputs.map(nameOf)));
  });
  for (const { name, value } of copies) {
    const result = outputName(name);
    nodes.push({ opType: 'Identity', name: result, input: [nameOf(value)], output: [result] });
  }
  nodes.push({ opType: 'SequenceEmpty', name: endOutput, input: [], output: [endOutput] });
  return onnx.ModelProto.encode({
    irVersion,
    producerName: 'finetune-workbench',
    opsetImport: [
      { domain: '', version: opset },
      { domain: 'com.microsoft', version: 1 },
    ],
    graph: {
      name: 'program',
      node: nodes,
      initializer: initializers,
      input: graph.inputs.map(({ name, value }) => valueInfo(name, value)),
      output: [
        {
          name: endOutput,
          type: { sequenceType: { elemType: { tensorType: { elemType: DataType.FLOAT } } } },
        },
        ...graph.outputs.map(({ name, value }) => valueInfo(outputName(name), value)),
      ],
    },
  }).finish();
}

/**
 * ONNX Runtime orders nodes itself: it walks back from the nodes that no other node reads, the last one of the file
 * first. Written in turn, it would compute the innermost gradient first and keep all that the others need until the
 * end. So these nodes come last, in reverse: then it runs the graph in the order in which it stands.
 */
function fileOrder({ nodes }: Graph): readonly Node[] {
  const read = new Set(nodes.flatMap(({ inputs }) => inputs));
  const isRead = ({ outputs }: Node): boolean => outputs.some((output) => read.has(output));
  return [...nodes.filter(isRead), ...nodes.filter((node) => !isRead(node)).reverse()];
}

function writeConstant(
  value: Value,
  name: string,
  initializers: onnx.ITensorProto[],
  nodes: onnx.INodeProto[],
): void {
  const fill = fillOf(value);
  const isExpanded = fill !== null && sizeOf(value.shape) > largestWrittenFill;
  if (!isExpanded || value.constant?.type === 'data') {
    initializers.push(tensorProto(name, value));
    return;
  }
  const scalar = { dtype: value.dtype, shape: [], constant: { type: 'fill', fill } } as const;
  const shape = {
    dtype: 'int64',
    shape: [value.shape.length],
    constant: { type: 'data', data: value.shape },
  } as const;
  initializers.push(tensorProto(`${name}_fill`, scalar), tensorProto(`${name}_shape`, shape));
  nodes.push({
    opType: 'Expand',
    name,
    input: [`${name}_fill`, `${name}_shape`],
    output: [name],
  });
}

function tensorProto(name: string, value: Omit<Value, 'id'>): onnx.ITensorProto {
  const { dtype, shape, constant } = value;
  if (constant === null) throw new Error(`${name} is no constant.`);
  const rawData = new Uint8Array(
    sizeOf(shape) * (dtype === 'bool' ? 1 : dtype === 'int64' ? 8 : 4),
  );
  const at = (index: number): number =>
    constant.type === 'fill' ? constant.fill : (constant.data[index] ?? 0);
  const elements = viewOf(rawData, dtype);
  for (let index = 0; index < elements.length; index++) {
    elements[index] = dtype === 'int64' ? BigInt(at(index)) : at(index);
  }
  return { name, dims: [...shape], dataType: elementTypes[dtype], rawData };
}

function viewOf(
  bytes: Uint8Array<ArrayBuffer>,
  dtype: DType,
): { readonly length: number; [index: number]: number | bigint } {
  switch (dtype) {
    case 'float32':
      return new Float32Array(bytes.buffer);
    case 'int32':
      return new Int32Array(bytes.buffer);
    case 'int64':
      return new BigInt64Array(bytes.buffer);
    case 'bool':
      return bytes;
  }
}

function nodeProto(node: Node, name: string, input: string[], output: string[]): onnx.INodeProto {
  return {
    name,
    opType: node.op,
    domain: contributed.has(node.op) ? 'com.microsoft' : '',
    input,
    output,
    attribute: Object.entries(node.attributes).map(([key, value]) => attributeProto(key, value)),
  };
}

function attributeProto(name: string, attribute: Attribute): onnx.IAttributeProto {
  if (typeof attribute === 'object') {
    return { name, type: AttributeType.INTS, ints: [...attribute] };
  }
  if (name === 'to') {
    return { name, type: AttributeType.INT, i: elementTypes[attribute as DType] };
  }
  if (typeof attribute === 'string') {
    return { name, type: AttributeType.STRING, s: new TextEncoder().encode(attribute) };
  }
  if (floatAttributes.has(name)) return { name, type: AttributeType.FLOAT, f: attribute };
  return { name, type: AttributeType.INT, i: attribute };
}

function valueInfo(name: string, { dtype, shape }: Spec): onnx.IValueInfoProto {
  const dim = shape.map((size) => ({ dimValue: size }));
  return { name, type: { tensorType: { elemType: elementTypes[dtype], shape: { dim } } } };
}

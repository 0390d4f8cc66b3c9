// note: some gradients of tfjs call methods that only this import gives to tensors.
import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import * as tf from '@tensorflow/tfjs-core';
import type { Program, Tensors, TensorSpec } from '../engine/engine';
import { withBackend } from '../engine/withBackend';
import { createBuilder } from './builder';
import { sizeOf, type Graph, type NamedValue, type Value } from './graph';
import type { Lower } from './lower/lowering';
import { loweringTable } from './lower/table';
import { TraceBackend, TraceError } from './traceBackend';
import { verifyGraph } from './verifyGraph';

const backendName = 'trace';

/** A dropout mask: a graph input that holds 0 or 1 / (1 - rate). Its site is its place among the masks. */
export interface MaskInput {
  readonly name: string;
  readonly rate: number;
  readonly shape: readonly number[];
}

export interface Trace {
  readonly graph: Graph;
  /** In the order of the program's dropout calls. */
  readonly masks: readonly MaskInput[];
}

/** Runs a program on the trace backend and returns what it would compute as a graph. */
export function trace(program: Program, inputs: Readonly<Record<string, TensorSpec>>): Trace {
  const backend = traceBackend();
  const builder = createBuilder();
  backend.builder = builder;
  const masks: MaskInput[] = [];
  const outputs = withBackend(backendName, () => {
    const tensors = Object.entries(inputs).map(([name, { shape, dtype }]) => {
      return [name, tensorOf(backend, builder.input(name, { shape, dtype }))] as const;
    });
    const dropout = (x: tf.Tensor, rate: number): tf.Tensor => {
      if (rate === 0) return x;
      const mask: MaskInput = { name: `dropout/${masks.length}`, rate, shape: x.shape };
      masks.push(mask);
      const spec = { shape: mask.shape, dtype: 'float32' } as const;
      return tf.mul(x, tensorOf(backend, builder.input(mask.name, spec)));
    };
    return namedValues(backend, runProgram(program, Object.fromEntries(tensors), { dropout }));
  });
  return { graph: verifyGraph(builder.finish(outputs), 'the trace'), masks };
}

let registered: TraceBackend | null = null;

function traceBackend(): TraceBackend {
  if (registered !== null) return registered;
  const backend = new TraceBackend();
  // Priority 0: tfjs never picks this backend by itself while there is another.
  tf.registerBackend(backendName, () => backend, 0);
  for (const [kernelName, lower] of Object.entries(loweringTable)) {
    tf.registerKernel({
      kernelName,
      backendName,
      kernelFunc: ({ inputs, attrs }) => lowerKernel(backend, kernelName, lower, inputs, attrs),
    });
  }
  registered = backend;
  return backend;
}

function lowerKernel(
  backend: TraceBackend,
  kernelName: string,
  lower: Lower,
  inputs: tf.NamedTensorInfoMap,
  attributes: tf.NamedAttrMap | undefined,
): tf.TensorInfo | tf.TensorInfo[] {
  // An operand that a kernel can do without may be there as undefined.
  const given = Object.entries<tf.TensorInfo | undefined>(inputs);
  const operands = Object.fromEntries(
    given.flatMap(([name, info]) =>
      info === undefined ? [] : [[name, backend.value(info.dataId)] as const],
    ),
  );
  const lowered = inKernel(kernelName, () => lower(backend.builder, operands, attributes ?? {}));
  const infoOf = (value: Value): tf.TensorInfo =>
    tensorInfo(backend, emptyAsConstant(backend, value));
  return isList(lowered) ? lowered.map(infoOf) : infoOf(lowered);
}

const isList = (lowered: Value | readonly Value[]): lowered is readonly Value[] =>
  Array.isArray(lowered);

/** A tensor without elements needs no node; kernels of ONNX Runtime need not meet one. */
function emptyAsConstant(backend: TraceBackend, value: Value): Value {
  if (sizeOf(value.shape) > 0) return value;
  return backend.builder.fill(0, value.dtype, value.shape);
}

function inKernel<T>(kernelName: string, run: () => T): T {
  try {
    return run();
  } catch (cause) {
    if (cause instanceof TraceError) throw cause;
    throw new Error(`Cannot compile the kernel ${kernelName}: ${messageOf(cause)}`, { cause });
  }
}

function runProgram(program: Program, inputs: Tensors, random: Parameters<Program>[1]): Tensors {
  try {
    return program(inputs, random);
  } catch (cause) {
    const kernel = /Kernel '(\w+)' not registered for backend 'trace'/.exec(messageOf(cause))?.[1];
    if (kernel === undefined) throw cause;
    throw new TraceError(
      `The program uses the tfjs kernel ${kernel}, which the compiler does not know. Write it with other ` +
        `operations, add a rule for ${kernel} in src/trainer/compile/lower/ with a row in test/ops/, or run ` +
        'with "engine": "eager".',
      { cause },
    );
  }
}

function namedValues(backend: TraceBackend, outputs: Tensors): NamedValue[] {
  return Object.entries(outputs).map(([name, tensor]) => {
    return { name, value: backend.value(tensor.dataId) };
  });
}

function tensorOf(backend: TraceBackend, value: Value): tf.Tensor {
  return tf.engine().makeTensorFromTensorInfo(tensorInfo(backend, value));
}

function tensorInfo(backend: TraceBackend, value: Value): tf.TensorInfo {
  const { dtype, shape } = value;
  if (dtype === 'int64') throw new Error('int64 values never leave a lowering.');
  return { dataId: backend.handle(value), shape: [...shape], dtype };
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? [error.message, messageOfCause(error)].join('') : String(error);

const messageOfCause = ({ cause }: Error): string =>
  cause instanceof Error ? ` (${cause.message})` : '';

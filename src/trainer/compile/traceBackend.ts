import {
  DataStorage,
  engine,
  KernelBackend,
  type BackendValues,
  type DataId,
  type DataType,
} from '@tensorflow/tfjs-core';
import { createBuilder, type Builder } from './builder';
import type { DType, Value } from './graph';

/** Asked of a value that has no number yet, or of a kernel that has no lowering. */
export class TraceError extends Error {
  override readonly name = 'TraceError';
}

/**
 * A tfjs backend whose tensors are values of a graph: kernels append nodes to `builder` instead of computing.
 * Values are never changed, so that several tensors may share one, and forgetting is left to the engine.
 */
export class TraceBackend extends KernelBackend {
  builder: Builder = createBuilder();
  private readonly values = new DataStorage<Value>(this, engine());

  /** A tensor handle for a value. */
  handle(value: Value): DataId {
    const dataId = {};
    this.values.set(dataId, value);
    return dataId;
  }

  value(dataId: DataId): Value {
    return this.values.get(dataId);
  }

  override numDataIds(): number {
    return this.values.numDataIds();
  }

  override write(values: BackendValues | null, shape: number[], dtype: DataType): DataId {
    const dataId = {};
    this.move(dataId, values, shape, dtype);
    return dataId;
  }

  override move(
    dataId: DataId,
    values: BackendValues | null,
    shape: number[],
    dtype: DataType,
  ): void {
    if (values === null) throw new TraceError('A tensor without values cannot enter a program.');
    const spec = { dtype: dtypeOf(dtype), shape };
    this.values.set(dataId, this.builder.constant(values as ArrayLike<number>, spec));
  }

  override disposeData(dataId: DataId): boolean {
    this.values.delete(dataId);
    return true;
  }

  // Values are shared freely and freed with the graph, so nobody counts references.
  override refCount(): number {
    return 1;
  }
  override incRef(): void {
    return;
  }
  decRef(): void {
    return;
  }

  override readSync(): never {
    throw readError();
  }

  override read(): never {
    throw readError();
  }

  override floatPrecision(): 32 {
    return 32;
  }

  override epsilon(): number {
    return 1e-7;
  }

  override timerAvailable(): boolean {
    return false;
  }
}

/** The element type of a tfjs tensor within a graph. */
export function dtypeOf(dtype: DataType): DType {
  if (dtype === 'float32' || dtype === 'int32' || dtype === 'bool') return dtype;
  throw new TraceError(
    `A program holds float32, int32 and bool tensors; ${dtype} cannot be compiled.`,
  );
}

function readError(): TraceError {
  return new TraceError(
    'The program asked for the values of a tensor (dataSync, arraySync, print, or a JavaScript condition on ' +
      'them) while it was being compiled. A compiled program is written down once, before any numbers exist. ' +
      'Use tf.where or tf.mul with a mask in place of an if, shapes in place of data for loop bounds, and ' +
      'return the tensor as an output to read it after the run.',
  );
}

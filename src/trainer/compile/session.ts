import * as ort from 'onnxruntime-node';
import type { TensorSpec } from '../engine/engine';
import { endOutput } from './onnx';

export interface SessionOptions {
  readonly device: 'cpu' | 'webgpu';
  readonly threads: number;
  /** False: threads sleep between operations; see EngineOptions. */
  readonly spins?: boolean;
  /** Writes a Chrome trace that is complete once the session is released; its name starts so. */
  readonly profile?: string;
}

/** A model ready to run. Arrays are used in place, for operands and for results. */
export interface Session {
  run(
    feeds: Readonly<Record<string, ort.Tensor>>,
    fetches: Readonly<Record<string, ort.Tensor>>,
  ): Promise<void>;
  release(): Promise<void>;
}

/** Loads a model into ONNX Runtime. */
export async function createSession(model: Uint8Array, options: SessionOptions): Promise<Session> {
  const session = await ort.InferenceSession.create(model, {
    executionProviders: options.device === 'webgpu' ? ['webgpu', 'cpu'] : ['cpu'],
    intraOpNumThreads: options.threads,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    enableCpuMemArena: !heapKeepsMemory(),
    // note: a pattern is one block for the peak, taken beside what the first run has taken.
    enableMemPattern: false,
    graphOptimizationLevel: 'all',
    logSeverityLevel: 3,
    ...(options.profile === undefined
      ? {}
      : { enableProfiling: true, profileFilePrefix: options.profile }),
    extra: {
      session: {
        use_deterministic_compute: '1',
        set_denormal_as_zero: '1',
        force_spinning_stop: '1',
        intra_op: { allow_spinning: options.spins === false ? '0' : '1' },
      },
    },
  });
  return {
    run: (feeds, fetches) => runInPlace(session, feeds, fetches),
    release: () => session.release(),
  };
}

/**
 * onnxruntime-node writes results where it is told, and then copies each of them into a new array that nobody asked
 * for: at 12 layers 340 MB a step. It gives up at the first result that is no tensor, which is our first output. A version
 * that knows lists would return instead, with the same results in place.
 */
async function runInPlace(
  session: ort.InferenceSession,
  feeds: Readonly<Record<string, ort.Tensor>>,
  fetches: Readonly<Record<string, ort.Tensor>>,
): Promise<void> {
  try {
    await session.run(feeds, { [endOutput]: null, ...fetches });
  } catch (error) {
    const reachedEnd = error instanceof Error && error.message === listRefusal;
    if (!reachedEnd) throw error;
  }
}

const listRefusal = 'Non tensor type is temporarily not supported.';

/**
 * An arena belongs to one session and never shrinks, so every shape of a program keeps its own. A heap that keeps what
 * is freed serves all of them from the same memory in the same time; one that gives it back page by page takes a quarter
 * longer. The trainer is started with a heap of the first kind (runs/heapSettings).
 */
function heapKeepsMemory(): boolean {
  return process.platform === 'linux' && process.env.MALLOC_TRIM_THRESHOLD_ !== undefined;
}

/** Wraps an array without copying it; throws when its type or length does not fit. */
export function wrapArray(
  name: string,
  array: Float32Array | Int32Array | undefined,
  { shape, dtype }: TensorSpec,
): ort.Tensor {
  const size = shape.reduce((product, each) => product * each, 1);
  const isFloat = array instanceof Float32Array;
  if (array === undefined) throw new Error(`The program needs an array for ${name}.`);
  if (isFloat !== (dtype === 'float32') || array.length !== size) {
    throw new Error(
      `${name} must be ${dtype} [${shape.join(', ')}], not ${array.constructor.name} of ${array.length}.`,
    );
  }
  return isFloat ? new ort.Tensor('float32', array, shape) : new ort.Tensor('int32', array, shape);
}

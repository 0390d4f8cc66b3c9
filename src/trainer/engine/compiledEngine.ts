import { compileProgram } from '../compile/compileProgram';
import { outputName } from '../compile/onnx';
import { createSession, wrapArray, type Session } from '../compile/session';
import { UserError } from '../../protocol/errors';
import type { Buffers, Draw, Engine, Executable, TensorSpec } from './engine';
import { createMaskPool, type MaskPool } from './maskPool';
import { probeWebgpu } from './probeWebgpu';
import { createQueue, type Queue } from './queue';

export interface CompiledOptions {
  readonly device: 'cpu' | 'webgpu';
  readonly threads: number;
  readonly spins: boolean;
  /** Told which operators a device leaves to the CPU. */
  readonly log?: (message: string) => void;
}

/** Executes programs as ONNX graphs on ONNX Runtime. */
export function createCompiledEngine({ device, threads, spins, log }: CompiledOptions): Engine {
  const masks = createMaskPool();
  const queue = device === 'webgpu' ? webgpuQueue : createQueue();
  let isProbed = device === 'cpu';
  return {
    name: 'compiled',
    device,
    async compile(program, inputs) {
      const compiled = compileProgram(program, inputs, device);
      if (!isProbed) await probe(compiled.model, log);
      isProbed = true;
      const session = await queue.run(() =>
        createSession(compiled.model, { device, threads, spins }),
      );
      return createExecutable({ ...compiled, inputs, session, maskPool: masks, queue });
    },
    dispose: () => queue.run(() => Promise.resolve()),
  };
}

/** One GPU queue for the whole process: two runs at once would mix their commands. */
const webgpuQueue = createQueue();

/** note: a driver that fails would end this process, so the first program is tried in another one. */
async function probe(
  model: Uint8Array,
  log: ((message: string) => void) | undefined,
): Promise<void> {
  const { isPresent, reason, detail, cpuOperators } = await probeWebgpu(model);
  if (!isPresent) {
    throw new UserError(`The device webgpu cannot be used: ${reason}.`, {
      next: 'Set "device" to "cpu", or to "auto" to take the fastest that works.',
      key: 'device',
      detail,
    });
  }
  if (cpuOperators !== null && cpuOperators.length > 0) {
    log?.(`On webgpu these operators run on the CPU: ${cpuOperators.join(', ')}.`);
  }
}

interface Parts {
  readonly inputs: Readonly<Record<string, TensorSpec>>;
  readonly outputs: Readonly<Record<string, TensorSpec>>;
  readonly masks: readonly {
    readonly name: string;
    readonly rate: number;
    readonly shape: readonly number[];
  }[];
  readonly session: Session;
  readonly maskPool: MaskPool;
  readonly queue: Queue;
}

function createExecutable({ inputs, outputs, masks, session, maskPool, queue }: Parts): Executable {
  const run = async (feeds: Buffers, results: Buffers, draw: Draw): Promise<Buffers> => {
    const arrays = Object.fromEntries(
      Object.entries(outputs).map(([name, spec]) => [name, results[name] ?? newArray(spec)]),
    );
    const drawn = maskPool.fill(
      masks.map((mask, site) => ({ ...mask, site })),
      draw,
    );
    const fed = Object.entries(inputs).map(
      ([name, spec]) => [name, wrapArray(name, feeds[name], spec)] as const,
    );
    const drawnFeeds = masks.map(({ name, shape }, site) => {
      return [name, wrapArray(name, drawn[site], { shape, dtype: 'float32' })] as const;
    });
    const fetched = Object.entries(outputs).map(
      ([name, spec]) => [outputName(name), wrapArray(name, arrays[name], spec)] as const,
    );
    await session.run(Object.fromEntries([...fed, ...drawnFeeds]), Object.fromEntries(fetched));
    return arrays;
  };
  return {
    outputs,
    run: (feeds, results, draw) => queue.run(() => run(feeds, results, draw)),
    dispose: () => queue.run(() => session.release()),
  };
}

function newArray({ shape, dtype }: TensorSpec): Float32Array | Int32Array {
  const size = shape.reduce((product, each) => product * each, 1);
  return dtype === 'float32' ? new Float32Array(size) : new Int32Array(size);
}

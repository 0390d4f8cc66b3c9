import os from 'node:os';
import { assertNever } from '../../protocol/assertNever';
import { UserError } from '../../protocol/errors';
import type { Device, EngineName } from '../../protocol/runConfig';
import type { Engine } from './engine';

export interface EngineOptions {
  readonly name: EngineName;
  /** `cuda` asks the eager engine for TensorFlow's own backend. */
  readonly device: Device | 'cuda';
  /** CPU threads of one operation; defaults to the number of cores. */
  readonly threads?: number;
  /**
   * Whether CPU threads wait for the next operation awake, which is the default. Asleep they take as long for batches of texts
   * on an idle machine, and two thirds of the processor time on a busy one.
   */
  readonly spins?: boolean;
  /** Told what a user should know about the device. */
  readonly log?: (message: string) => void;
}

/**
 * Makes the engine that executes programs on a device.
 * @throws UserError when it is not to be had, with the reason
 */
export async function createEngine(options: EngineOptions): Promise<Engine> {
  const { name, device, threads = os.availableParallelism(), spins = true, log } = options;
  switch (name) {
    case 'compiled': {
      if (device !== 'cpu' && device !== 'webgpu') throw unfit(name, device, 'cpu or webgpu');
      const { createCompiledEngine } = await import('./compiledEngine');
      return createCompiledEngine({ device, threads, spins, ...(log ? { log } : {}) });
    }
    case 'eager': {
      if (device === 'webgpu') throw unfit(name, device, 'cpu or wasm');
      const { createEagerEngine } = await import('./eagerEngine');
      return createEagerEngine(device === 'cuda' ? 'tensorflow' : device);
    }
    default:
      return assertNever(name, 'engine');
  }
}

function unfit(name: EngineName, device: string, possible: string): UserError {
  return new UserError(`The ${name} engine does not run on ${device}.`, {
    next: `Set "device" to ${possible}, or choose the other engine.`,
  });
}

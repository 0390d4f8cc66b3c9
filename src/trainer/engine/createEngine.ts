import type { Device, EngineName } from '../../protocol/runConfig';
import { createCompiledEngine } from './compiledEngine';
import type { Engine } from './engine';
import { UserError } from '../../protocol/errors';
import os from 'node:os';

export interface EngineOptions {
  readonly name: EngineName;
  readonly device: Device;
  /** CPU threads of one product; defaults to the number of cores. */
  readonly threads?: number;
}

/** Makes the engine that executes programs on a device; throws a UserError when it is not to be had. */
export async function createEngine({ name, device, threads }: EngineOptions): Promise<Engine> {
  const nThreads = threads ?? os.availableParallelism();
  if (name === 'compiled' && (device === 'cpu' || device === 'webgpu')) {
    return Promise.resolve(createCompiledEngine({ device, threads: nThreads }));
  }
  throw new UserError(`The engine ${name} does not run on ${device}.`, {
    next: 'Use "device": "cpu".',
  });
}

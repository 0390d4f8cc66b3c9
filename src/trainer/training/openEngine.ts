import type { Device, RunConfig } from '../../protocol/runConfig';
import { chooseDevice } from '../engine/chooseDevice';
import { createEngine } from '../engine/createEngine';
import type { Engine } from '../engine/engine';
import { listDevices } from '../engine/listDevices';
import { accumulateGradients } from './gradientStep';
import type { RunInputs } from './openRun';
import { firstValues } from './firstValues';
import { fillArrays } from './parameterStore';
import { prepareTraining, type TrainingShapes } from './prepareTraining';
import type { Reporter } from './reporter';

export interface EngineRequest {
  readonly request: { readonly config: RunConfig; readonly reporter: Reporter };
  readonly inputs: RunInputs;
  readonly shapes: TrainingShapes;
}

/**
 * The engine of a run. A resumed run stays on its device, so that its numbers stay the same; `auto` times one step
 * on each device present and says what it took.
 * @throws UserError when the device is not to be had
 */
export async function openEngine(needs: EngineRequest, before: Device | null): Promise<Engine> {
  const { config, reporter } = needs.request;
  const { engine: name } = config;
  const log = (message: string): void => {
    reporter.log(message);
  };
  if (before !== null) return createEngine({ name, device: before, log });
  if (config.device !== 'auto') return createEngine({ name, device: config.device, log });

  const devices = await listDevices();
  const present = devices
    .filter(({ isPresent, engines }) => isPresent && engines.includes(name))
    .map(({ device }) => device);
  const [only, ...others] = present;
  if (only !== undefined && others.length === 0) return createEngine({ name, device: only, log });
  const { device, sentence } = await chooseDevice(present, (candidate) =>
    timeStep(needs, candidate),
  );
  reporter.progress(1, sentence);
  reporter.log(sentence);
  return createEngine({ name, device, log });
}

/** Milliseconds of the second of two steps on the first batch; the first step makes things ready. */
async function timeStep(
  { request, inputs, shapes }: EngineRequest,
  device: Device,
): Promise<number> {
  const { config } = request;
  const engine = await createEngine({ name: config.engine, device });
  const prepared = prepareTraining(config, inputs, shapes, engine);
  try {
    const { objective } = shapes;
    fillArrays(
      prepared.store,
      'values',
      firstValues(inputs.model, objective, config.training.seed),
    );
    const rows = Array.from({ length: shapes.rowsPerBatch }, (_, row) => row);
    const step = (): Promise<unknown> =>
      accumulateGradients(prepared.source, [rows], { seed: 0, step: 1 }, null);
    await step();
    const startedAt = performance.now();
    await step();
    return performance.now() - startedAt;
  } finally {
    await prepared.dispose();
  }
}

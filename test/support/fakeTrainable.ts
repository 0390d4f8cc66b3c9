import { setTimeout as wait } from 'node:timers/promises';
import type { Trainable } from '../../src/trainer/process/runTrainer';
import { trainLine } from './makeRun';

/** A training loop without a model: `steps` lines, asked for stops and checkpoints between them. */
export function fakeTrainable(
  steps: number,
  options: { readonly bytes?: number; readonly atStep?: (step: number) => void } = {},
): Trainable {
  return {
    estimateBytes: () => Promise.resolve(options.bytes ?? 1),
    async train({ reporter, control }) {
      reporter.phase('load-model');
      reporter.update({ totalSteps: steps, versions: { fake: '1' } });
      reporter.phase('train');
      for (let step = 1; step <= steps; step++) {
        if (control.stopRequested()) return { state: 'stopped' };
        if (control.takeCheckpointRequest()) reporter.checkpoint(step);
        options.atStep?.(step);
        reporter.lines([trainLine(step)]);
        reporter.progress(step / steps);
        await wait(1);
      }
      return { state: 'finished' };
    },
  };
}

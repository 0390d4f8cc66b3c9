import type { Trainable } from './runTrainer';

/** The training loop, loaded when a run begins: it brings tfjs and the engine. */
export const trainingLoop: Trainable = {
  estimateBytes: () => Promise.resolve(0),
  async train(request) {
    const { trainRun } = await import('../training/trainRun');
    return trainRun(request);
  },
};

import type { Trainable } from './runTrainer';

/** The training loop, loaded when a run begins: it brings tfjs and the engine. */
export const trainingLoop: Trainable = {
  async estimateBytes(config) {
    const { estimateMemory } = await import('../training/estimateRun');
    return estimateMemory(config);
  },
  async train(request) {
    const { trainRun } = await import('../training/trainRun');
    return trainRun(request);
  },
};

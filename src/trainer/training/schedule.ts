import type { TrainingConfig } from '../../protocol/runConfig';

/** How many steps a training has, counted as Hugging Face Trainer counts them. */
export interface StepPlan {
  /** Micro-batches of one pass over the data; the last may be short. */
  readonly microBatchesPerEpoch: number;
  /** Optimiser steps of one pass; the last may accumulate fewer micro-batches. */
  readonly stepsPerEpoch: number;
  readonly totalSteps: number;
  readonly warmupSteps: number;
}

export function planSteps(rows: number, training: TrainingConfig): StepPlan {
  const { batchSize, gradientAccumulation, epochs, maxSteps, warmupRatio } = training;
  const microBatchesPerEpoch = Math.ceil(rows / batchSize);
  const stepsPerEpoch = Math.ceil(microBatchesPerEpoch / gradientAccumulation);
  const totalSteps = maxSteps ?? Math.ceil(epochs * stepsPerEpoch);
  const warmupSteps = Math.ceil(totalSteps * warmupRatio);
  return { microBatchesPerEpoch, stepsPerEpoch, totalSteps, warmupSteps };
}

/**
 * Rate that step `step` (from 1) uses: transformers' get_linear_schedule_with_warmup,
 * get_cosine_schedule_with_warmup and get_constant_schedule_with_warmup. The first step of a warm-up uses 0.
 */
export function learningRateAt(step: number, plan: StepPlan, training: TrainingConfig): number {
  const done = step - 1;
  const { warmupSteps, totalSteps } = plan;
  if (done < warmupSteps) return training.learningRate * (done / Math.max(1, warmupSteps));
  const span = Math.max(1, totalSteps - warmupSteps);
  return training.learningRate * decays[training.schedule]((done - warmupSteps) / span);
}

/** Share of the rate that is left when `progress` (0 to 1) of the steps after the warm-up are done. */
const decays: Record<TrainingConfig['schedule'], (progress: number) => number> = {
  linear: (progress) => Math.max(0, 1 - progress),
  cosine: (progress) => Math.max(0, 0.5 * (1 + Math.cos(Math.PI * progress))),
  constant: () => 1,
};

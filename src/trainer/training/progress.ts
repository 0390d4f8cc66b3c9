import { isBetter, type DisparityKey, type MetricId } from '../../protocol/metrics';
import type { BestRecord } from '../../protocol/run';
import type { RunConfig } from '../../protocol/runConfig';

/** Everything about a training's position that is not in its arrays; what a checkpoint remembers. */
export interface Progress {
  /** Optimiser steps done. */
  readonly step: number;
  /** The last step after which the validation split was evaluated; 0: none yet. */
  readonly evaluatedAt: number;
  readonly best: BestRecord | null;
  /** Early stopping's own best, and how many evaluations in a row did not beat it. */
  readonly patience: { readonly best: number | null; readonly misses: number };
  /** Group DRO's weights; null before the first step, and without it. Checkpoints of earlier versions do not say. */
  readonly groupWeights?: readonly number[] | null;
}

export const beginning: Progress = {
  step: 0,
  evaluatedAt: 0,
  best: null,
  patience: { best: null, misses: 0 },
};

export type Scores = Readonly<Partial<Record<MetricId | DisparityKey, number | null>>>;

/** Takes an evaluation into account; ties keep the earlier best. An undefined metric never is the best. */
export function afterEvaluation(progress: Progress, scores: Scores, config: RunConfig): Progress {
  const metric = config.evaluation.best;
  const value = scores[metric] ?? null;
  const improves =
    value !== null && (progress.best === null || isBetter(metric, value, progress.best.value));
  return {
    ...progress,
    evaluatedAt: progress.step,
    best: improves ? { metric, value, step: progress.step } : progress.best,
    patience: nextPatience(progress.patience, scores, config),
  };
}

/** transformers' EarlyStoppingCallback, threshold 0. */
function nextPatience(
  patience: Progress['patience'],
  scores: Scores,
  { regularization: { earlyStopping } }: RunConfig,
): Progress['patience'] {
  if (earlyStopping === null) return patience;
  const value = scores[earlyStopping.metric] ?? null;
  const { best, misses } = patience;
  const improves = value !== null && (best === null || isBetter(earlyStopping.metric, value, best));
  return improves ? { best: value, misses: 0 } : { best, misses: misses + 1 };
}

/** True when the evaluations have not improved for as long as the config is willing to wait. */
export function patienceIsOver(
  { patience }: Progress,
  { regularization: { earlyStopping } }: RunConfig,
): boolean {
  return earlyStopping !== null && patience.misses >= earlyStopping.patience;
}

import type { RunConfig } from '../../protocol/runConfig';
import { createAdversary, type Adversary } from '../mitigation/adversary';
import type { TrainingGroups } from '../mitigation/trainingGroups';
import type { Model, Span } from '../models/model';

/** What a training minimises beside the loss of its rows: programs and their inputs depend on it. */
export interface Objective {
  /** Whether a batch holds its rows and, behind them, as many swaps of theirs. */
  readonly isPaired: boolean;
  readonly adversary: Adversary | null;
}

export const plainObjective: Objective = { isPaired: false, adversary: null };

export function objectiveOf(
  { mitigation }: RunConfig,
  { pooledSize }: Model,
  groups: TrainingGroups | null,
): Objective {
  const { logitPairing = null, adversarial = null } = mitigation ?? {};
  const isOpposed = adversarial !== null && groups !== null;
  return {
    isPaired: logitPairing !== null,
    adversary: isOpposed
      ? createAdversary(pooledSize, {
          groupCount: groups.train.groups.length,
          hidden: adversarial.hidden,
          rate: adversarial.rate,
        })
      : null,
  };
}

/** Texts a program computes for each row of a batch. */
export function textsPerRow({ isPaired }: Objective): 1 | 2 {
  return isPaired ? 2 : 1;
}

/** All that is trained: the model's parameters, and those of the adversary behind them. */
export function trainedSpans({ spans }: Model, { adversary }: Objective): readonly Span[] {
  return [...spans, ...(adversary?.spans ?? [])];
}

import type { MetricLine, TrainLine } from '../../protocol/run';
import type { RunConfig } from '../../protocol/runConfig';
import { clipScale, gradientNorm, updateParameters } from './adamW';
import { epochBatches, type Batch, type OrderRequest } from './batchOrder';
import { accumulateGradients, nonFiniteError, type GradientSource } from './gradientStep';
import { afterEvaluation, patienceIsOver, type Progress, type Scores } from './progress';
import type { Control, Reporter } from './reporter';
import { learningRateAt, type StepPlan } from './schedule';
import { nothingWatched, watchStep } from './watchSteps';

export interface Training {
  readonly config: RunConfig;
  readonly plan: StepPlan;
  readonly order: OrderRequest;
  readonly source: GradientSource;
  readonly reporter: Reporter;
  readonly control: Control;
  /** Scores of the validation split; null when asked to stop half-way. Absent without such a split. */
  readonly evaluate: ((step: number) => Promise<Scores | null>) | null;
  /** Makes the present state a checkpoint. */
  readonly save: (progress: Progress) => Promise<void>;
}

export type Ending = 'complete' | 'early-stop' | 'stopped';

/**
 * Trains from `start` to the end or until asked to stop; every state at the top of the loop can be saved and
 * continued from, bit for bit.
 * @throws UserError when loss or gradient is not finite; the step is not applied and the state before it is kept.
 */
export async function train(
  training: Training,
  start: Progress,
): Promise<{ readonly progress: Progress; readonly ending: Ending }> {
  const { config, plan, source, reporter, control } = training;
  let progress = start;
  let savedAt = start.step;
  let watch = nothingWatched;
  const save = async (): Promise<void> => {
    if (savedAt !== progress.step || progress.step === 0) await training.save(progress);
    savedAt = progress.step;
  };

  for (let batches = new EpochBatches(training); ;) {
    const isNewBest = await evaluateWhenDue();
    const isAskedFor = control.takeCheckpointRequest();
    if (isNewBest || isAskedFor || isCheckpointDue(training, progress.step)) {
      await save();
    }
    if (patienceIsOver(progress, config)) return { progress, ending: 'early-stop' };
    if (progress.step >= plan.totalSteps && !isEvaluationDue(training, progress)) {
      await save();
      return { progress, ending: 'complete' };
    }
    if (control.stopRequested()) {
      await save();
      return { progress, ending: 'stopped' };
    }

    const startedAt = performance.now();
    const step = progress.step + 1;
    const learningRate = learningRateAt(step, plan, config.training);
    const microBatches = batches.ofStep(step);
    const draw = { seed: config.training.seed, step };
    const before = progress.groupWeights ?? null;
    const computed = await accumulateGradients(source, microBatches, draw, before);
    const { loss, tokens, groupWeights, counterfactualGap, adversaryLoss } = computed;
    const norm = gradientNorm(source.store);
    if (!Number.isFinite(loss) || !Number.isFinite(norm)) await refuse(microBatches, loss);

    updateParameters(source.store, {
      step,
      learningRate,
      weightDecay: config.regularization.weightDecay,
      gradientScale: clipScale(norm, config.training.gradientClip),
    });
    progress = { ...progress, step, ...(groupWeights === null ? {} : { groupWeights }) };
    const seconds = (performance.now() - startedAt) / 1_000;
    report({
      loss,
      learningRate,
      gradientNorm: norm,
      tokensPerSecond: Math.round(tokens / seconds),
      ...(counterfactualGap === null ? {} : { counterfactualGap }),
      ...(adversaryLoss === null ? {} : { adversaryLoss }),
    });
  }

  /** True when the evaluation found the best model so far. */
  async function evaluateWhenDue(): Promise<boolean> {
    if (!training.evaluate || !isEvaluationDue(training, progress)) return false;
    if (control.stopRequested()) return false;
    const scores = await training.evaluate(progress.step);
    if (scores === null) return false;
    const before = progress.best;
    progress = afterEvaluation(progress, scores, config);
    reporter.lines([{ ...position(), split: 'validation', ...scores }]);
    if (progress.best !== before) reporter.update({ best: progress.best });
    savedAt = NaN;
    return progress.best !== before;
  }

  async function refuse(microBatches: readonly Batch[], loss: number): Promise<never> {
    const step = progress.step + 1;
    const what = Number.isFinite(loss) ? 'gradient' : 'loss';
    const error = nonFiniteError(what, step, source.rows, microBatches);
    for (const table of source.store.tables) table.discardGradient();
    reporter.event({ type: 'non-finite', step, message: error.message });
    await save();
    throw error;
  }

  function report(values: Omit<TrainLine, 'step' | 'epoch' | 'time' | 'split'>): void {
    const line: MetricLine = { ...position(), split: 'train', ...values };
    reporter.lines([line]);
    reporter.progress(progress.step / plan.totalSteps);
    const { gradientClip } = config.training;
    const watched = watchStep(watch, { step: progress.step, gradientClip, ...values });
    ({ watch } = watched);
    for (const event of watched.events) {
      reporter.event(event);
      reporter.log(`Step ${event.step}: ${event.message}`);
    }
  }

  function position(): { step: number; epoch: number; time: number } {
    return {
      step: progress.step,
      epoch: epochAt(progress.step, plan, config),
      time: Date.now() / 1_000,
    };
  }
}

/** Passes over the data done after `step` steps, in micro-batches. */
export function epochAt(step: number, plan: StepPlan, { training }: RunConfig): number {
  const epoch = Math.floor(step / plan.stepsPerEpoch);
  const microBatches = (step % plan.stepsPerEpoch) * training.gradientAccumulation;
  return Number((epoch + microBatches / plan.microBatchesPerEpoch).toFixed(6));
}

function isEvaluationDue({ config, plan, evaluate }: Training, progress: Progress): boolean {
  const { step, evaluatedAt } = progress;
  if (evaluate === null || step === 0 || step === evaluatedAt) return false;
  const every = config.evaluation.everySteps ?? plan.stepsPerEpoch;
  return step % every === 0 || step === plan.totalSteps;
}

function isCheckpointDue({ config, plan }: Training, step: number): boolean {
  const every = config.checkpoints.everySteps ?? config.evaluation.everySteps ?? plan.stepsPerEpoch;
  return step > 0 && (step % every === 0 || step === plan.totalSteps);
}

/** The micro-batches of every step; keeps the order of the present epoch. */
class EpochBatches {
  private epoch = -1;
  private batches: readonly Batch[] = [];

  constructor(private readonly training: Training) {}

  /** @param step counts from 1. */
  ofStep(step: number): readonly Batch[] {
    const { plan, order, config } = this.training;
    const epoch = Math.floor((step - 1) / plan.stepsPerEpoch);
    if (epoch !== this.epoch) {
      this.epoch = epoch;
      this.batches = epochBatches(order, epoch);
    }
    const { gradientAccumulation } = config.training;
    const first = ((step - 1) % plan.stepsPerEpoch) * gradientAccumulation;
    return this.batches.slice(first, first + gradientAccumulation);
  }
}

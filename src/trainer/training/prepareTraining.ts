import type { RunConfig } from '../../protocol/runConfig';
import type { Engine } from '../engine/engine';
import type { GroupDroConfig } from '../../protocol/mitigationConfig';
import { disparitiesOf, type FollowedDisparities } from '../mitigation/disparities';
import { groupCells, type GroupCells } from '../mitigation/groupDro';
import { reweighing } from '../mitigation/reweighing';
import type { TrainingGroups } from '../mitigation/trainingGroups';
import { readLogits } from '../metrics/readLogits';
import { classWeightsOf } from '../tasks/textClassification/lossTargets';
import { classificationScores } from '../tasks/textClassification/scores';
import { epochBatches, type OrderRequest } from './batchOrder';
import { batchesByLength, computeLogits, type LogitsSource } from './evaluate';
import type { GradientSource } from './gradientStep';
import type { RunInputs } from './openRun';
import { textsPerRow, trainedSpans, type Objective } from './objective';
import type { ObjectiveSource } from './objectiveSource';
import { choosePaddedLengths } from './paddedLengths';
import { createParameterStore, type ParameterStore, type StoreLimits } from './parameterStore';
import {
  gradientPrograms,
  logitsPrograms,
  trainingLogitsPrograms,
  type ProgramCache,
} from './programCache';
import type { Scores } from './progress';
import { planSteps, type StepPlan } from './schedule';
import type { TokenRows } from './tokenRows';

/** Lengths that training batches are padded to; each takes its own working memory. */
const mostTrainingShapes = 12;
const mostEvaluationShapes = 6;
/** Rows evaluated together: more gain nothing on a CPU. */
const evaluationRows = 32;

/** The shapes of a training: known before anything is allocated. */
export interface TrainingShapes {
  readonly plan: StepPlan;
  readonly order: OrderRequest;
  /** Rows per training program. */
  readonly rowsPerBatch: number;
  readonly paddedLengths: readonly number[];
  readonly evaluation: {
    readonly rowsPerBatch: number;
    readonly paddedLengths: readonly number[];
  } | null;
  readonly limits: StoreLimits;
  readonly objective: Objective;
}

/**
 * Decides step counts, batch order and padded lengths from the lengths of all rows.
 * @param trainLengths of each row, or of its swap where that is longer
 */
export function chooseShapes(
  config: RunConfig,
  objective: Objective,
  trainLengths: ArrayLike<number>,
  validationLengths: Int32Array | null,
): TrainingShapes {
  const { batchSize, seed, shuffle, bucketByLength, gradientAccumulation } = config.training;
  const plan = planSteps(trainLengths.length, config.training);
  const order = { lengths: trainLengths, batchSize, seed, shuffle, bucketByLength };
  const rowsPerBatch = Math.min(batchSize, trainLengths.length);
  const epochs = Math.max(1, plan.totalSteps / plan.stepsPerEpoch);
  const paddedLengths = choosePaddedLengths({
    batchLengths: countLengths(epochBatches(order, 0), trainLengths, epochs),
    rowsPerBatch,
    longest: longestOf(trainLengths),
    mostShapes: mostTrainingShapes,
  });
  const evaluation = validationLengths && evaluationShapes(config, plan, validationLengths);
  const indices = Math.max(
    rowsPerBatch * textsPerRow(objective) * (paddedLengths.at(-1) ?? 0),
    (evaluation?.rowsPerBatch ?? 0) * (evaluation?.paddedLengths.at(-1) ?? 0),
  );
  const limits = { indices, accumulation: gradientAccumulation };
  return { plan, order, rowsPerBatch, paddedLengths, evaluation, limits, objective };
}

function evaluationShapes(
  config: RunConfig,
  plan: StepPlan,
  lengths: Int32Array,
): TrainingShapes['evaluation'] {
  const rowsPerBatch = Math.min(
    lengths.length,
    Math.max(evaluationRows, config.training.batchSize),
  );
  const every = config.evaluation.everySteps ?? plan.stepsPerEpoch;
  const batches = batchesByLength(lengths, rowsPerBatch);
  const paddedLengths = choosePaddedLengths({
    batchLengths: countLengths(batches, lengths, Math.ceil(plan.totalSteps / every)),
    rowsPerBatch,
    longest: longestOf(lengths),
    mostShapes: mostEvaluationShapes,
  });
  return { rowsPerBatch, paddedLengths };
}

function countLengths(
  batches: readonly (readonly number[])[],
  lengths: ArrayLike<number>,
  times: number,
): Map<number, number> {
  const counts = new Map<number, number>();
  for (const batch of batches) {
    const longest = Math.max(...batch.map((row) => lengths[row] ?? 0));
    counts.set(longest, (counts.get(longest) ?? 0) + times);
  }
  return counts;
}

function longestOf(lengths: ArrayLike<number>): number {
  return Array.from(lengths).reduce((longest, length) => Math.max(longest, length), 0);
}

/** Everything a training computes with. */
export interface PreparedTraining {
  readonly store: ParameterStore;
  readonly source: GradientSource;
  readonly evaluation: LogitsSource | null;
  dispose(): Promise<void>;
}

/** Allocates memory for the parameters; they are still zero. Programs are compiled when they are first needed. */
export function prepareTraining(
  config: RunConfig,
  inputs: RunInputs,
  shapes: TrainingShapes,
  engine: Engine,
): PreparedTraining {
  const { model, train, validation, groups } = inputs;
  const store = createParameterStore(trainedSpans(model.model, shapes.objective), shapes.limits);
  const labelCount = model.labels.length;
  const parts = { engine, model: model.model, store, labelCount };
  const programs = gradientPrograms(parts, shapes.objective, mostTrainingShapes);
  const evaluationPrograms = logitsPrograms(parts, mostEvaluationShapes);
  const forwardPrograms = trainingLogitsPrograms(parts, mostTrainingShapes);
  const cells = groupDroOf(config, inputs);
  const { padId } = model.tokenizer;
  const { classWeights } = config.training;
  return {
    store,
    source: {
      store,
      programs,
      rows: train,
      lossRule: {
        classWeights: classWeightsOf(classWeights, model.labels, train.labels),
        labelSmoothing: config.regularization.labelSmoothing,
      },
      rowWeights: rowWeightsOf(config, groups, train.labels),
      groupDro: cells === null ? null : { ...cells, programs: forwardPrograms },
      ...objectiveSource(config, inputs, shapes),
      padId,
      rowsPerBatch: shapes.rowsPerBatch,
      paddedLengths: shapes.paddedLengths,
    },
    evaluation: evaluationSource(shapes, validation, {
      store,
      labelCount,
      padId,
      programs: evaluationPrograms,
    }),
    async dispose() {
      await programs.dispose();
      await forwardPrograms.dispose();
      await evaluationPrograms.dispose();
      await engine.dispose();
    },
  };
}

function objectiveSource(
  { mitigation }: RunConfig,
  { pairs, groups }: RunInputs,
  { plan }: TrainingShapes,
): ObjectiveSource {
  const { logitPairing = null, adversarial = null } = mitigation ?? {};
  return {
    pairs: logitPairing && pairs && { rows: pairs, weight: logitPairing.weight },
    adversary: adversarial &&
      groups && {
        groups: groups.train,
        weight: adversarial.weight,
        totalSteps: plan.totalSteps,
      },
  };
}

/** What group DRO weighs; null without it. */
export function groupDroOf(
  { mitigation }: RunConfig,
  { groups, train, model }: Pick<RunInputs, 'groups' | 'train' | 'model'>,
): { readonly config: GroupDroConfig; readonly cells: GroupCells } | null {
  const config = mitigation?.groupDro ?? null;
  if (config === null || groups === null) return null;
  const labels = { labels: train.labels, labelNames: model.labels };
  return { config, cells: groupCells(groups.train, labels, config.over) };
}

function rowWeightsOf(
  { mitigation }: RunConfig,
  groups: TrainingGroups | null,
  labels: Int32Array,
): Float64Array | null {
  const isReweighed = mitigation?.reweighing === true && groups !== null;
  return isReweighed ? reweighing(groups.train, labels) : null;
}

function evaluationSource(
  { evaluation }: TrainingShapes,
  rows: TokenRows | null,
  parts: {
    readonly store: ParameterStore;
    readonly labelCount: number;
    readonly padId: number;
    readonly programs: ProgramCache;
  },
): LogitsSource | null {
  return evaluation === null || rows === null ? null : { ...parts, ...evaluation, rows };
}

/**
 * Loss (plain mean cross-entropy), the metrics the config asks for, and the disparities it follows; null when not wanted any
 * more.
 */
export async function scoreValidation(
  source: LogitsSource,
  { config, followed }: { config: RunConfig; followed: FollowedDisparities | null },
  isWanted: (shareDone: number) => boolean,
): Promise<Scores | null> {
  const logits = await computeLogits(source, isWanted);
  if (logits === null) return null;
  const { labels } = source.rows;
  const { labelCount } = source;
  const scores = classificationScores(config, labels, { logits, labelCount });
  if (followed === null) return scores;
  const { predicted } = readLogits(logits, labelCount, labels);
  return { ...scores, ...disparitiesOf(followed, labels, predicted) };
}

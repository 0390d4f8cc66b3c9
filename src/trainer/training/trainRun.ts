import type { DatasetRecord } from '../../protocol/run';
import type { RunConfig } from '../../protocol/runConfig';
import { newestCheckpoint, retainCheckpoints } from '../checkpoint/checkpoints';
import { cutMetrics } from '../checkpoint/metricsFile';
import {
  inputsOf,
  readTrainerState,
  requireSameData,
  requireSameTraining,
  rowsOf,
  settingsOf,
  type TrainerState,
} from '../checkpoint/trainerState';
import { restoreTraining, saveTraining } from '../checkpoint/trainingCheckpoint';
import { describeGroupWeights } from '../mitigation/groupDro';
import { parametersAreFinite } from './adamW';
import { restoreBest, saveBest, savedModel } from './bestModel';
import { openEngine } from './openEngine';
import { openRun, type RunInputs } from './openRun';
import { fillArrays, type ParameterStore } from './parameterStore';
import {
  chooseShapes,
  groupDroOf,
  prepareTraining,
  scoreValidation,
  type TrainingShapes,
} from './prepareTraining';
import type { GradientSource } from './gradientStep';
import { firstValues, type FirstValues } from './firstValues';
import { objectiveOf, textsPerRow } from './objective';
import { beginning, type Progress } from './progress';
import type { Control, Reporter } from './reporter';
import { costRequest, requireMemory, runCost } from './runMemory';
import { reportValidation } from './reportValidation';
import { StoppedEarly } from './tokeniseSplit';
import { rowLengths } from './tokenRows';
import { epochAt, train } from './train';

export interface TrainRequest {
  /** Resolved: every path is absolute. */
  readonly config: RunConfig;
  /** The run's folder; it exists. */
  readonly folder: string;
  /** Continue from the newest whole checkpoint. */
  readonly resume: boolean;
  readonly reporter: Reporter;
  readonly control: Control;
}

/**
 * Trains a model as the config says and leaves checkpoints and `model/`, the best model, in the run folder.
 * @returns 'stopped' when asked to stop; there is a checkpoint then, unless nothing had begun
 * @throws UserError for what the user can mend: model, data, disk, a loss that is not finite
 */
export async function trainRun(
  request: TrainRequest,
): Promise<{ readonly state: 'finished' | 'stopped' }> {
  try {
    const resumed = await findResume(request);
    const checkData = (datasets: readonly DatasetRecord[]): void => {
      if (resumed !== null) requireSameData(resumed.state, datasets);
    };
    const inputs = await openRun({ ...request, checkData });
    return await trainOpened(request, inputs, resumed);
  } catch (error) {
    if (error instanceof StoppedEarly) return { state: 'stopped' };
    throw error;
  }
}

async function trainOpened(
  request: TrainRequest,
  inputs: RunInputs,
  resumed: Resumed | null,
): Promise<{ readonly state: 'finished' | 'stopped' }> {
  const { config, reporter, control } = request;
  const objective = objectiveOf(config, inputs.model.model, inputs.groups);
  const validationLengths = inputs.validation && rowLengths(inputs.validation);
  const shapes = chooseShapes(config, objective, lengthsOf(inputs), validationLengths);

  requireMemory(
    runCost(inputs.model.model, shapes, costRequest(config, inputs.model.labels)),
    shapes,
  );

  reporter.phase('choose-device');
  const engine = await openEngine({ request, inputs, shapes }, resumed?.state.device ?? null);
  reporter.update({
    device: engine.device,
    totalSteps: shapes.plan.totalSteps,
    // Steps that were asked for end the run wherever in an epoch.
    totalEpochs: config.training.maxSteps === null ? config.training.epochs : null,
  });

  reporter.phase('compile');
  const prepared = prepareTraining(config, inputs, shapes, engine);
  try {
    const { store, source, evaluation } = prepared;
    const { followed } = inputs;
    const stateAt = (progress: Progress): TrainerState => ({
      version: 1,
      progress,
      epoch: epochAt(progress.step, shapes.plan, config),
      totalSteps: shapes.plan.totalSteps,
      seed: config.training.seed,
      device: engine.device,
      labels: inputs.model.labels,
      settings: settingsOf(config),
      inputs: inputsOf(inputs.datasets.records),
      rows: rowsOf(inputs.datasets.records),
    });
    const first = firstValues(inputs.model, objective, config.training.seed);
    const start = beginOrResume(request, { store, first }, resumed, stateAt(beginning));
    await compileFirst(shapes, prepared.source);

    reporter.phase('train');
    const { progress, ending } = await train(
      {
        config,
        plan: shapes.plan,
        order: shapes.order,
        source,
        reporter,
        control,
        evaluate:
          evaluation &&
          ((): ReturnType<typeof scoreValidation> =>
            scoreValidation(evaluation, { config, followed }, () => !control.stopRequested())),
        save: (state) => keepCheckpoint(request, inputs, store, stateAt(state)),
      },
      start,
    );
    if (ending === 'stopped') return { state: 'stopped' };
    reportGroupWeights(request, inputs, progress);
    if (ending === 'early-stop') reportEarlyStop(request, progress);

    reporter.phase('save-model');
    await restoreBest(request, store, progress);
    await saveBest(request, inputs, { store, evaluation });
    if (evaluation !== null) await reportValidation(request, inputs, evaluation);
    return { state: 'finished' };
  } finally {
    await prepared.dispose();
  }
}

/** Tokens of every training row, or of its swap where that is longer. */
function lengthsOf({ train, pairs }: RunInputs): Int32Array {
  const own = rowLengths(train);
  const swapped = pairs && rowLengths(pairs);
  return own.map((length, row) => Math.max(length, swapped?.[row] ?? 0));
}

interface Resumed {
  readonly folder: string;
  readonly state: TrainerState;
}

/** What a resumed run continues from; null when it has to begin. */
async function findResume({ folder, resume, reporter }: TrainRequest): Promise<Resumed | null> {
  if (!resume) return null;
  const checkpoint = await newestCheckpoint(folder, (reason) => {
    reporter.log(reason);
  });
  if (checkpoint === null) {
    reporter.log('There is no whole checkpoint yet: the run begins again.');
    return null;
  }
  return { folder: checkpoint.folder, state: await readTrainerState(checkpoint.folder) };
}

/** Fills the store, and cuts the history of a resumed run back to where it goes on. */
function beginOrResume(
  { folder, resume, reporter }: TrainRequest,
  { store, first }: { readonly store: ParameterStore; readonly first: FirstValues },
  resumed: Resumed | null,
  now: TrainerState,
): Progress {
  if (resumed !== null) requireSameTraining(resumed.state, now);
  const start = resumed?.state.progress ?? beginning;
  if (resume) cutMetrics(folder, start);
  if (resumed === null) {
    fillArrays(store, 'values', first);
    return start;
  }
  restoreTraining(resumed.folder, store);
  const message = `Goes on after step ${start.step}.`;
  reporter.log(message);
  reporter.event({ type: 'resumed', step: start.step, message });
  reporter.update({ best: start.best });
  return start;
}

/** Prepares the longest shape before the training begins: what does not fit fails now. */
async function compileFirst(
  { rowsPerBatch, paddedLengths, objective }: TrainingShapes,
  { programs }: GradientSource,
): Promise<void> {
  await programs.program(rowsPerBatch * textsPerRow(objective), paddedLengths.at(-1) ?? 1);
}

/** Makes the present state a checkpoint, then lets older ones go. Weights that are not finite are not kept. */
async function keepCheckpoint(
  { config, folder, reporter }: TrainRequest,
  inputs: RunInputs,
  store: ParameterStore,
  state: TrainerState,
): Promise<void> {
  const { step, best } = state.progress;
  for (const table of store.tables) table.settle();
  if (!parametersAreFinite(store)) {
    reporter.log(`No checkpoint at step ${step}: the weights are not finite.`);
    return;
  }
  await saveTraining(folder, { store, model: savedModel(config, inputs), state });
  reporter.checkpoint(step);
  await retainCheckpoints(folder, config.checkpoints.keep, best?.step ?? null);
}

/** Which groups group DRO ended up with: those it could not make do better. */
function reportGroupWeights(
  { config, reporter }: TrainRequest,
  inputs: RunInputs,
  { groupWeights = null }: Progress,
): void {
  const dro = groupDroOf(config, inputs);
  if (dro !== null && groupWeights !== null)
    reporter.log(describeGroupWeights(dro.cells, groupWeights));
}

function reportEarlyStop({ config, reporter }: TrainRequest, { step, best }: Progress): void {
  const { earlyStopping } = config.regularization;
  if (earlyStopping === null) return;
  const { metric, patience } = earlyStopping;
  const restored = best === null ? '' : ` The model of step ${best.step} is restored.`;
  const message = `Stopped early: ${metric} has not improved in ${patience} evaluations.${restored}`;
  reporter.event({ type: 'early-stop', step, message });
  reporter.log(message);
}

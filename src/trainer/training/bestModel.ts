import type { RunConfig } from '../../protocol/runConfig';
import { checkpointFolder, runPaths } from '../../runs/runFolder';
import { findDamage } from '../checkpoint/manifest';
import { restoreWeights, splitArrays } from '../checkpoint/trainingCheckpoint';
import { groupThresholds } from '../mitigation/groupThresholds';
import { saveModel, type SaveRequest } from '../modelFolder/saveModel';
import { computeLogits, type LogitsSource } from './evaluate';
import type { RunInputs } from './openRun';
import type { ParameterStore } from './parameterStore';
import type { PreparedTraining } from './prepareTraining';
import type { Progress } from './progress';
import type { TrainRequest } from './trainRun';

/** Makes the weights those of the best model by the config's metric, else leaves the last. */
export async function restoreBest(
  { folder, reporter }: TrainRequest,
  store: ParameterStore,
  { step, best }: Progress,
): Promise<void> {
  for (const table of store.tables) table.settle();
  if (best === null || best.step === step) return;
  const checkpoint = checkpointFolder(folder, best.step);
  const damage = await findDamage(checkpoint);
  if (damage === null) restoreWeights(checkpoint, store);
  else reporter.log(`The best checkpoint cannot be read (${damage}): the last model is kept.`);
}

/** Writes `model/`, with thresholds by group where they were asked for. */
export async function saveBest(
  { config, folder, reporter }: TrainRequest,
  inputs: RunInputs,
  { store, evaluation }: Pick<PreparedTraining, 'store' | 'evaluation'>,
): Promise<void> {
  const { tensors } = splitArrays(store, inputs.model.model);
  const saved = savedModel(config, inputs);
  const found = await thresholdsOf(config, inputs, evaluation);
  for (const note of found?.notes ?? []) reporter.log(note);
  const thresholds = found?.thresholds ?? null;
  const finetune = thresholds === null ? saved.finetune : { ...saved.finetune, thresholds };
  await saveModel(runPaths(folder).model, { ...saved, finetune, tensors });
}

/** What a model folder or a checkpoint says beside the weights. */
export function savedModel(
  config: RunConfig,
  { model, datasets }: RunInputs,
): Omit<SaveRequest, 'tensors'> {
  return {
    saved: model,
    finetune: {
      version: 1,
      task: config.task,
      labels: model.labels,
      maxLength: config.training.maxLength,
      data: config.data,
      fields: datasets.fields,
    },
  };
}

/** Thresholds by group of the model in the store; null where they were not asked for. */
async function thresholdsOf(
  { mitigation }: RunConfig,
  { datasets: { validation, labels } }: RunInputs,
  evaluation: LogitsSource | null,
): Promise<ReturnType<typeof groupThresholds> | null> {
  const { thresholds = null, groups = null } = mitigation ?? {};
  if (thresholds === null || groups === null || validation === null || evaluation === null)
    return null;
  // note: a stop asked for now finds the training done; the model is saved first.
  const logits = await computeLogits(evaluation, () => true);
  if (logits === null) return null;
  const rows = { examples: validation, gold: validation.labelIds, logits, labels };
  return groupThresholds(groups, thresholds, rows);
}

import { existsSync } from 'node:fs';
import path from 'node:path';
import { writeModelFiles, type SaveRequest } from '../modelFolder/saveModel';
import { openWeights } from '../weights/weightFiles';
import { openSafetensors, readTensor } from '../weights/readSafetensors';
import { writeSafetensors } from '../weights/writeSafetensors';
import type { Model } from '../models/model';
import {
  fillArrays,
  namedArrays,
  type NamedArray,
  type ParameterStore,
} from '../training/parameterStore';
import { checkpointBytes } from './checkpointBytes';
import { commitCheckpoint, type Checkpoint } from './checkpoints';
import { writeTrainerState, type TrainerState } from './trainerState';

/** AdamW's moments under PyTorch's names. */
const moments = { firstMoment: 'exp_avg', secondMoment: 'exp_avg_sq' } as const;
const optimizerName = 'optimizer.safetensors';
/** Parameters that are trained and no part of the model. */
const adversaryName = 'adversary.safetensors';

export interface SavedTraining {
  readonly store: ParameterStore;
  readonly model: Omit<SaveRequest, 'tensors'>;
  readonly state: TrainerState;
}

/**
 * Writes a training's present state as `checkpoints/step-…`, complete or not at all.
 * @throws UserError when the disk has no room; earlier checkpoints stay
 */
export async function saveTraining(
  runFolder: string,
  { store, model, state }: SavedTraining,
): Promise<Checkpoint> {
  for (const table of store.tables) table.settle();
  const { tensors, others } = splitArrays(store, model.saved.model);
  const parameterCount = [...tensors, ...others].reduce((sum, { data }) => sum + data.length, 0);
  return commitCheckpoint({
    runFolder,
    step: state.progress.step,
    bytes: checkpointBytes(parameterCount),
    async write(folder) {
      await writeModelFiles(folder, { ...model, tensors });
      if (others.length > 0) await writeSafetensors(path.join(folder, adversaryName), others);
      const named = (['firstMoment', 'secondMoment'] as const).flatMap((part) =>
        namedArrays(store, part).map((array) => ({
          ...array,
          name: `${moments[part]}.${array.name}`,
        })),
      );
      await writeSafetensors(path.join(folder, optimizerName), named);
      await writeTrainerState(folder, state);
    },
  });
}

/** Brings parameters and moments back. @throws UserError for files that cannot be read */
export function restoreTraining(folder: string, store: ParameterStore): void {
  restoreWeights(folder, store);
  const optimizer = openSafetensors(path.join(folder, optimizerName));
  for (const part of ['firstMoment', 'secondMoment'] as const) {
    fillArrays(store, part, (name) => readTensor(optimizer, `${moments[part]}.${name}`));
  }
  for (const table of store.tables) table.momentsWereFilled();
}

/** Brings the parameters alone back. @throws UserError for files that cannot be read */
export function restoreWeights(folder: string, store: ParameterStore): void {
  const weights = openWeights(folder);
  const file = path.join(folder, adversaryName);
  const others = existsSync(file) ? openSafetensors(file) : null;
  fillArrays(store, 'values', (name) =>
    others?.entries.has(name) === true ? readTensor(others, name) : weights.read(name),
  );
}

/** The model's own parameters, and those that are trained beside it. */
export function splitArrays(
  store: ParameterStore,
  { spans }: Pick<Model, 'spans'>,
): { readonly tensors: readonly NamedArray[]; readonly others: readonly NamedArray[] } {
  const own = new Set(spans.flatMap(({ members }) => members.map(({ name }) => name)));
  const all = namedArrays(store, 'values');
  return {
    tensors: all.filter(({ name }) => own.has(name)),
    others: all.filter(({ name }) => !own.has(name)),
  };
}

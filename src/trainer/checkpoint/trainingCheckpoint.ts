import path from 'node:path';
import { writeModelFiles, type SaveRequest } from '../modelFolder/saveModel';
import { openWeights } from '../weights/weightFiles';
import { openSafetensors, readTensor } from '../weights/readSafetensors';
import { writeSafetensors } from '../weights/writeSafetensors';
import { fillArrays, namedArrays, type ParameterStore } from '../training/parameterStore';
import { checkpointBytes } from './checkpointBytes';
import { commitCheckpoint, type Checkpoint } from './checkpoints';
import { writeTrainerState, type TrainerState } from './trainerState';

/** AdamW's moments under PyTorch's names. */
const moments = { firstMoment: 'exp_avg', secondMoment: 'exp_avg_sq' } as const;
const optimizerName = 'optimizer.safetensors';

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
  const weights = namedArrays(store, 'values');
  const parameterCount = weights.reduce((sum, { data }) => sum + data.length, 0);
  return commitCheckpoint({
    runFolder,
    step: state.progress.step,
    bytes: checkpointBytes(parameterCount),
    async write(folder) {
      await writeModelFiles(folder, { ...model, tensors: weights });
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
  fillArrays(store, 'values', (name) => weights.read(name));
}

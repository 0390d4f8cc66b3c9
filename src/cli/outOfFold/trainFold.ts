import { closeSync, fsyncSync, openSync, renameSync } from 'node:fs';
import { parseUnambiguousRow } from '../../data/readers/parseUnambiguousRow';
import { readRows } from '../../data/readRows';
import type { RunConfig } from '../../protocol/runConfig';
import { createRun } from '../../runs/createRun';
import { runPaths } from '../../runs/runFolder';
import { readRecord } from '../../runs/runRecord';
import { writeWhole } from '../../runs/writeAtomically';
import { runTrainer, type TrainerEvent } from '../../trainer/process/runTrainer';
import { trainingLoop } from '../../trainer/process/trainingLoop';
import { nameOfFold, runOfFold, type FoldFiles } from './foldFiles';

/** Rows of a data file that a fold is to be trained on, by their ordinals. */
export type IsTrained = (row: number) => boolean;

/**
 * Trains the run of a fold, or goes on with it: as the config says, but on the rows of the other folds alone and without an
 * evaluation, which would choose by rows that are to be predicted. @returns its model folder; null when it was stopped
 */
export async function trainFold(
  { config, files, fold }: { config: RunConfig; files: FoldFiles; fold: number },
  isTrained: IsTrained,
  onEvent: (event: TrainerEvent) => void,
): Promise<string | null> {
  const begun = runOfFold(files, fold);
  const folder = begun ?? (await beginFold({ config, files, fold }, isTrained));
  // note: a run that was made and not begun cannot be gone on with.
  const resume = begun !== null && readRecord(folder).pid !== null;
  const { state } = await runTrainer(folder, { resume, trainable: trainingLoop, onEvent });
  return state === 'finished' ? runPaths(folder).model : null;
}

async function beginFold(
  { config, files, fold }: { config: RunConfig; files: FoldFiles; fold: number },
  isTrained: IsTrained,
): Promise<string> {
  const path = files.training(fold);
  await writeRows(config, isTrained, path);
  const train = { path, format: 'jsonl', header: null, columns: null } as const;
  return createRun({
    config: {
      ...config,
      data: { ...config.data, train, validation: null, test: null, split: null },
      regularization: { ...config.regularization, earlyStopping: null },
      checkpoints: { ...config.checkpoints, keep: 1 },
      output: files.runs,
    },
    configFile: null,
    configSet: [],
    name: nameOfFold(fold),
  });
}

/** Copies the rows with all their columns; a run may need others than text and label. */
async function writeRows({ data }: RunConfig, isTrained: IsTrained, target: string): Promise<void> {
  const draft = `${target}.tmp`;
  const handle = openSync(draft, 'w');
  try {
    for await (const { row, values } of readRows(data.train, { parseRow: parseUnambiguousRow }))
      if (isTrained(row)) writeWhole(handle, `${JSON.stringify(values)}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(draft, target);
}

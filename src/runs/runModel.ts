import { existsSync } from 'node:fs';
import path from 'node:path';
import { checkpointFolder, listCheckpoints, runPaths } from './runFolder';

/** A model of a run that can be loaded. */
export interface RunModel {
  /** In Hugging Face layout. */
  readonly folder: string;
  /** The step of the checkpoint that it is; null for the run's `model/`. */
  readonly checkpoint: number | null;
}

/**
 * The model that a run can be used with: its `model/`, which is the best one and written when the run ends,
 * else the best checkpoint, else the newest. Null before the first checkpoint.
 */
export function modelOfRun(folder: string, bestStep: number | null): RunModel | null {
  const { model } = runPaths(folder);
  if (isModel(model)) return { folder: model, checkpoint: null };
  const steps = listCheckpoints(folder).filter((step) => isModel(checkpointFolder(folder, step)));
  const checkpoint = steps.find((step) => step === bestStep) ?? steps.at(-1) ?? null;
  return checkpoint === null ? null : { folder: checkpointFolder(folder, checkpoint), checkpoint };
}

function isModel(folder: string): boolean {
  return existsSync(path.join(folder, 'config.json'));
}

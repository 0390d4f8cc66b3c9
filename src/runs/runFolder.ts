import { readdirSync } from 'node:fs';
import path from 'node:path';
import { ifThereNow } from '../protocol/ifThere';

/** Where everything of one run stands. */
export interface RunPaths {
  readonly folder: string;
  readonly config: string;
  readonly record: string;
  /** Name and note as the user last set them; laid over run.json so that a live trainer cannot undo them. */
  readonly about: string;
  readonly metrics: string;
  readonly log: string;
  readonly lock: string;
  readonly checkpoints: string;
  readonly model: string;
  readonly reports: string;
}

export function runPaths(folder: string): RunPaths {
  return {
    folder,
    config: path.join(folder, 'config.json'),
    record: path.join(folder, 'run.json'),
    about: path.join(folder, 'about.json'),
    metrics: path.join(folder, 'metrics.jsonl'),
    log: path.join(folder, 'log.txt'),
    lock: path.join(folder, 'lock'),
    checkpoints: path.join(folder, 'checkpoints'),
    model: path.join(folder, 'model'),
    reports: path.join(folder, 'reports'),
  };
}

/** `checkpoints/step-00000200` of a run. */
export function checkpointFolder(folder: string, step: number): string {
  return path.join(runPaths(folder).checkpoints, `step-${String(step).padStart(8, '0')}`);
}

/** The steps of which a complete checkpoint stands in the run, ascending; temporary folders do not count. @throws UserError when they may not be listed */
export function listCheckpoints(folder: string): number[] {
  return namesIn(runPaths(folder).checkpoints)
    .map((name) => /^step-(\d{8,})$/.exec(name)?.[1])
    .filter((digits) => digits !== undefined)
    .map(Number)
    .sort((a, b) => a - b);
}

function namesIn(folder: string): string[] {
  return ifThereNow(folder, () => readdirSync(folder)) ?? [];
}

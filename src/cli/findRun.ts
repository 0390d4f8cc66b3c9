import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '../protocol/errors';
import { liveStates, type RunRecord } from '../protocol/run';
import { listRuns } from '../runs/listRuns';
import { nearestWord } from '../protocol/nearestWord';
import { resumeCommand } from '../runs/resumeCommand';
import { runPaths } from '../runs/runFolder';
import { modelOfRun } from '../runs/runModel';
import { readRecord } from '../runs/runRecord';
import { deriveState, isTrainerAlive } from '../runs/runState';

/** Where runs stand when nobody says otherwise. */
export const defaultOutput = path.join('.finetune', 'runs');

/**
 * The folder of a run that was named by its path, or by its folder's name or its own name under .finetune/runs;
 * of several runs of a name, the newest. @throws UserError when there is none
 */
export async function findRun(named: string): Promise<string> {
  const found = await lookForRun(named);
  if (found !== null) return found;
  const known = (await listRuns([defaultOutput])).map(({ folder }) => path.basename(folder));
  const near = nearestWord(named, known);
  throw new UserError(`There is no run "${named}".`, {
    next:
      near === null
        ? 'Give the path of its folder; "finetune runs" lists what .finetune/runs holds.'
        : `Did you mean "${near}"? "finetune runs" lists all.`,
  });
}

async function lookForRun(named: string): Promise<string | null> {
  if (isRunFolder(named)) return path.resolve(named);
  const isName = !named.includes('/') && !named.includes(path.sep);
  if (!isName) return null;
  const inOutput = path.resolve(defaultOutput, named);
  if (named !== '' && isRunFolder(inOutput)) return inOutput;
  const runs = await listRuns([defaultOutput]);
  const match = runs.find((run) => run.type === 'run' && run.record.name === named);
  return match?.folder ?? null;
}

function isRunFolder(folder: string): boolean {
  return existsSync(runPaths(folder).record);
}

/** What `evaluate` and `predict` are about: a run with its model, or a model alone. */
export interface Subject {
  /** Folder of the model. */
  readonly model: string;
  /** The run it came from, where one was named. */
  readonly run: string | null;
  /** What the user should know of the choice of model; null when there was none. */
  readonly note: string | null;
}

/**
 * A run that has not ended yet, or was stopped, stands for its best checkpoint.
 * @throws UserError when it is neither, or the run has no model yet
 */
export async function findSubject(named: string): Promise<Subject> {
  const run = await lookForRun(named);
  if (run !== null) {
    const record = readRecord(run);
    const { name, best } = record;
    const model = modelOfRun(run, best?.step ?? null);
    if (model === null) throw await withoutModel(run, record);
    return { model: model.folder, run, note: noteOf(name, model.checkpoint, best?.step) };
  }
  if (existsSync(named) && statSync(named).isDirectory()) {
    if (existsSync(path.join(named, 'config.json'))) {
      // A run's model folder, named directly, still belongs to its run.
      return { model: path.resolve(named), run: null, note: null };
    }
    throw new UserError(
      `${named} is neither a run nor a model: it holds no run.json and no config.json.`,
      {
        next: 'Give a run folder or a model folder in Hugging Face layout.',
      },
    );
  }
  throw new UserError(`There is no run and no model folder "${named}".`, {
    next: 'Give a path; "finetune runs" lists what .finetune/runs holds.',
  });
}

async function withoutModel(run: string, record: RunRecord): Promise<UserError> {
  const { name } = record;
  const state = deriveState(record, await isTrainerAlive(run, record), Date.now() / 1000);
  return liveStates.includes(state)
    ? new UserError(`The run ${name} is still training, and has no checkpoint yet.`, {
        next: 'Wait for its first checkpoint or its end; "finetune runs" says how far it is.',
      })
    : new UserError(`The run ${name} has neither a model nor a checkpoint yet.`, {
        next: `Go on with it first: ${resumeCommand(run)}`,
      });
}

function noteOf(name: string, checkpoint: number | null, best: number | undefined): string | null {
  if (checkpoint === null) return null;
  const which = checkpoint === best ? 'best' : 'newest';
  return `${name} has not finished: this is its ${which} checkpoint, step ${checkpoint}.`;
}

import path from 'node:path';
import { loadRunConfig } from '../../config/loadRunConfig';
import { UserError } from '../../protocol/errors';
import type { RunRecord } from '../../protocol/run';
import { createRun } from '../../runs/createRun';
import { resumeCommand } from '../../runs/resumeCommand';
import { runPaths } from '../../runs/runFolder';
import { nameOfConfig } from '../../runs/runName';
import { runTrainer } from '../../trainer/process/runTrainer';
import { trainingLoop } from '../../trainer/process/trainingLoop';
import { exitCode, type ExitCode } from '../exitCode';
import { findRun } from '../findRun';
import { keptConfigNote } from '../keptConfig';
import { isReaderGone, outputError, printJson, type Output } from '../output';
import { required, type ParsedArguments } from '../parseArguments';
import { openTrainView } from '../terminal/trainView';

/** Trains in this very process, which thereby is the run's trainer: an editor attaches to it like to any other. */
export async function train(given: ParsedArguments, output: Output): Promise<ExitCode> {
  const resumed = given.value('resume');
  const folder = resumed === null ? await begin(given) : await goOn(resumed, given, output);
  const options = { resume: resumed !== null, trainable: trainingLoop };
  const record = given.has('json')
    ? await trainAsJson(folder, options, output)
    : await trainInView(folder, options, output);
  const lost = output.lost();
  if (lost !== null && !isReaderGone(lost)) throw outputError(lost, nextOf(folder, record));
  return record.state === 'stopped' ? exitCode.stopped : exitCode.done;
}

/** What becomes of a run whose output nobody could read. */
function nextOf(folder: string, { state }: RunRecord): string {
  if (state === 'finished') return `The run has finished all the same: ${folder}`;
  return `The run stopped with a checkpoint. Send the output elsewhere and go on: ${resumeCommand(folder)}`;
}

async function begin(given: ParsedArguments): Promise<string> {
  const file = required(given, 'train', 'a run config, or --resume RUN');
  const device = given.value('device');
  const overrides = [...given.values('set'), ...(device === null ? [] : [`device=${device}`])];
  const { config, setKeys } = await loadRunConfig(file, overrides);
  return createRun({
    config,
    configFile: path.resolve(file),
    configSet: setKeys,
    name: nameOfConfig(file),
  });
}

/** A resumed run keeps the config it began with. */
async function goOn(named: string, given: ParsedArguments, output: Output): Promise<string> {
  const changing = ['set', 'device'].find((flag) => given.has(flag));
  if (changing !== undefined)
    throw new UserError(`--${changing} cannot change a run that is resumed.`, {
      next: 'Leave it out, or begin a new run from the config.',
    });
  const run = await findRun(named);
  const [file] = given.positionals;
  const note = file === undefined ? null : await keptConfigNote(run, file);
  if (note !== null) output.stderr.write(`${note}\n`);
  return run;
}

interface Options {
  readonly resume: boolean;
  readonly trainable: typeof trainingLoop;
}

async function trainAsJson(folder: string, options: Options, output: Output): Promise<RunRecord> {
  const record = await runTrainer(folder, {
    ...options,
    onEvent(event) {
      if (event.type !== 'lines') return;
      for (const line of event.lines) printJson(output, line);
    },
  });
  const model = record.state === 'finished' ? runPaths(folder).model : null;
  printJson(output, { run: folder, state: record.state, model });
  return record;
}

async function trainInView(folder: string, options: Options, output: Output): Promise<RunRecord> {
  const view = openTrainView(output, folder);
  try {
    const record = await runTrainer(folder, {
      ...options,
      onEvent(event) {
        view.event(event);
      },
    });
    view.close(record);
    return record;
  } finally {
    view.end();
  }
}

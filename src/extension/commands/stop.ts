import * as vscode from 'vscode';
import { UserError } from '../../protocol/errors';
import { formatCount } from '../../protocol/formatNumber';
import { stopRun, tellTrainer } from '../../runs/stopRun';
import { isLive } from '../runs/runFacts';
import type { Services } from '../services';
import { readSetting } from '../settings';
import { targetRun } from './targets';
import { requireTrust } from './trust';

/** Long enough that only the user's answer ends the process. */
const neverSeconds = 1e9;

/**
 * Asks a run to finish its step, write a checkpoint and end. When it takes longer than the setting
 * says, the user decides whether the process is ended; it is never ended silently.
 */
export async function stop(services: Services, parameters: readonly unknown[]): Promise<void> {
  requireTrust();
  const run = await targetRun(services, parameters, {
    placeHolder: 'Run to stop',
    fits: isLive,
    none: 'No run is live: there is nothing to stop. Train a model, or resume a run.',
  });
  if (run === undefined) return;
  const { folder } = run;
  const { name } = run.record;
  services.log.info(`stop ${folder}`);
  const timeoutSeconds = readSetting('stop.timeoutSeconds');
  let ended = false;
  const polite = stopRun(folder, () => services.runs.touch(folder), {
    terminateAfter: neverSeconds,
    killAfter: neverSeconds,
  }).finally(() => {
    ended = true;
    services.runs.touch(folder);
  });
  const late = new Promise<'late'>((resolve) => {
    setTimeout(() => resolve('late'), timeoutSeconds * 1_000).unref();
  });
  while ((await Promise.race([polite, late])) === 'late' && !isEnded()) {
    const answer = await vscode.window.showWarningMessage(
      `${name} has not stopped after ${timeoutSeconds} s. Ending the process loses the work since its last checkpoint.`,
      'End the process',
      'Keep waiting',
    );
    if (answer !== 'End the process' || isEnded()) break;
    services.log.warn(`end the process of ${folder}`);
    await stopRun(folder, () => services.runs.touch(folder), { terminateAfter: 0, killAfter: 10 });
    break;
  }

  function isEnded(): boolean {
    return ended;
  }
}

/** Asks a live run for a checkpoint after the current step. */
export async function checkpointNow(
  services: Services,
  parameters: readonly unknown[],
): Promise<void> {
  requireTrust();
  const run = await targetRun(services, parameters, {
    placeHolder: 'Run to checkpoint',
    fits: isLive,
    none: 'No run is live: there is nothing to stop. Train a model, or resume a run.',
  });
  if (run === undefined) return;
  const before = new Set(run.checkpoints);
  if (!(await tellTrainer(run.folder, { type: 'checkpoint-now' }))) {
    throw new UserError(`${run.record.name} does not answer.`, { next: 'Look at its log.' });
  }
  const written = nextCheckpoint(services, run.folder, before);
  vscode.window.setStatusBarMessage(
    `$(loading~spin) ${run.record.name} writes a checkpoint after this step…`,
    written,
  );
  const step = await written;
  if (step === null) return;
  vscode.window.setStatusBarMessage(`Checkpoint of step ${formatCount(step)} written`, 5_000);
}

/** The step of the next checkpoint of a run; null when the run ends without another. */
function nextCheckpoint(
  { runs }: Services,
  folder: string,
  before: ReadonlySet<number>,
): Promise<number | null> {
  return new Promise((resolve) => {
    const look = (): void => {
      const run = runs.get(folder);
      const known = run?.type === 'run' ? run : null;
      const step = known?.checkpoints.find((each) => !before.has(each));
      if (step !== undefined) done(step);
      else if (known === null || !isLive(known)) done(null);
    };
    const listener = runs.onDidChange(look);
    const done = (step: number | null): void => {
      listener.dispose();
      resolve(step);
    };
    runs.touch(folder);
  });
}

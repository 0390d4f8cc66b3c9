import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { UserError } from '../protocol/errors';
import { heapSettings } from './heapSettings';
import { readRun } from './listRuns';
import { isRunLocked } from './runLock';
import { runPaths } from './runFolder';
import { readRecord } from './runRecord';

export interface Launch {
  /** Path of dist/trainer.mjs. */
  readonly entry: string;
  /** The Node that runs it: process.execPath, also of an editor built on Electron. */
  readonly execPath: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly resume: boolean;
}

const lookEveryMs = 25;

/**
 * Starts the trainer of a run in a process that outlives this one, its output in log.txt. Resolves with its pid
 * once it holds the run's lock and run.json says so.
 * @throws UserError with the trainer's own reason when it ends before that
 */
export async function launchTrainer(folder: string, launch: Launch): Promise<number> {
  const log = openSync(runPaths(folder).log, 'a');
  const parameters = [launch.entry, folder, ...(launch.resume ? ['--resume'] : [])];
  const child = spawn(launch.execPath, parameters, {
    cwd: folder,
    detached: true,
    windowsHide: true,
    stdio: ['ignore', log, log],
    env: { ...heapSettings, ...(launch.env ?? process.env), ELECTRON_RUN_AS_NODE: '1' },
  });
  closeSync(log);
  const ended: { reason: string | null } = { reason: null };
  child.on('error', (error) => (ended.reason = `The trainer did not start: ${error.message}.`));
  child.on('exit', (code, signal) => {
    ended.reason = `The trainer ended at once (${signal ?? `exit code ${code ?? 'unknown'}`}).`;
  });
  child.unref();
  for (;;) {
    const reason = ended.reason;
    if (reason !== null) return endedEarly(folder, child.pid, reason);
    if (isRunLocked(folder) !== false && isRecordOf(folder, child.pid)) return child.pid ?? 0;
    await wait(lookEveryMs);
  }
}

/** Whether run.json names this trainer: it writes that first, once it has the lock. */
function isRecordOf(folder: string, pid: number | undefined): boolean {
  try {
    return readRecord(folder).pid === pid;
  } catch {
    return false;
  }
}

/** A trainer that came to its end before we saw its lock: a very short run, or a failure. */
async function endedEarly(
  folder: string,
  pid: number | undefined,
  reason: string,
): Promise<number> {
  const run = await readRun(folder);
  if (run.type === 'run' && pid !== undefined && run.record.pid === pid) {
    const { failure, state } = run.record;
    if (failure !== null && state === 'failed')
      throw new UserError(failure.reason, { next: failure.next });
    if (state === 'finished' || state === 'stopped') return pid;
  }
  throw new UserError(`${reason} ${lastWords(folder)}`.trim(), {
    next: `Read ${runPaths(folder).log}.`,
  });
}

function lastWords(folder: string): string {
  try {
    const lines = readFileSync(runPaths(folder).log, 'utf8').trim().split('\n');
    return lines.slice(-3).join(' ').slice(-300);
  } catch {
    return '';
  }
}

import { liveStates, type RunRecord, type RunState } from '../protocol/run';
import { isProcessAlive } from './processIdentity';
import { isRunLocked } from './runLock';

/** A launcher writes the record a moment before its trainer takes the lock. */
const launchSeconds = 60;

/**
 * The state that is true now. A record that says live is believed unless its trainer is provably gone: then
 * the run was interrupted.
 */
export function deriveState(record: RunRecord, isTrainerAlive: boolean, now: number): RunState {
  if (!liveStates.includes(record.state) || isTrainerAlive) return record.state;
  const age = now - record.startedAt;
  const isLaunching =
    record.state === 'starting' && record.pid === null && age >= 0 && age < launchSeconds;
  return isLaunching ? 'starting' : 'interrupted';
}

/**
 * Whether a trainer has this run. The lock decides where the file system has locks; the process table is asked
 * only where it has none.
 */
export async function isTrainerAlive(folder: string, record: RunRecord): Promise<boolean> {
  const locked = isRunLocked(folder);
  if (locked !== null) return locked;
  return record.pid !== null && (await isProcessAlive(record.pid, record.processStart));
}

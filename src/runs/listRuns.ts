import { readdirSync } from 'node:fs';
import path from 'node:path';
import { isAbsent } from '../protocol/ifThere';
import { liveStates, type RunRecord } from '../protocol/run';
import { reasonOf, tryReadRecord } from './runRecord';
import { deriveState, isTrainerAlive } from './runState';

/** A run on disk; `record.state` is what is true now. */
export interface Run {
  readonly type: 'run';
  readonly folder: string;
  readonly record: RunRecord;
}

/** A folder that looks like a run and cannot be read; it hides no other. */
export interface UnreadableRun {
  readonly type: 'unreadable';
  readonly folder: string;
  readonly reason: string;
}

export type RunEntry = Run | UnreadableRun;

/** One run with the state that is true now. Never throws. */
export async function readRun(folder: string): Promise<RunEntry> {
  try {
    const record = tryReadRecord(folder);
    if (!liveStates.includes(record.state)) return { type: 'run', folder, record };
    const isAlive = await isTrainerAlive(folder, record);
    const state = deriveState(record, isAlive, Date.now() / 1000);
    if (state !== 'interrupted') return { type: 'run', folder, record };
    // note: the trainer may have ended properly between the two looks; its last word counts.
    const last = tryReadRecord(folder);
    const isLive = liveStates.includes(last.state);
    return { type: 'run', folder, record: isLive ? { ...last, state } : last };
  } catch (error) {
    return { type: 'unreadable', folder, reason: reasonOf(error) };
  }
}

/**
 * All runs of several output folders, the newest first. Folders that do not exist hold none; one that cannot be listed stands for
 * its runs, as an unreadable one.
 */
export async function listRuns(outputFolders: readonly string[]): Promise<RunEntry[]> {
  const folders = [...new Set(outputFolders.map((folder) => path.resolve(folder)))].flatMap(
    runFolders,
  );
  const entries = await Promise.all(folders.map(readRun));
  return entries.sort((a, b) => startOf(b) - startOf(a) || compareNames(b, a));
}

function runFolders(outputFolder: string): string[] {
  try {
    return readdirSync(outputFolder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
      .map((entry) => path.join(outputFolder, entry.name));
  } catch (error) {
    return isAbsent(error) ? [] : [outputFolder];
  }
}

function startOf(entry: RunEntry): number {
  if (entry.type === 'run') return entry.record.startedAt;
  // An unreadable run keeps its place in time through its folder's name.
  const digits = /^(\d{4})(\d\d)(\d\d)-(\d\d)(\d\d)(\d\d)-/.exec(path.basename(entry.folder));
  if (digits === null) return 0;
  const [year, month, day, hour, minute, second] = digits.slice(1).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  return new Date(year, month - 1, day, hour, minute, second).getTime() / 1000;
}

function compareNames(a: RunEntry, b: RunEntry): number {
  return a.folder < b.folder ? -1 : a.folder > b.folder ? 1 : 0;
}

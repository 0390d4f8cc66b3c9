import type { Dirent } from 'node:fs';
import { access, readdir } from 'node:fs/promises';
import path from 'node:path';
import { readRun } from '../../runs/listRuns';
import { readLastMetrics } from '../../runs/metricsFile';
import { listCheckpoints, runPaths } from '../../runs/runFolder';
import { modelOfRun } from '../../runs/runModel';
import { ifThere, isAbsent } from '../../protocol/ifThere';
import { UserError } from '../../protocol/errors';
import { liveStates, type MetricLine, type RunRecord } from '../../protocol/run';
import type { AnyRun } from './knownRun';

/** Enough of the file's end for a pace: some sixty lines. */
const tailBytes = 16 * 1024;

/** What the editor shows of one run folder. Never throws: what cannot be read is an unreadable run. */
export async function readKnownRun(folder: string): Promise<AnyRun> {
  const entry = await readRun(folder);
  if (entry.type === 'unreadable') return entry;
  try {
    const reports = await namesIn(runPaths(folder).reports);
    const documents = reports.filter((name) => name.endsWith('.json'));
    return {
      ...entry,
      recent: readRecent(folder).filter((line) => line.split === 'train'),
      checkpoints: listCheckpoints(folder),
      evaluations: documents.filter((name) => name.startsWith('evaluation-')),
      audits: documents.filter((name) => name.startsWith('audit-')),
      hasModel: hasModel(folder, entry.record),
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { type: 'unreadable', folder, reason };
  }
}

/** A run whose points cannot be read is still a run; its page says what is wrong with them. */
function readRecent(folder: string): readonly MetricLine[] {
  try {
    return readLastMetrics(folder, tailBytes);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return [];
  }
}

/**
 * Run folders in a root: those that bear a run's name or hold a run.json. A root that cannot be listed stands for its runs, so
 * that it shows with the reason.
 */
export async function listRunFolders(root: string): Promise<readonly string[]> {
  let entries: Dirent[];
  try {
    entries = await readdir(root, { withFileTypes: true });
  } catch (error) {
    return isAbsent(error) ? [] : [root];
  }
  const folders: string[] = [];
  for (const entry of entries) {
    if (!entry.isDirectory() || entry.name.startsWith('.')) continue;
    const folder = path.join(root, entry.name);
    const isRun = /^\d{8}-\d{6}-/.test(entry.name) || (await exists(runPaths(folder).record));
    if (isRun) folders.push(folder);
  }
  return folders;
}

/** The checkpoints of a live run come and go: none is offered before it has ended. */
function hasModel(folder: string, { state, best }: RunRecord): boolean {
  const model = modelOfRun(folder, best?.step ?? null);
  return model !== null && (model.checkpoint === null || !liveStates.includes(state));
}

async function namesIn(folder: string): Promise<string[]> {
  return ((await ifThere(folder, readdir(folder))) ?? []).sort();
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

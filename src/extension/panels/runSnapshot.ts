import { open, readFile, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { UserError, printUserError } from '../../protocol/errors';
import { ifThere } from '../../protocol/ifThere';
import type { RunSnapshot } from '../../protocol/pages';
import type { EvaluationReport } from '../../protocol/reports';
import type { RunConfig } from '../../protocol/runConfig';
import { runPaths } from '../../runs/runFolder';
import type { KnownRun } from '../runs/knownRun';
import type { TailNews } from '../runs/metricsTail';
import { differencesFromPrevious, runConfigOf } from '../runs/runConfigOf';

const longestLog = 200_000;

/** Everything a page needs to draw one run; lines and log come from where the page reads on. */
export async function runSnapshot(
  run: KnownRun,
  { lines, fault, log }: Pick<TailNews, 'lines' | 'fault'> & { readonly log: string },
  all: readonly KnownRun[],
): Promise<RunSnapshot> {
  const { folder, record } = run;
  const { config, reason } = await configOf(run);
  return {
    id: folder,
    record,
    config,
    configSet: record.configSet ?? [],
    ...{ lines, fault },
    checkpoints: run.checkpoints,
    evaluations: await readEvaluations(folder, run.evaluations),
    differsFromPrevious: await differencesFromPrevious(run, all),
    log: `${reason}${log}`,
  };
}

/** Evaluation reports by file name, oldest first; what cannot be read is left out. */
export async function readEvaluations(
  folder: string,
  names: readonly string[],
): Promise<EvaluationReport[]> {
  const reports: EvaluationReport[] = [];
  for (const name of names) {
    const report = await readReport(path.join(runPaths(folder).reports, name));
    if (report !== null) reports.push(report);
  }
  return reports.sort((a, b) => a.createdAt - b.createdAt);
}

/** The run's config; a page shows that there is none, and the log why. */
async function configOf({ folder }: KnownRun): Promise<{
  readonly config: RunConfig | null;
  readonly reason: string;
}> {
  try {
    return { config: await runConfigOf(folder), reason: '' };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { config: null, reason: `${printUserError(error)}\n` };
  }
}

/** Where to go on after a log that cannot be read: its reason is said once, and once it can be read, all of it. */
const unreadLog = -1;

/**
 * Log text from a byte offset on, at most the last 200 kB of it. `end` is where to go on; a log that
 * shrank is read from its start.
 */
export async function readLog(
  folder: string,
  offset: number,
): Promise<{ readonly text: string; readonly end: number }> {
  const place = runPaths(folder).log;
  let file: FileHandle | null;
  try {
    file = await ifThere(place, open(place, 'r'));
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { text: offset === unreadLog ? '' : `${printUserError(error)}\n`, end: unreadLog };
  }
  if (file === null) return { text: '', end: 0 };
  try {
    const { size } = await file.stat();
    const from = Math.max(0, size < offset ? 0 : offset, size - longestLog);
    const bytes = Buffer.alloc(size - from);
    const { bytesRead } = await file.read(bytes, 0, bytes.length, from);
    return { text: bytes.toString('utf8', 0, bytesRead), end: from + bytesRead };
  } finally {
    await file.close();
  }
}

async function readReport(file: string): Promise<EvaluationReport | null> {
  try {
    const raw: unknown = JSON.parse(await readFile(file, 'utf8'));
    const isReport =
      typeof raw === 'object' && raw !== null && 'metrics' in raw && 'confusionMatrix' in raw;
    return isReport ? (raw as EvaluationReport) : null;
  } catch {
    return null;
  }
}

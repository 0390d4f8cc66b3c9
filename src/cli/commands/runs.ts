import path from 'node:path';
import { printUserError, UserError } from '../../protocol/errors';
import { isGettingReady, type RunRecord } from '../../protocol/run';
import { listRuns, type Run, type RunEntry } from '../../runs/listRuns';
import { readLastMetrics } from '../../runs/metricsFile';
import { progressOf, type Progress } from '../../runs/progress';
import { listCheckpoints } from '../../runs/runFolder';
import { exitCode, type ExitCode } from '../exitCode';
import { defaultOutput } from '../findRun';
import { printJson, printLine, widthOf, type Output } from '../output';
import type { ParsedArguments } from '../parseArguments';
import { formatScore, formatWholeDuration } from '../../protocol/formatNumber';
import { visible } from '../../protocol/visible';
import { table } from '../terminal/table';

/** Lists what .finetune/runs holds, the newest first. */
export async function runs(given: ParsedArguments, output: Output): Promise<ExitCode> {
  const entries = await listRuns([defaultOutput]);
  if (given.has('json')) {
    printJson(output, entries.map(asDocument));
    return exitCode.done;
  }
  if (entries.length === 0) {
    printLine(output, 'No runs yet in .finetune/runs. Begin one with "finetune train CONFIG".');
    return exitCode.done;
  }
  const columns = [
    { head: 'run', align: 'left', most: 48 },
    { head: 'state', align: 'left' },
    { head: 'step', align: 'right' },
    { head: 'best', align: 'left' },
    { head: 'time', align: 'right' },
  ] as const;
  for (const line of table(columns, entries.map(asRow), widthOf(output))) printLine(output, line);
  for (const fault of faultsOf(entries)) printLine(output, fault);
  return exitCode.done;
}

function asDocument(entry: RunEntry): Record<string, unknown> {
  if (entry.type === 'unreadable')
    return {
      path: entry.folder,
      name: path.basename(entry.folder),
      state: 'unreadable',
      step: null,
      totalSteps: null,
      startedAt: null,
      metrics: {},
      reason: entry.reason,
    };
  const { record, folder } = entry;
  const { step, metrics, fault } = standingOf(entry);
  const { name, state, totalSteps, startedAt, best, failure } = record;
  const document = {
    path: folder,
    name,
    state,
    step,
    totalSteps,
    startedAt,
    metrics,
    best,
    failure,
  };
  return fault === null ? document : { ...document, reason: fault };
}

function asRow(entry: RunEntry): string[] {
  const folder = path.basename(entry.folder);
  if (entry.type === 'unreadable') return [visible(folder), 'unreadable', '', entry.reason, ''];
  const { record } = entry;
  const { step } = standingOf(entry);
  const total = record.totalSteps === null ? '' : `/${record.totalSteps}`;
  const best =
    record.best === null
      ? ''
      : `${record.best.metric} ${formatScore(record.best.metric, record.best.value)}`;
  const shown = folder.endsWith(`-${record.name}`) ? folder : `${folder} (${record.name})`;
  return [visible(shown), stateOf(record), `${step}${total}`, best, timeOf(record)];
}

/** What of the points cannot be read, a line a run. */
function faultsOf(entries: readonly RunEntry[]): string[] {
  return entries.flatMap((entry) => {
    const fault = entry.type === 'unreadable' ? null : standingOf(entry).fault;
    return fault === null ? [] : [`  ${visible(fault)}`];
  });
}

/** A run that is resumed stands at its newest checkpoint until it takes its next step, and so does one whose points cannot be read. */
function standingOf({
  folder,
  record,
}: Run): Pick<Progress, 'step' | 'metrics'> & { readonly fault: string | null } {
  const newest = (): number => listCheckpoints(folder).at(-1) ?? 0;
  try {
    const { step, metrics } = progressOf(readLastMetrics(folder), record.totalSteps);
    return { step: isGettingReady(record) ? newest() : step, metrics, fault: null };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { step: newest(), metrics: {}, fault: printUserError(error) };
  }
}

function stateOf({ state, waitingFor }: RunRecord): string {
  return waitingFor === null ? state : `waits for ${waitingFor.run}`;
}

function timeOf({ startedAt, finishedAt }: RunRecord): string {
  return finishedAt === null ? '' : formatWholeDuration(finishedAt - startedAt);
}

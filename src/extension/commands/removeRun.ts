import path from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../../protocol/errors';
import { deleteRun as removeFolder, removeParts } from '../../runs/changeRun';
import { diskUsage } from '../../runs/diskUsage';
import type { DiskUsage, RunPart } from '../../runs/diskUsage';
import { isLive } from '../runs/runFacts';
import type { Services } from '../services';
import { formatBytes } from '../../protocol/formatNumber';
import { foldersOf, targetRun } from './targets';
import { requireTrust } from './trust';

const labels: Readonly<Record<RunPart, string>> = {
  optimizer: 'Optimizer state',
  checkpoints: 'Checkpoints',
  cache: 'Cache',
  model: 'Best model',
  reports: 'Reports',
};

/**
 * What is lost when `part` goes and `kept` stays. A stopped run has no model of its own: its checkpoints
 * are all there is. A finished one has no use for what only a resume needs.
 */
function loses(part: RunPart, kept: DiskUsage, isFinished: boolean): string {
  const resume = isFinished ? '' : 'the run cannot be resumed; ';
  switch (part) {
    case 'optimizer':
      return kept.checkpoints > 0
        ? `${resume}the weights of each checkpoint stay`
        : 'goes with the checkpoints';
    case 'checkpoints':
      return kept.model > 0
        ? `with their optimizer state; ${resume}the best model stays`
        : 'all that the run has learnt is lost: it can no longer resume, evaluate or predict';
    case 'cache':
      return 'nothing is lost: it is made again when needed';
    case 'model':
      return kept.checkpoints > 0
        ? 'the run evaluates and predicts with a checkpoint from then on'
        : 'the run can no longer evaluate or predict';
    case 'reports':
      return 'evaluations and audits are lost';
  }
}

/** Says how much disk each part of a run takes, then deletes the chosen ones. */
export async function cleanUpRun(
  services: Services,
  parameters: readonly unknown[],
): Promise<void> {
  requireTrust();
  const run = await targetRun(services, parameters, {
    placeHolder: 'Run to clean up',
    fits: (candidate) => !isLive(candidate),
    none: 'No run has ended yet. Stop a live one first.',
  });
  if (run === undefined) return;
  const usage = diskUsage(run.folder);
  const isFinished = run.record.state === 'finished';
  const picked = await vscode.window.showQuickPick(choices(usage, isFinished), {
    canPickMany: true,
    title: `Clean up ${run.record.name}: ${formatBytes(usage.total)} in all`,
    placeHolder: 'What to delete',
  });
  if (picked === undefined || picked.length === 0) return;
  const names = picked.map(({ label, description }) => `${label} (${description})`).join(', ');
  // Two parts that go together may lose more than each of them alone.
  const kept = picked.reduce((rest, { part }) => ({ ...rest, [part]: 0 }), usage);
  const losses = picked.map(({ label, part }) => `${label}: ${loses(part, kept, isFinished)}.`);
  const answer = await vscode.window.showWarningMessage(
    `Delete from ${run.record.name}: ${names}?`,
    { modal: true, detail: losses.join('\n') },
    'Delete',
  );
  if (answer !== 'Delete') return;
  await removeParts(
    run.folder,
    picked.map(({ part }) => part),
  );
  services.runs.touch(run.folder);
}

/** Deletes runs with everything in them, after a modal question. */
export async function deleteRun(services: Services, parameters: readonly unknown[]): Promise<void> {
  requireTrust();
  const given = foldersOf(parameters);
  const folders = given.length > 0 ? given : await pickEnded(services, parameters);
  if (folders.length === 0) return;
  const runs = folders.map((folder) => ({ folder, run: services.runs.get(folder) }));
  if (runs.some(({ run }) => run === undefined)) {
    throw new UserError('This run is gone already.', { next: 'Refresh the Runs view.' });
  }
  const live = runs.find(({ run }) => run?.type === 'run' && isLive(run));
  if (live !== undefined) {
    throw new UserError(`${path.basename(live.folder)} is still training.`, {
      next: 'Stop it first.',
    });
  }
  const names = runs.map(({ folder, run }) =>
    run?.type === 'run' ? run.record.name : path.basename(folder),
  );
  const bytes = folders.reduce((sum, folder) => sum + diskUsage(folder).total, 0);
  const answer = await vscode.window.showWarningMessage(
    names.length === 1 ? `Delete the run ${names[0] ?? ''}?` : `Delete ${names.length} runs?`,
    {
      modal: true,
      detail: `${names.length === 1 ? '' : `${names.join(', ')}. `}Config, metrics, checkpoints, model and reports, ${formatBytes(bytes)}, are deleted for good.`,
    },
    'Delete',
  );
  if (answer !== 'Delete') return;
  for (const folder of folders) await removeFolder(folder);
  services.runs.rescan();
}

async function pickEnded(
  services: Services,
  parameters: readonly unknown[],
): Promise<readonly string[]> {
  const run = await targetRun(services, parameters, {
    placeHolder: 'Run to delete',
    fits: (candidate) => !isLive(candidate),
    none: 'No run has ended yet. Stop a live one first.',
  });
  return run === undefined ? [] : [run.folder];
}

function choices(
  usage: DiskUsage,
  isFinished: boolean,
): { label: string; description: string; detail: string; picked: boolean; part: RunPart }[] {
  return (Object.keys(labels) as RunPart[])
    .filter((part) => usage[part] > 0)
    .map((part) => ({
      label: labels[part],
      description: formatBytes(usage[part]),
      detail: loses(part, usage, isFinished),
      picked: part === 'cache',
      part,
    }));
}

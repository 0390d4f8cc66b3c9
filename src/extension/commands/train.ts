import { stat } from 'node:fs/promises';
import * as vscode from 'vscode';
import { UserError } from '../../protocol/errors';
import { createRun } from '../../runs/createRun';
import { launchTrainer } from '../../runs/launchTrainer';
import { nameOfConfig } from '../../runs/runName';
import { childEnvironment } from '../hostProcess';
import { isResumable } from '../runs/runFacts';
import type { Services } from '../services';
import { targetConfig, targetRun } from './targets';
import { requireTrust } from './trust';

/**
 * Starts a run from a config: validated first, then its folder, then a trainer that outlives the
 * window. Opens the run's page.
 */
export async function train(services: Services, parameters: readonly unknown[]): Promise<void> {
  requireTrust();
  const uri = await targetConfig(services, parameters, 'Run config to train from');
  if (uri === undefined) return;
  await saveIfOpen(uri);
  const { loadRunConfig } = await import('../../config/loadRunConfig');
  const { config, setKeys } = await loadRunConfig(uri.fsPath);
  const folder = createRun({
    config,
    configFile: uri.fsPath,
    configSet: setKeys,
    name: nameOfConfig(uri.fsPath),
  });
  services.log.info(`train ${uri.fsPath} in ${folder}`);
  await launch(services, folder, false);
}

/** Goes on with a run from its last checkpoint. */
export async function resume(services: Services, parameters: readonly unknown[]): Promise<void> {
  requireTrust();
  const run = await targetRun(services, parameters, {
    placeHolder: 'Run to resume',
    fits: isResumable,
    none: 'No run can be resumed: only one that ended early and has a checkpoint can. Train one first.',
  });
  if (run === undefined) return;
  if (!isResumable(run)) {
    throw new UserError(`${run.record.name} is ${run.record.state} and cannot be resumed.`, {
      next: 'Choose "New run from this" to train again.',
    });
  }
  services.log.info(`resume ${run.folder}`);
  await launch(services, run.folder, true);
}

async function launch(services: Services, folder: string, isResume: boolean): Promise<void> {
  const { programs, runs } = services;
  await requireProgram(programs.trainer);
  runs.rescan();
  await runs.settled();
  await vscode.commands.executeCommand('finetune.openRun', folder);
  try {
    await launchTrainer(folder, {
      entry: programs.trainer,
      execPath: programs.execPath,
      env: childEnvironment(process.env),
      resume: isResume,
    });
  } finally {
    runs.touch(folder);
  }
}

async function saveIfOpen(uri: vscode.Uri): Promise<void> {
  const open = vscode.workspace.textDocuments.find(
    ({ uri: other }) => String(other) === String(uri),
  );
  if (open?.isDirty === true) await open.save();
}

async function requireProgram(file: string): Promise<void> {
  const exists = await stat(file).catch(() => null);
  if (exists === null) {
    throw new UserError(`The extension is incomplete: ${file} is missing.`, {
      next: 'Install it again.',
    });
  }
}

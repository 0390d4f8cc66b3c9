import path from 'node:path';
import * as vscode from 'vscode';
import type { Estimates } from '../editor/estimates';
import type { Services } from '../services';
import { estimateText } from './estimateText';
import { targetConfig } from './targets';
import { requireTrust } from './trust';
import { withProgress } from './withProgress';

/** Says how much memory, time and disk a run of a config will take. */
export async function estimate(
  services: Services,
  estimates: Estimates,
  parameters: readonly unknown[],
): Promise<void> {
  requireTrust();
  const uri = await targetConfig(services, parameters, 'Run config to estimate');
  if (uri === undefined) return;
  const open = vscode.workspace.textDocuments.find(
    (document) => String(document.uri) === String(uri),
  );
  if (open?.isDirty === true) await open.save();
  const name = path.basename(uri.fsPath);
  const result = await withProgress(`Estimating ${name}…`, (signal) =>
    estimates.compute(uri, signal),
  );
  const answer = await vscode.window.showInformationMessage(estimateText(name, result), 'Train');
  if (answer === 'Train') await vscode.commands.executeCommand('finetune.train', uri);
}

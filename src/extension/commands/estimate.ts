import path from 'node:path';
import * as vscode from 'vscode';
import type { Estimate } from '../../protocol/reports';
import type { Estimates } from '../editor/estimates';
import type { Services } from '../services';
import { formatBytes, formatShortDuration } from '../views/format';
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

/** The estimate in one or two sentences. */
export function estimateText(
  name: string,
  { memoryBytes, seconds, diskBytes, fits }: Estimate,
): string {
  const { total, weights, gradients, optimizer, activations } = memoryBytes;
  const parts = [
    `weights ${formatBytes(weights)}`,
    `gradients ${formatBytes(gradients)}`,
    `optimizer ${formatBytes(optimizer)}`,
    `activations ${formatBytes(activations)}`,
  ].join(', ');
  const need = `${name} takes ${formatBytes(total)} of memory (${parts}), about ${formatShortDuration(seconds)}, and ${formatBytes(diskBytes)} of disk.`;
  return fits
    ? need
    : `${need} That does not fit into the free memory: lower batchSize or maxLength, or close other programs.`;
}

import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../../protocol/errors';
import { metricsAsCsv } from '../../runs/exportCsv';
import { pythonSnippet } from '../../runs/pythonSnippet';
import { runPaths } from '../../runs/runFolder';
import { MetricsTail } from '../runs/metricsTail';
import { runConfigOf } from '../runs/runConfigOf';
import type { Services } from '../services';
import { anyRun, foldersOf, targetRun } from './targets';

/** Opens the trainer's log of a run. */
export async function showLog(services: Services, parameters: readonly unknown[]): Promise<void> {
  const run = await anyRun(services, parameters, 'Run whose log to show');
  if (run !== undefined) await open(runPaths(run.folder).log);
}

/** Opens the resolved config of a run. */
export async function openRunConfig(
  services: Services,
  parameters: readonly unknown[],
): Promise<void> {
  const run = await anyRun(services, parameters, 'Run whose config to open');
  if (run !== undefined) await open(runPaths(run.folder).config);
}

/** Shows the run folder in the system's file manager. */
export async function revealRun(services: Services, parameters: readonly unknown[]): Promise<void> {
  const folder = await anyFolder(services, parameters, 'Run to reveal');
  if (folder === undefined) return;
  // A browser or a remote window has no file manager at hand: the Explorer does it there.
  const command =
    vscode.env.uiKind === vscode.UIKind.Web || vscode.env.remoteName !== undefined
      ? 'revealInExplorer'
      : 'revealFileInOS';
  await vscode.commands.executeCommand(command, vscode.Uri.file(runPaths(folder).record));
}

/** Copies the paths of the chosen runs, one a line. */
export async function copyRunPath(
  services: Services,
  parameters: readonly unknown[],
): Promise<void> {
  const folders = foldersOf(parameters);
  const picked =
    folders.length > 0
      ? folders
      : [await anyFolder(services, parameters, 'Run whose path to copy')];
  const text = picked.filter((folder) => folder !== undefined).join('\n');
  if (text === '') return;
  await vscode.env.clipboard.writeText(text);
  vscode.window.setStatusBarMessage('Path copied', 3_000);
}

/** Copies Python that loads the run's model. */
export async function copyPythonSnippet(
  services: Services,
  parameters: readonly unknown[],
): Promise<void> {
  const run = await targetRun(services, parameters, {
    placeHolder: 'Run to load in Python',
    fits: ({ hasModel }) => hasModel,
    none: 'No run has a model yet. Train one first.',
  });
  if (run === undefined) return;
  const config = await runConfigOf(run.folder);
  const maxLength = config?.training.maxLength ?? 128;
  await vscode.env.clipboard.writeText(
    pythonSnippet(run.folder, maxLength, run.record.best?.step ?? null),
  );
  vscode.window.setStatusBarMessage('Python snippet copied', 3_000);
}

/** Writes the run's metric lines as CSV where the user says. */
export async function exportMetricsCsv(
  services: Services,
  parameters: readonly unknown[],
): Promise<void> {
  const run = await anyRun(services, parameters, 'Run whose metrics to export');
  if (run === undefined) return;
  const target = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.file(path.join(run.folder, `${path.basename(run.folder)}.csv`)),
    filters: { CSV: ['csv'] },
    title: 'Export metrics as CSV',
    saveLabel: 'Export',
  });
  if (target === undefined) return;
  const { lines } = await new MetricsTail(run.folder).read();
  await writeFile(target.fsPath, metricsAsCsv(lines)).catch((error: unknown) => {
    throw new UserError(`${target.fsPath} could not be written: ${String(error)}.`, {
      next: 'Choose another place.',
    });
  });
  await vscode.window.showTextDocument(target);
}

/** Also for runs that cannot be read. */
async function anyFolder(
  services: Services,
  parameters: readonly unknown[],
  placeHolder: string,
): Promise<string | undefined> {
  const [folder] = foldersOf(parameters);
  return folder ?? (await anyRun(services, parameters, placeHolder))?.folder;
}

async function open(file: string): Promise<void> {
  await vscode.window.showTextDocument(vscode.Uri.file(file), { preview: true });
}

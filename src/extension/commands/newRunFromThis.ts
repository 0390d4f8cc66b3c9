import { access, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { diffRunConfigs } from '../../config/printRunConfig';
import { UserError } from '../../protocol/errors';
import type { RunConfig } from '../../protocol/runConfig';
import { sanitiseName } from '../../runs/runName';
import { configTextOf } from '../runs/configTextOf';
import type { KnownRun } from '../runs/knownRun';
import { runConfigOf } from '../runs/runConfigOf';
import type { Services } from '../services';
import { targetRun } from './targets';

/** Writes the config of a run under a new name, beside the file it came from, and opens it. */
export async function newRunFromThis(
  services: Services,
  parameters: readonly unknown[],
): Promise<void> {
  const run = await targetRun(services, parameters, {
    placeHolder: 'Run to start from',
    fits: () => true,
    none: 'There is no run yet.',
  });
  if (run === undefined) return;
  const config = await runConfigOf(run.folder);
  if (config === null) {
    throw new UserError(`The config of ${run.record.name} cannot be read.`, {
      next: 'Start from another run, or make a new run config.',
    });
  }
  const folder = await folderFor(run);
  const name = await vscode.window.showInputBox({
    title: `New run from ${run.record.name}`,
    prompt: 'Name of the new run config',
    value: await freeName(folder, run.record.name.replace(/-\d+$/, '')),
    validateInput: (text) => (text.trim() === '' ? 'A run config needs a name.' : null),
  });
  if (name === undefined) return;
  const file = path.join(folder, `${sanitiseName(name.trim())}.finetune.json`);
  const text = (await sameText(run, config, folder)) ?? configTextOf(config, run.record, folder);
  await writeFile(file, text, { flag: 'wx' }).catch(() => {
    throw new UserError(`${file} exists or cannot be written.`, { next: 'Choose another name.' });
  });
  await vscode.window.showTextDocument(vscode.Uri.file(file), { preview: false });
}

/** The file's own text, comments and all, when it still says what the run used. */
async function sameText(run: KnownRun, config: RunConfig, folder: string): Promise<string | null> {
  const { configFile } = run.record;
  if (configFile === null || path.dirname(configFile) !== folder) return null;
  const text = await readFile(configFile, 'utf8').catch(() => null);
  if (text === null) return null;
  const { parseRunConfig } = await import('../../config/parseRunConfig');
  const written = parseRunConfig(text, configFile).config;
  return written !== null && diffRunConfigs(written, config).length === 0 ? text : null;
}

async function folderFor({ record, folder }: KnownRun): Promise<string> {
  const { configFile } = record;
  if (configFile !== null && (await exists(path.dirname(configFile)))) {
    return path.dirname(configFile);
  }
  const owner = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(folder));
  return (owner ?? vscode.workspace.workspaceFolders?.[0])?.uri.fsPath ?? path.dirname(folder);
}

async function freeName(folder: string, base: string): Promise<string> {
  for (let count = 2; ; count++) {
    const name = `${sanitiseName(base)}-${count}`;
    if (!(await exists(path.join(folder, `${name}.finetune.json`)))) return name;
  }
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

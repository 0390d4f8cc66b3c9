import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../../protocol/errors';
import { sanitiseName } from '../../runs/runName';
import { exists, reusableConfig } from '../runs/reusableConfig';
import type { Services } from '../services';
import { anyRun } from './targets';

/** Writes the config of a run under a new name, beside the file it came from, and opens it. */
export async function newRunFromThis(
  services: Services,
  parameters: readonly unknown[],
): Promise<void> {
  const run = await anyRun(services, parameters, 'Run to start from');
  if (run === undefined) return;
  const { folder, text } = await reusableConfig(run);
  const name = await vscode.window.showInputBox({
    title: `New run from ${run.record.name}`,
    prompt: 'Name of the new run config',
    value: await freeName(folder, run.record.name.replace(/-\d+$/, '')),
    validateInput: (given) => (given.trim() === '' ? 'A run config needs a name.' : null),
  });
  if (name === undefined) return;
  const file = path.join(folder, `${sanitiseName(name.trim())}.finetune.json`);
  await writeFile(file, text, { flag: 'wx' }).catch(() => {
    throw new UserError(`${file} exists or cannot be written.`, { next: 'Choose another name.' });
  });
  await vscode.window.showTextDocument(vscode.Uri.file(file), { preview: false });
}

async function freeName(folder: string, base: string): Promise<string> {
  for (let count = 2; ; count++) {
    const name = `${sanitiseName(base)}-${count}`;
    if (!(await exists(path.join(folder, `${name}.finetune.json`)))) return name;
  }
}

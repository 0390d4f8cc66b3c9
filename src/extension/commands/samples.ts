import { cp, mkdir } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../../protocol/errors';
import type { Services } from '../services';
import { freeFolder } from './freeFolder';

/** Remembers, across the change of windows, where the walkthrough goes on. */
const openedKey = 'samples.opened';

/** Copies the packaged samples into a folder that the user picks, and opens it. */
export async function openSampleWorkspace(services: Services): Promise<void> {
  const source = path.join(services.context.extensionPath, 'samples');
  const [parent] =
    (await vscode.window.showOpenDialog({
      canSelectFolders: true,
      canSelectFiles: false,
      title: 'Where to put the sample workspace',
      openLabel: 'Put it here',
    })) ?? [];
  if (parent === undefined) return;
  const target = await freeFolder(path.join(parent.fsPath, 'fine-tune-sample'));
  await mkdir(target, { recursive: true });
  await cp(source, target, {
    recursive: true,
    // note: what someone trained in the packaged folder is no sample.
    filter: (file) => !path.relative(source, file).split(path.sep).includes('.finetune'),
  }).catch((error: unknown) => {
    throw new UserError(`The samples could not be copied to ${target}: ${String(error)}.`, {
      next: 'Pick a folder you can write to.',
    });
  });
  await services.context.globalState.update(openedKey, target);
  await vscode.commands.executeCommand('vscode.openFolder', vscode.Uri.file(target));
}

/** Opening a folder closes the walkthrough: in the sample workspace it goes on where it was. */
export async function continueWalkthrough({ extension, globalState }: Remembering): Promise<void> {
  const opened = globalState.get<string>(openedKey);
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  if (opened === undefined || folder?.uri.fsPath !== opened) return;
  await globalState.update(openedKey, undefined);
  await vscode.commands.executeCommand('workbench.action.openWalkthrough', {
    category: `${extension.id}#start`,
    step: 'read-config',
  });
}

type Remembering = Pick<vscode.ExtensionContext, 'extension' | 'globalState'>;

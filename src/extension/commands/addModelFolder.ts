import * as vscode from 'vscode';
import { UserError } from '../../protocol/errors';
import { findModels } from '../models';
import { readSetting } from '../settings';

/** Remembers a folder with a model, or with several, for "New run config". Returns the models' folders. */
export async function addModelFolder(): Promise<readonly string[] | undefined> {
  const [picked] =
    (await vscode.window.showOpenDialog({
      canSelectFolders: true,
      canSelectFiles: false,
      title: 'Folder with a model in Hugging Face layout',
      openLabel: 'Add model folder',
    })) ?? [];
  if (picked === undefined) return undefined;
  const folder = picked.fsPath;
  const { models, unread } = await findModels([folder]);
  if (models.length === 0 && unread[0] !== undefined) throw unread[0];
  if (models.length === 0) {
    throw new UserError(`${folder} holds no model.`, {
      next: 'A model folder has config.json, a tokenizer and *.safetensors.',
    });
  }
  const folders = readSetting('modelFolders');
  if (!folders.includes(folder)) {
    await vscode.workspace
      .getConfiguration('finetune')
      .update('modelFolders', [...folders, folder], vscode.ConfigurationTarget.Global);
  }
  const names = models.map(({ name }) => name).join(', ');
  vscode.window.setStatusBarMessage(`Models added: ${names}`, 5_000);
  return models.map((model) => model.folder);
}

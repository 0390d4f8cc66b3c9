import path from 'node:path';
import * as vscode from 'vscode';
import { catalogue } from '../../data/lint/catalogue';
import { addSuppression } from '../../data/lint/suppressions';
import { problemOf } from './problemTarget';

/** Asks for a reason and keeps it in `.finetune/lint.json`: from then on the rule does not speak about the file. */
export async function suppressRule(parameters: readonly unknown[]): Promise<void> {
  const target = problemOf(parameters);
  if (target === null) return;
  const { file, rule } = target;
  const reason = await vscode.window.showInputBox({
    title: `Suppress ${rule} (${catalogue[rule].title}) in ${path.basename(file)}`,
    prompt: 'The reason is kept in .finetune/lint.json, beside the data.',
    placeHolder: 'Why this is as it should be',
    validateInput: (text) => (text.trim() === '' ? 'A reason is needed.' : null),
  });
  if (reason === undefined) return;
  await addSuppression(suppressionsFolder(file), file, { rule, reason: reason.trim() });
}

/** The folder whose `.finetune` speaks for a file: its workspace folder, else its own. */
export function suppressionsFolder(file: string): string {
  const folder = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(file));
  return folder?.uri.fsPath ?? path.dirname(file);
}

import path from 'node:path';
import * as vscode from 'vscode';
import type { AuditTitles } from './auditQuestions';
import { folderOf } from '../folderOf';

/** Files that state which shares groups should have are found by their names. */
const mixFiles = '**/*.mix.json';
const mostListed = 50;

/** With which shares those of a dataset's groups are compared: a file that states some; null: equal ones. */
export async function askReference(titles: AuditTitles): Promise<string | null | undefined> {
  const found = await vscode.workspace.findFiles(mixFiles, '**/node_modules/**', mostListed);
  const equal = {
    label: 'Equal shares',
    description: 'a yardstick, not a norm',
    answer: { type: 'file', file: null } as const,
  };
  const browse = {
    label: '$(folder-opened) Choose a file…',
    detail:
      'The shares of the people your model is for: { "gender": { "female": 0.51, "male": 0.49 } }',
    answer: { type: 'browse' } as const,
  };
  const files = found.map(({ fsPath }) => ({
    label: path.basename(fsPath),
    description: folderOf(fsPath),
    answer: { type: 'file', file: fsPath } as const,
  }));
  const picked = await vscode.window.showQuickPick([equal, ...files, browse], {
    title: titles(),
    placeHolder: 'Which shares of the rows should groups have?',
    ignoreFocusOut: true,
  });
  if (picked === undefined) return undefined;
  if (picked.answer.type === 'file') return picked.answer.file;
  const [chosen] =
    (await vscode.window.showOpenDialog({
      title: 'Shares that groups should have',
      filters: { 'Shares of groups': ['json'] },
    })) ?? [];
  return chosen?.fsPath;
}

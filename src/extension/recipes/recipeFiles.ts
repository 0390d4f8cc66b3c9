import path from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../../protocol/errors';

export const recipePattern = '**/*.recipe.json';
const suffix = recipePattern.slice('**/*'.length);

export function isRecipe(uri: vscode.Uri): boolean {
  return uri.scheme === 'file' && uri.path.endsWith(suffix);
}

/** The recipe a command is about: as called, the active editor's, the only one, else picked. */
export async function targetRecipe(
  parameters: readonly unknown[],
  placeHolder: string,
): Promise<vscode.Uri | undefined> {
  const [first] = parameters;
  if (first instanceof vscode.Uri) return first;
  const active = vscode.window.activeTextEditor?.document.uri;
  if (active !== undefined && isRecipe(active)) return active;
  const all = await vscode.workspace.findFiles(recipePattern, '**/node_modules/**', 200);
  if (all.length === 0) {
    throw new UserError('No recipe in this workspace.', {
      next: 'Make one: choose "Clean this dataset…" in the menu of a data file.',
    });
  }
  if (all.length === 1) return all[0];
  const picked = await vscode.window.showQuickPick(
    all.map((uri) => ({
      label: path.basename(uri.fsPath),
      description: vscode.workspace.asRelativePath(path.dirname(uri.fsPath)),
      uri,
    })),
    { placeHolder, matchOnDescription: true },
  );
  return picked?.uri;
}

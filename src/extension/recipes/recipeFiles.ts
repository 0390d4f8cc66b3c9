import * as vscode from 'vscode';
import { UserError } from '../../protocol/errors';
import { targetFile } from '../commands/targetFile';

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
  return targetFile(parameters, {
    placeHolder,
    fits: isRecipe,
    all: async () => {
      const found = await vscode.workspace.findFiles(recipePattern, '**/node_modules/**', 200);
      return found.map((uri) => ({ uri }));
    },
    none: new UserError('No recipe in this workspace.', {
      next: 'Make one: choose "Clean this dataset…" in the menu of a data file.',
    }),
  });
}

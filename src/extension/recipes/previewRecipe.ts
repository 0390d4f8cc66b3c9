import path from 'node:path';
import * as vscode from 'vscode';
import { withProgress } from '../commands/withProgress';
import { targetRecipe } from './recipeFiles';
import type { RecipePreviews } from './recipePreviews';
import type { RecipeReader } from './recipeReader';
import { countOf } from '../../protocol/formatNumber';

/** Compares the first rows before and after a recipe, as it stands in the editor, saved or not. */
export async function previewRecipe(
  reader: RecipeReader,
  previews: RecipePreviews,
  parameters: readonly unknown[],
): Promise<void> {
  const uri = await targetRecipe(parameters, 'Recipe to preview');
  if (uri === undefined) return;
  const document = await vscode.workspace.openTextDocument(uri);
  const preview = await withProgress(`Previewing ${path.basename(uri.fsPath)}…`, (signal) =>
    reader.preview(document.getText(), uri.fsPath, signal),
  );
  if (preview.changed === 0 && preview.dropped === 0) {
    const none = `${path.basename(uri.fsPath)} changes none of the first ${countOf(preview.rows, 'row')} and drops none.`;
    void vscode.window.showInformationMessage([none, ...preview.notes].join(' '));
    return;
  }
  await previews.show(uri, preview);
}

import path from 'node:path';
import * as vscode from 'vscode';
import type { RecipePreview } from '../../recipe/previewRecipe';
import { DisposableStore } from '../disposables';
import { previewTitle } from './previewTitle';

const scheme = 'finetune-preview';

/** The two sides of a preview as documents that nobody can change, compared by the editor itself. */
export class RecipePreviews implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly texts = new Map<string, string>();
  private readonly changes = this.store.add(new vscode.EventEmitter<vscode.Uri>());

  readonly onDidChange = this.changes.event;

  constructor() {
    this.store.add(vscode.workspace.registerTextDocumentContentProvider(scheme, this));
    this.store.add(
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        this.texts.delete(String(uri));
      }),
    );
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.texts.get(String(uri)) ?? 'This preview is gone: choose Preview again.';
  }

  /** Shows what a recipe does in the editor's own comparison; again for the same recipe, the same tab changes. */
  async show(recipe: vscode.Uri, preview: RecipePreview): Promise<void> {
    const [left, right] = [side(recipe, 'before'), side(recipe, 'after')];
    this.set(left, preview.before);
    this.set(right, preview.after);
    const title = previewTitle(path.basename(recipe.fsPath), preview);
    await vscode.commands.executeCommand('vscode.diff', left, right, title, { preview: true });
  }

  dispose(): void {
    this.store.dispose();
  }

  private set(uri: vscode.Uri, text: string): void {
    this.texts.set(String(uri), text);
    this.changes.fire(uri);
  }
}

function side(recipe: vscode.Uri, name: 'before' | 'after'): vscode.Uri {
  return vscode.Uri.from({ scheme, path: `${recipe.path}.${name}.txt` });
}

import * as vscode from 'vscode';
import { commandId } from '../contributions';
import { DisposableStore } from '../disposables';
import { affects, readSetting } from '../settings';
import { recipePattern } from './recipeFiles';

const top = new vscode.Range(0, 0, 0, 0);

/** Stands in the place of Run in a folder that is not trusted. */
const restrictedLens = new vscode.CodeLens(top, {
  title: 'Restricted Mode: nothing is written until this folder is trusted',
  command: 'workbench.trust.manage',
});

const selector: vscode.DocumentSelector = { pattern: recipePattern, scheme: 'file' };

/** The lens above a recipe: Preview · Run; without trust Preview, and why there is no Run. */
export class RecipeLens implements vscode.CodeLensProvider, vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly changes = this.store.add(new vscode.EventEmitter<void>());

  readonly onDidChangeCodeLenses = this.changes.event;

  constructor() {
    const refresh = (): void => this.changes.fire();
    this.store.add(vscode.workspace.onDidGrantWorkspaceTrust(refresh));
    this.store.add(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (affects(event, 'codeLens.enabled')) refresh();
      }),
    );
    this.store.add(vscode.languages.registerCodeLensProvider(selector, this));
  }

  provideCodeLenses({ uri }: vscode.TextDocument): vscode.CodeLens[] {
    if (!readSetting('codeLens.enabled', uri)) return [];
    const preview = new vscode.CodeLens(top, {
      title: 'Preview',
      tooltip: 'Compare the first rows before and after; writes nothing',
      command: commandId('previewRecipe'),
      arguments: [uri],
    });
    if (!vscode.workspace.isTrusted) return [preview, restrictedLens];
    const run = new vscode.CodeLens(top, {
      title: 'Run',
      tooltip: 'Write the output',
      command: commandId('runRecipe'),
      arguments: [uri],
    });
    return [preview, run];
  }

  dispose(): void {
    this.store.dispose();
  }
}

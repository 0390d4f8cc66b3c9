import path from 'node:path';
import * as vscode from 'vscode';
import type { FileSuppression } from '../../data/lint/suppressedFindings';
import { findSuppressions, ownSuppressions } from '../../data/lint/suppressions';
import { UserError } from '../../protocol/errors';
import { DisposableStore } from '../disposables';

/** What people let stand: reads `.finetune/lint.json`, marks what is wrong in it, and says when one changed. */
export class SuppressionFiles implements vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly problems = this.store.add(
    vscode.languages.createDiagnosticCollection('fine-tune suppressions'),
  );
  private readonly changes = this.store.add(new vscode.EventEmitter<void>());
  /** Folders above the workspace whose list is watched. */
  private readonly outside = new Set<string>();

  readonly onDidChange = this.changes.event;

  constructor(private readonly log: Pick<vscode.LogOutputChannel, 'warn'>) {
    this.watch('**/.finetune/lint.json');
  }

  /** The suppressions of a data file. A list with a mistake suppresses nothing. */
  of(dataFile: string): readonly FileSuppression[] {
    try {
      const found = findSuppressions(dataFile);
      if (found === null) return [];
      this.problems.delete(vscode.Uri.file(found.file));
      this.watchOutside(found.folder);
      return ownSuppressions(found, dataFile);
    } catch (error) {
      this.mark(error);
      return [];
    }
  }

  dispose(): void {
    this.store.dispose();
  }

  private mark(error: unknown): void {
    if (!(error instanceof UserError) || error.place === undefined) {
      this.log.warn(error instanceof Error ? error.message : String(error));
      return;
    }
    const { message, next = '', place } = error;
    const { file, line = 1, column = 1 } = place;
    this.watchOutside(path.dirname(path.dirname(file)));
    const at = new vscode.Position(line - 1, column - 1);
    const text = `${message} ${next} Until then nothing is suppressed.`;
    const problem = new vscode.Diagnostic(new vscode.Range(at, at), text);
    problem.source = 'fine-tune';
    this.problems.set(vscode.Uri.file(file), [problem]);
  }

  private watchOutside(folder: string): void {
    const uri = vscode.Uri.file(folder);
    if (vscode.workspace.getWorkspaceFolder(uri) !== undefined || this.outside.has(folder)) return;
    this.outside.add(folder);
    this.watch(new vscode.RelativePattern(vscode.Uri.joinPath(uri, '.finetune'), 'lint.json'));
  }

  private watch(pattern: vscode.GlobPattern): void {
    const watcher = this.store.add(vscode.workspace.createFileSystemWatcher(pattern));
    const changed = (): void => this.changes.fire();
    watcher.onDidChange(changed);
    watcher.onDidCreate(changed);
    watcher.onDidDelete((uri) => {
      this.problems.delete(uri);
      changed();
    });
  }
}

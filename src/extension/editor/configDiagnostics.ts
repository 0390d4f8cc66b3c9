import * as vscode from 'vscode';
import type { ConfigProblem } from '../../config/problem';
import { DisposableStore } from '../disposables';
import { configPattern } from '../configFiles';
import { beyondSchema } from './beyondSchema';
import { pathsOnly } from './pathsOnly';

const typingPauseMs = 300;

/**
 * Problems of open run configs that their JSON schema cannot tell: keys that exclude each other, files
 * that are not there, what a later version brings. The JSON language service shows the rest itself.
 */
export class ConfigDiagnostics implements vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly collection = this.store.add(
    vscode.languages.createDiagnosticCollection('fine-tune config'),
  );
  private readonly timers = new Map<string, NodeJS.Timeout>();

  constructor() {
    this.store.add(
      vscode.workspace.onDidOpenTextDocument((document) => this.schedule(document, 0)),
    );
    this.store.add(
      vscode.workspace.onDidChangeTextDocument(({ document }) =>
        this.schedule(document, typingPauseMs),
      ),
    );
    this.store.add(
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        clearTimeout(this.timers.get(String(uri)));
        this.timers.delete(String(uri));
        this.collection.delete(uri);
      }),
    );
    // A file that a config names may come or go.
    const files = this.store.add(
      vscode.workspace.createFileSystemWatcher(
        '**/*.{json,jsonl,csv,tsv,parquet}',
        false,
        true,
        false,
      ),
    );
    files.onDidCreate(() => this.checkAll());
    files.onDidDelete(() => this.checkAll());
    this.checkAll();
  }

  dispose(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.store.dispose();
  }

  private checkAll(): void {
    for (const document of vscode.workspace.textDocuments) this.schedule(document, typingPauseMs);
  }

  private schedule(document: vscode.TextDocument, afterMs: number): void {
    if (!isRunConfig(document)) return;
    const key = String(document.uri);
    clearTimeout(this.timers.get(key));
    this.timers.set(
      key,
      setTimeout(() => void this.check(document), afterMs),
    );
  }

  private async check(document: vscode.TextDocument): Promise<void> {
    const text = document.getText();
    const version = document.version;
    const { parseRunConfig } = await import('../../config/parseRunConfig');
    const { findMissingFiles } = await import('../../config/loadRunConfig');
    const { config, problems } = parseRunConfig(text, document.uri.fsPath);
    // note: a mistake elsewhere in the file does not hide a path that leads nowhere.
    const known = config ?? parseRunConfig(pathsOnly(text), document.uri.fsPath).config;
    const missing = known === null ? [] : await findMissingFiles(text, known);
    if (document.isClosed || document.version !== version) return;
    this.collection.set(document.uri, beyondSchema([...problems, ...missing]).map(diagnosticOf));
  }
}

function isRunConfig({ uri }: vscode.TextDocument): boolean {
  return uri.scheme === 'file' && uri.path.endsWith(configPattern.slice('**/*'.length));
}

function diagnosticOf(problem: ConfigProblem): vscode.Diagnostic {
  const { line, column, endLine, endColumn, message, next, code } = problem;
  const diagnostic = new vscode.Diagnostic(
    new vscode.Range(line - 1, column - 1, endLine - 1, endColumn - 1),
    `${message} ${next}`,
    vscode.DiagnosticSeverity.Error,
  );
  diagnostic.source = 'fine-tune';
  diagnostic.code = code;
  return diagnostic;
}

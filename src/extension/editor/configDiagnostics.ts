import * as vscode from 'vscode';
import type { ConfigProblem } from '../../config/problem';
import { DisposableStore } from '../disposables';
import { configPattern } from '../configFiles';
import { beyondSchema } from './beyondSchema';
import { pathsOnly } from './pathsOnly';

const typingPauseMs = 300;

/** A kind of document that is checked while it is open. */
export interface CheckedDocuments {
  /** Of the collection: `fine-tune config`. */
  readonly name: string;
  readonly isOne: (uri: vscode.Uri) => boolean;
  readonly check: (text: string, file: string) => Promise<readonly ConfigProblem[]>;
}

/** Run configs: their text, and whether the files they name are there. */
export const runConfigs: CheckedDocuments = {
  name: 'fine-tune config',
  isOne: ({ scheme, path }) =>
    scheme === 'file' && path.endsWith(configPattern.slice('**/*'.length)),
  async check(text, file) {
    const { parseRunConfig } = await import('../../config/parseRunConfig');
    const { findMissingFiles } = await import('../../config/loadRunConfig');
    const { config, problems } = parseRunConfig(text, file);
    // note: a mistake elsewhere in the file does not hide a path that leads nowhere.
    const known = config ?? parseRunConfig(pathsOnly(text), file).config;
    const missing = known === null ? [] : await findMissingFiles(text, known);
    return [...problems, ...missing];
  },
};

/**
 * Problems of open run configs and recipes that their JSON schema cannot tell: keys that exclude each other, files
 * that are not there, what a later version brings. The JSON language service shows the rest itself.
 */
export class ConfigDiagnostics implements vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly collection: vscode.DiagnosticCollection;
  private readonly timers = new Map<string, NodeJS.Timeout>();

  constructor(private readonly documents: CheckedDocuments) {
    this.collection = this.store.add(vscode.languages.createDiagnosticCollection(documents.name));
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
    if (!this.documents.isOne(document.uri)) return;
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
    const problems = await this.documents.check(text, document.uri.fsPath);
    if (document.isClosed || document.version !== version) return;
    this.collection.set(document.uri, beyondSchema(problems).map(diagnosticOf));
  }
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

import * as vscode from 'vscode';
import type { TextChange } from '../../data/lint/incremental/textChange';
import { DisposableStore } from '../disposables';
import type { LintSetup } from './lintSetup';
import type { ToLintWorker } from './lintMessages';
import { SendingDocument } from './sendDocument';
import { isSettingsFile } from '../datasets/isSettingsFile';

/** What decides whether and how a document is checked, and who hears of it. */
export interface OpenDatasetsHost {
  /** Null: it is not to be checked. */
  setupOf(uri: vscode.Uri): Promise<LintSetup | null>;
  send(message: ToLintWorker): void;
  /** The document is closed, or is not to be checked any more. */
  closed(path: string): void;
}

interface Open {
  readonly document: vscode.TextDocument;
  setup: LintSetup;
  /** Null: all of it has been sent. */
  sending: SendingDocument | null;
}

/** Keeps the lint workers' copies of open datasets equal to the documents: whole once, in portions, then change by change. */
export class OpenDatasets implements vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly open = new Map<string, Open>();
  private isDisposed = false;

  constructor(private readonly host: OpenDatasetsHost) {
    this.store.add(vscode.workspace.onDidOpenTextDocument((document) => void this.add(document)));
    this.store.add(vscode.workspace.onDidChangeTextDocument((event) => this.change(event)));
    this.store.add(
      vscode.workspace.onDidCloseTextDocument((document) => {
        // note: previews and diffs show documents of other schemes under the same path.
        const { fsPath } = document.uri;
        if (this.open.get(fsPath)?.document === document) this.remove(fsPath);
      }),
    );
  }

  /** The document of a file that is checked as it is typed. */
  get(path: string): vscode.TextDocument | undefined {
    return this.open.get(path)?.document;
  }

  /** Looks again at which documents are to be checked and how: settings, configs or workers have changed. */
  async refresh(): Promise<void> {
    for (const document of vscode.workspace.textDocuments) await this.add(document);
  }

  /** Begins anew with an open document if it is to be checked otherwise now; says whether. */
  async lookAgain(path: string): Promise<boolean> {
    const document =
      this.get(path) ??
      vscode.workspace.textDocuments.find(
        ({ uri }) => uri.scheme === 'file' && uri.fsPath === path,
      );
    if (document === undefined) return false;
    const setup = await this.host.setupOf(document.uri);
    if (setup === null || document.isClosed || this.isDisposed) return false;
    if (isEqualSetup(this.open.get(path)?.setup, setup)) return false;
    this.begin(document, setup);
    return true;
  }

  /** The workers have forgotten everything. */
  async sendAgain(): Promise<void> {
    this.open.clear();
    await this.refresh();
  }

  dispose(): void {
    this.isDisposed = true;
    this.store.dispose();
  }

  private async add(document: vscode.TextDocument): Promise<void> {
    const { uri } = document;
    if (uri.scheme !== 'file' || !isDataFile(uri.path)) return;
    const setup = await this.host.setupOf(uri);
    if (document.isClosed || this.isDisposed) return;
    const path = uri.fsPath;
    const known = this.open.get(path);
    if (setup === null) {
      if (known !== undefined) this.remove(path);
      return;
    }
    if (known?.document === document) {
      if (isEqualSetup(known.setup, setup)) return;
      known.setup = setup;
      this.host.send({ type: 'setup', path, setup });
      return;
    }
    this.begin(document, setup);
  }

  private begin(document: vscode.TextDocument, setup: LintSetup): void {
    const path = document.uri.fsPath;
    const open: Open = { document, setup, sending: null };
    this.open.set(path, open);
    const send = (message: ToLintWorker): void => this.host.send(message);
    open.sending = new SendingDocument(sentDocument(document), {
      begin: () => send({ type: 'open', path, setup: open.setup }),
      lines: (text) => send({ type: 'lines', path, text }),
      change: (change) =>
        send({ type: 'change', path, version: document.version, changes: [change] }),
      end: () => send({ type: 'opened', path, version: document.version }),
    });
    const sendMore = (): void => {
      if (this.open.get(path) !== open || open.sending === null || this.isDisposed) return;
      if (open.sending.sendMore()) open.sending = null;
      else setImmediate(sendMore);
    };
    sendMore();
  }

  private change({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    const path = document.uri.fsPath;
    const open = this.open.get(path);
    if (open?.document !== document || contentChanges.length === 0) return;
    const changes = contentChanges.map(textChange);
    if (open.sending !== null) open.sending.note(changes);
    else this.host.send({ type: 'change', path, version: document.version, changes });
  }

  private remove(path: string): void {
    if (!this.open.delete(path)) return;
    this.host.send({ type: 'close', path });
    this.host.closed(path);
  }
}

function isEqualSetup(a: LintSetup | undefined, b: LintSetup): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Files whose name says that they may be datasets. */
export function isDataFile(path: string): boolean {
  return /\.(jsonl|ndjson|json|csv|tsv)$/i.test(path) && !isSettingsFile(path);
}

function sentDocument(document: vscode.TextDocument): {
  readonly lineCount: number;
  linesText(from: number, to: number): string;
} {
  return {
    get lineCount() {
      return document.lineCount;
    },
    linesText: (from, to) =>
      document.getText(new vscode.Range(from, 0, to - 1, Number.MAX_SAFE_INTEGER)),
  };
}

function textChange({ range, text }: vscode.TextDocumentContentChangeEvent): TextChange {
  const { start, end } = range;
  return {
    line: start.line,
    column: start.character,
    endLine: end.line,
    endColumn: end.character,
    text,
  };
}

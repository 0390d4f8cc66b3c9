import * as vscode from 'vscode';
import { commandId } from '../contributions';
import { DisposableStore } from '../disposables';
import type { RowLoss } from '../lint/lintMessages';
import type { LintFeature } from '../lint/lintFeature';
import { affects, readSetting } from '../settings';

const selector: vscode.DocumentSelector = {
  scheme: 'file',
  pattern: '**/*.{jsonl,ndjson,json,csv,tsv}',
};
/** The cursor rests so long before the lens moves to its row. */
const restMs = 200;
/** A lens or hover that takes longer is not wanted any more. */
const patienceMs = 4_000;

/**
 * How the model of a run config reads a row of its data: a lens above the row with the cursor, and a hover on any row. The
 * worker that holds the document computes it.
 */
export class LossLens implements vscode.CodeLensProvider, vscode.HoverProvider, vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly changes = this.store.add(new vscode.EventEmitter<void>());
  private rest: NodeJS.Timeout | null = null;
  private shown = '';

  readonly onDidChangeCodeLenses = this.changes.event;

  constructor(private readonly lint: LintFeature) {
    this.store.add(vscode.languages.registerCodeLensProvider(selector, this));
    this.store.add(vscode.languages.registerHoverProvider(selector, this));
    this.store.add(
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => this.moved(textEditor)),
    );
    this.store.add(vscode.window.onDidChangeActiveTextEditor(() => this.changes.fire()));
    this.store.add(lint.results.onDidChange(() => this.changes.fire()));
    this.store.add(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (affects(event, 'codeLens.enabled')) this.changes.fire();
      }),
    );
  }

  async provideCodeLenses(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
    const { uri } = document;
    const editor = vscode.window.activeTextEditor;
    if (editor?.document !== document || !readSetting('codeLens.enabled', uri)) return [];
    const { active } = editor.selection;
    const { line } = active;
    this.shown = lineKey(document, line);
    const loss = await this.lossAt(document, active);
    if (loss === null) return [];
    const { title, isError } = loss;
    return [
      new vscode.CodeLens(new vscode.Range(line, 0, line, 0), {
        title: isError ? `$(error) ${title}` : title,
        command: commandId('showLoss'),
        arguments: [line],
      }),
    ];
  }

  async provideHover(
    document: vscode.TextDocument,
    position: vscode.Position,
  ): Promise<vscode.Hover | null> {
    const loss = await this.lossAt(document, position);
    if (loss === null) return null;
    const content = new vscode.MarkdownString(loss.hover);
    content.supportHtml = true;
    return new vscode.Hover(content, document.lineAt(position).range);
  }

  dispose(): void {
    if (this.rest !== null) clearTimeout(this.rest);
    this.store.dispose();
  }

  private async lossAt(
    document: vscode.TextDocument,
    { line, character }: vscode.Position,
  ): Promise<RowLoss | null> {
    const path = document.uri.fsPath;
    if (this.lint.document(path) !== document) return null;
    return this.lint.lossAt(path, { line, column: character }, patienceMs);
  }

  private moved({ document, selection }: vscode.TextEditor): void {
    if (this.lint.document(document.uri.fsPath) !== document) return;
    if (this.shown === lineKey(document, selection.active.line)) return;
    if (this.rest !== null) clearTimeout(this.rest);
    this.rest = setTimeout(() => this.changes.fire(), restMs);
  }
}

function lineKey({ uri }: vscode.TextDocument, line: number): string {
  return `${uri.toString()} ${line}`;
}

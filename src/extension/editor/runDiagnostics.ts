import * as vscode from 'vscode';
import { DisposableStore } from '../disposables';
import type { KnownRun } from '../runs/knownRun';
import type { RunStore } from '../runs/runStore';
import { failurePlaces } from './failurePlaces';

/**
 * Failures of runs at the place they name, such as a broken line of a data file: gone when the file
 * changes or a newer run of the same config gets past it.
 */
export class RunDiagnostics implements vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly collection = this.store.add(
    vscode.languages.createDiagnosticCollection('fine-tune runs'),
  );
  /** Files whose content changed since the failure; keyed by run, so that a new failure shows again. */
  private readonly mended = new Set<string>();
  private shown = new Map<string, KnownRun>();

  constructor(private readonly runs: RunStore) {
    this.store.add(runs.onDidChange(() => this.update()));
    this.store.add(
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.mend(document.uri);
      }),
    );
    const watcher = this.store.add(
      vscode.workspace.createFileSystemWatcher('**/*.{jsonl,ndjson,json,csv,tsv,parquet}', true),
    );
    watcher.onDidChange((uri) => this.mend(uri));
    watcher.onDidDelete((uri) => this.mend(uri));
  }

  dispose(): void {
    this.store.dispose();
  }

  private update(): void {
    const places = failurePlaces(this.runs.known()).filter(
      ({ run, place }) => !this.mended.has(keyOf(run, place.file)),
    );
    const next = new Map(places.map(({ run, place }) => [place.file, run]));
    const isSame =
      next.size === this.shown.size &&
      [...next].every(([file, run]) => this.shown.get(file)?.folder === run.folder);
    if (isSame) return;
    this.shown = next;
    this.collection.clear();
    for (const { place, message } of places) {
      const line = Math.max(0, (place.line ?? 1) - 1);
      const column = Math.max(0, (place.column ?? 1) - 1);
      const diagnostic = new vscode.Diagnostic(
        new vscode.Range(line, column, line, Number.MAX_SAFE_INTEGER),
        message,
        vscode.DiagnosticSeverity.Error,
      );
      diagnostic.source = 'fine-tune';
      this.collection.set(vscode.Uri.file(place.file), [diagnostic]);
    }
  }

  private mend(uri: vscode.Uri): void {
    const run = this.shown.get(uri.fsPath);
    if (run === undefined) return;
    this.mended.add(keyOf(run, uri.fsPath));
    this.update();
  }
}

function keyOf(run: KnownRun, file: string): string {
  return `${run.folder}\n${file}`;
}

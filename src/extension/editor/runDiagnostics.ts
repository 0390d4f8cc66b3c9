import * as vscode from 'vscode';
import { DisposableStore } from '../disposables';
import type { KnownRun } from '../runs/knownRun';
import type { RunStore } from '../runs/runStore';
import type { LintResults } from '../lint/lintResults';
import { failurePlaces } from './failurePlaces';
import { isSaidByLint } from './saidByLint';

/**
 * Failures of runs at the place they name, such as a broken line of a data file: gone when the file
 * changes or a newer run of the same config gets past it. What lint says of the same row comes first: it mends it, too.
 */
export class RunDiagnostics implements vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly collection = this.store.add(
    vscode.languages.createDiagnosticCollection('fine-tune runs'),
  );
  /** Files whose content changed since the failure; keyed by run, so that a new failure shows again. */
  private readonly mended = new Set<string>();
  private shown = new Map<string, KnownRun>();
  /** Files where a run failed, shown or left to lint. */
  private failed: ReadonlyMap<string, KnownRun> = new Map();

  constructor(
    private readonly runs: RunStore,
    private readonly lint: Pick<LintResults, 'get' | 'onDidChange'>,
  ) {
    this.store.add(runs.onDidChange(() => this.update()));
    this.store.add(
      lint.onDidChange((path) => {
        if (this.failed.has(path)) this.update();
      }),
    );
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
    const failures = failurePlaces(this.runs.known()).filter(
      ({ run, place }) => !this.mended.has(keyOf(run, place.file)),
    );
    this.failed = new Map(failures.map(({ run, place }) => [place.file, run]));
    const places = failures.filter(
      ({ place, message }) =>
        !isSaidByLint(place, message, this.lint.get(place.file)?.findings ?? []),
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
    const run = this.failed.get(uri.fsPath);
    if (run === undefined) return;
    this.mended.add(keyOf(run, uri.fsPath));
    this.update();
  }
}

function keyOf(run: KnownRun, file: string): string {
  return `${run.folder}\n${file}`;
}

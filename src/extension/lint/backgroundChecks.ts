import { stat } from 'node:fs/promises';
import * as vscode from 'vscode';
import { DisposableStore } from '../disposables';
import type { Services } from '../services';
import { readSetting } from '../settings';
import { largestSynchronised } from '../largestSynchronised';
import { LargeFileNotices } from './largeFileNotices';
import type { LintFeature } from './lintFeature';
import { evaluationFilesOf } from './lintSetup';
import { isDataFile } from './openDatasets';
import { sourcesOf } from '../../protocol/runConfig';

/** Files change in bursts: a script writes a split after the other. */
const settleMs = 500;

/**
 * Checks files that are not open, one after the other: those that a run config names when they appear or change on disk, and
 * those too large for the editor to hand to an extension while they are shown.
 */
export class BackgroundChecks implements vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly due = new Set<string>();
  private readonly notices: LargeFileNotices;
  private timer: NodeJS.Timeout | null = null;
  private running: { readonly path: string; readonly cancel: AbortController } | null = null;

  constructor(
    private readonly services: Services,
    private readonly lint: LintFeature,
  ) {
    this.notices = new LargeFileNotices(lint);
    const files = this.store.add(
      vscode.workspace.createFileSystemWatcher('**/*.{jsonl,ndjson,json,csv,tsv}'),
    );
    files.onDidCreate(({ fsPath }) => this.changed(fsPath));
    files.onDidChange(({ fsPath }) => this.changed(fsPath));
    files.onDidDelete(({ fsPath }) => {
      if (lint.document(fsPath) === undefined) lint.results.delete(fsPath);
    });
    this.store.add(services.configs.onDidChange(() => this.requestNamed()));
    this.store.add(lint.onDidClose((path) => this.changed(path)));
    this.store.add(
      lint.onDidChangeSuppressions(() => {
        for (const path of lint.results.paths()) this.request(path);
      }),
    );
    this.store.add(
      vscode.window.tabGroups.onDidChangeTabs(({ opened }) => this.requestLarge(opened)),
    );
    this.requestLarge(vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs));
    this.requestNamed();
  }

  dispose(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.running?.cancel.abort();
    this.store.dispose();
  }

  private changed(path: string): void {
    if (!isDataFile(path)) return;
    const { lint } = this;
    const isWanted = lint.isAskedFor(path) || this.namedFiles().has(path);
    if (isWanted || lint.results.get(path) !== null) this.request(path);
    for (const file of evaluationFilesOf(path, this.lint.configs())) this.request(file);
  }

  private requestNamed(): void {
    for (const path of this.namedFiles()) {
      if (this.lint.results.get(path) === null) this.request(path);
    }
  }

  /** Files over the editor's limit are shown, but no extension gets to see their text. */
  private requestLarge(tabs: readonly vscode.Tab[]): void {
    for (const { input } of tabs) {
      if (!(input instanceof vscode.TabInputText) || !isDataFile(input.uri.path)) continue;
      const path = input.uri.fsPath;
      void stat(path).then(
        ({ size }) => {
          if (size <= largestSynchronised) return;
          if (this.lint.results.get(path) === null) this.request(path);
          void this.notices.tell(path, size);
        },
        () => undefined,
      );
    }
  }

  private namedFiles(): Set<string> {
    const sources = this.lint.configs().flatMap(({ config }) => sourcesOf(config.data));
    return new Set(sources.map(({ path }) => path));
  }

  private request(path: string): void {
    this.due.add(path);
    if (this.running?.path === path) this.running.cancel.abort();
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.run(), settleMs);
  }

  private async run(): Promise<void> {
    if (this.running !== null) return;
    for (const path of this.due) {
      this.due.delete(path);
      const cancel = new AbortController();
      this.running = { path, cancel };
      await this.check(path, cancel.signal).catch((error: unknown) => {
        if (!cancel.signal.aborted)
          this.services.log.info(`Not checked: ${path}: ${String(error)}`);
      });
      this.running = null;
    }
  }

  private async check(path: string, signal: AbortSignal): Promise<void> {
    const uri = vscode.Uri.file(path);
    if (this.lint.document(path) !== undefined) return;
    if (!this.lint.isAskedFor(path) && !readSetting('lint.background', uri)) return;
    const setup = await this.lint.setupOf(uri);
    if (setup === null) {
      this.lint.results.delete(path);
      return;
    }
    const { size } = await stat(path);
    const isTooLarge = size > readSetting('lint.backgroundUpToMB', uri) * 1e6;
    if (isTooLarge && !this.lint.isAskedFor(path)) return;
    await this.lint.check(path, setup, { signal });
  }
}

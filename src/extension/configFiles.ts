import * as vscode from 'vscode';
import { DisposableStore } from './disposables';
import { Emitter } from './emitter';
import type { ReadConfig } from './readConfig';

export const configPattern = '**/*.finetune.json';
const excluded = '**/{node_modules,.git,.finetune}/**';

export interface ConfigFile extends ReadConfig {
  readonly uri: vscode.Uri;
  /** Path on disk. */
  readonly file: string;
}

/** The run configs of the workspace as they stand on disk. */
export class ConfigFiles implements vscode.Disposable {
  private readonly files = new Map<string, ConfigFile>();
  private readonly store = new DisposableStore();
  private readonly changes = this.store.add(new Emitter<void>());

  readonly onDidChange = this.changes.event;

  /** Ready when the first search ended. */
  readonly ready: Promise<void>;

  constructor() {
    const watcher = this.store.add(vscode.workspace.createFileSystemWatcher(configPattern));
    watcher.onDidCreate((uri) => void this.read(uri));
    watcher.onDidChange((uri) => void this.read(uri));
    watcher.onDidDelete((uri) => this.forget(uri));
    this.store.add(vscode.workspace.onDidChangeWorkspaceFolders(() => void this.search()));
    this.ready = this.search();
  }

  all(): readonly ConfigFile[] {
    return [...this.files.values()].sort((a, b) => a.file.localeCompare(b.file));
  }

  get(uri: vscode.Uri): ConfigFile | undefined {
    return this.files.get(uri.toString());
  }

  /** Looks for configs again; a watcher may have missed some. */
  async search(): Promise<void> {
    const found = await vscode.workspace.findFiles(configPattern, excluded, 1_000);
    const keys = new Set(found.map(String));
    for (const key of this.files.keys()) if (!keys.has(key)) this.files.delete(key);
    for (const uri of found) await this.load(uri);
    this.changes.fire();
  }

  dispose(): void {
    this.store.dispose();
  }

  private async read(uri: vscode.Uri): Promise<void> {
    if (uri.path.includes('/node_modules/') || uri.path.includes('/.finetune/')) return;
    await this.load(uri);
    this.changes.fire();
  }

  private async load(uri: vscode.Uri): Promise<void> {
    if (uri.scheme !== 'file') return;
    try {
      const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
      // note: loaded late, as everywhere here: activation does not wait for the schema library.
      const { readConfig } = await import('./readConfig');
      const before = this.get(uri) ?? null;
      this.files.set(uri.toString(), {
        uri,
        file: uri.fsPath,
        ...readConfig(text, uri.fsPath, before),
      });
    } catch {
      this.files.delete(uri.toString());
    }
  }

  private forget(uri: vscode.Uri): void {
    if (this.files.delete(uri.toString())) this.changes.fire();
  }
}

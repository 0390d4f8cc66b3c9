// Stands in for the editor's API where a benchmark runs the extension's side without an editor: only what they use.
import path from 'node:path';
import { readdirSync } from 'node:fs';

type Listener<T> = (value: T) => void;
const disposable = { dispose: (): void => undefined };
const silent = (): typeof disposable => disposable;

export class EventEmitter<T> {
  private readonly listeners = new Set<Listener<T>>();
  readonly event = (listener: Listener<T>): typeof disposable => {
    this.listeners.add(listener);
    return disposable;
  };
  fire(value: T): void {
    for (const listener of this.listeners) listener(value);
  }
  dispose(): void {
    this.listeners.clear();
  }
}

export class Uri {
  readonly scheme = 'file';
  constructor(readonly fsPath: string) {}
  static file(file: string): Uri {
    return new Uri(file);
  }
  get path(): string {
    return this.fsPath;
  }
}

export class ThemeColor {
  constructor(readonly id: string) {}
}

export class ThemeIcon {
  constructor(
    readonly id: string,
    readonly color?: ThemeColor,
  ) {}
}

export class TreeItem {
  constructor(
    readonly label: string,
    readonly collapsibleState: number,
  ) {}
}

export const TreeItemCollapsibleState = { None: 0, Collapsed: 1, Expanded: 2 };

export class RelativePattern {
  constructor(
    readonly base: { readonly uri: Uri },
    readonly pattern: string,
  ) {}
}

const watcher = { ...disposable, onDidCreate: silent, onDidChange: silent, onDidDelete: silent };

/** Opened by the benchmark. */
export const workspaceFolders: { readonly uri: Uri; readonly name: string }[] = [];

export const workspace = {
  workspaceFolders,
  getConfiguration: () => ({ get: (): undefined => undefined }),
  getWorkspaceFolder: (uri: Uri) =>
    workspaceFolders.find((folder) => uri.fsPath.startsWith(folder.uri.fsPath)),
  asRelativePath: ({ fsPath }: Uri): string =>
    path.relative(workspaceFolders[0]?.uri.fsPath ?? '', fsPath),
  createFileSystemWatcher: () => watcher,
  onDidChangeConfiguration: silent,
  findFiles: ({ base }: RelativePattern): Promise<Uri[]> =>
    Promise.resolve(
      readdirSync(base.uri.fsPath).map((name) => Uri.file(path.join(base.uri.fsPath, name))),
    ),
};

export const window = { createTreeView: () => ({ ...disposable, message: '' }) };

export const commands = { executeCommand: (): Promise<void> => Promise.resolve() };

import * as vscode from 'vscode';
import { DisposableStore } from './disposables';
import type { Disposable } from './disposables';
import type { RunFollower } from './runs/followRuns';
import { runRoots } from './runs/runRoots';
import type { Services } from './services';
import { setContext } from './settings';
import { runContext } from './views/runContext';
import type { ContextKey } from './contributions';

/** Tells the run store where runs may stand, and `when` clauses what there is. */
export function followWorkspace({ runs, configs }: Services, follower: RunFollower): Disposable {
  const store = new DisposableStore();
  const known = new Map<ContextKey, boolean>();
  const update = (key: ContextKey, value: boolean): void => {
    if (known.get(key) === value) return;
    known.set(key, value);
    setContext(key, value);
  };
  const applyRoots = (): void => {
    const all = configs.all();
    const folders = (vscode.workspace.workspaceFolders ?? [])
      .filter(({ uri }) => uri.scheme === 'file')
      .map(({ name, uri }) => ({ name, path: uri.fsPath }));
    const roots = runRoots(
      folders,
      all.map(({ file, lastGood }) => ({ file, output: lastGood?.output ?? null })),
    );
    update('hasConfig', all.length > 0);
    runs.setRoots(roots);
    void follower.watch(roots.map(({ folder }) => folder));
  };
  const noteConfig = (document: vscode.TextDocument | undefined): void => {
    if (document?.fileName.endsWith('.finetune.json') === true) update('sawConfig', true);
  };
  store.add(configs.onDidChange(applyRoots));
  store.add(vscode.workspace.onDidChangeWorkspaceFolders(applyRoots));
  store.add(
    runs.onDidChange(() => {
      const facts = runContext(runs.all().map(({ run }) => run));
      for (const [key, value] of Object.entries(facts)) update(key as ContextKey, value);
    }),
  );
  store.add(vscode.window.onDidChangeActiveTextEditor((editor) => noteConfig(editor?.document)));
  noteConfig(vscode.window.activeTextEditor?.document);
  applyRoots();
  // Before this the view is not empty, only unread.
  void configs.ready.then(() => runs.settled()).then(() => update('runsRead', true));
  return store;
}

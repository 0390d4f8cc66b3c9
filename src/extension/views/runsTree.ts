import path from 'node:path';
import * as vscode from 'vscode';
import { commandId, viewIds } from '../contributions';
import { DisposableStore } from '../disposables';
import type { AnyRun, KnownRun } from '../runs/knownRun';
import { differencesFromPrevious } from '../runs/runConfigOf';
import { contextValueOf } from '../runs/runFacts';
import type { BusyRuns } from '../runs/busyRuns';
import type { RunStore } from '../runs/runStore';
import { setContext } from '../settings';
import { runParts } from './runParts';
import { partLine } from './partLine';
import type { RunPart } from './runParts';
import { runDescription, runIcon, spinner } from './runText';
import { runTooltip } from './runTooltip';

/** A row of the Runs view. */
export type RunsNode =
  | { readonly type: 'group'; readonly owner: string }
  | { readonly type: 'run'; readonly folder: string; readonly owner: string }
  | { readonly type: 'part'; readonly folder: string; readonly part: RunPart };

/** The Runs view: newest first, grouped by workspace folder when more than one has runs. */
export class RunsTree implements vscode.TreeDataProvider<RunsNode>, vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly changes = this.store.add(new vscode.EventEmitter<RunsNode[] | undefined>());
  private readonly nodes = new Map<string, RunsNode & { type: 'run' }>();
  private readonly checked = new Set<string>();
  private readonly view: vscode.TreeView<RunsNode>;

  readonly onDidChangeTreeData = this.changes.event;

  constructor(
    private readonly runs: RunStore,
    private readonly busy: BusyRuns,
  ) {
    this.view = this.store.add(
      vscode.window.createTreeView<RunsNode>(viewIds.runs, {
        treeDataProvider: this,
        canSelectMany: true,
        showCollapseAll: true,
        manageCheckboxStateManually: true,
      }),
    );
    this.store.add(
      this.view.onDidChangeCheckboxState(({ items }) => {
        for (const [node, state] of items) {
          if (node.type !== 'run') continue;
          if (state === vscode.TreeItemCheckboxState.Checked) this.checked.add(node.folder);
          else this.checked.delete(node.folder);
          this.changes.fire([node]);
        }
        this.updateComparable();
      }),
    );
    this.store.add(this.view.onDidChangeSelection(() => this.updateComparable()));
    this.store.add(
      runs.onDidChange(({ folders, listChanged }) => {
        if (listChanged) this.forgetGone();
        const nodes = folders.flatMap((folder) => this.nodes.get(folder) ?? []);
        this.changes.fire(listChanged ? undefined : nodes);
        this.updateMessage();
      }),
    );
    this.store.add(
      busy.onDidChange((folder) => {
        const node = this.nodes.get(folder);
        if (node !== undefined) this.changes.fire([node]);
      }),
    );
    this.store.add(vscode.workspace.onDidGrantWorkspaceTrust(() => this.updateMessage()));
  }

  /** Runs that were checked, oldest first: the others are compared with it; else those selected. */
  chosen(): readonly KnownRun[] {
    const selected = this.view.selection.flatMap((node) =>
      node.type === 'run' ? [node.folder] : [],
    );
    const wanted = this.checked.size >= 2 ? this.checked : new Set(selected);
    const chosen = this.runs.known().filter(({ folder }) => wanted.has(folder));
    return chosen.reverse();
  }

  getChildren(node?: RunsNode): RunsNode[] {
    if (node === undefined) {
      const all = this.runs.all();
      const owners = new Set(all.map(({ owner }) => owner));
      // In the order of the folders: groups stay where they are when a run begins.
      const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ name }) =>
        owners.has(name),
      );
      if (folders.length > 1) return folders.map(({ name }) => ({ type: 'group', owner: name }));
      return all.map(({ run, owner }) => this.nodeOf(run, owner));
    }
    switch (node.type) {
      case 'group':
        return this.runs
          .all()
          .filter(({ owner }) => owner === node.owner)
          .map(({ run, owner }) => this.nodeOf(run, owner));
      case 'run': {
        const run = this.runs.get(node.folder);
        if (run?.type !== 'run') return [];
        return runParts(run).map((part) => ({ type: 'part', folder: node.folder, part }));
      }
      case 'part':
        return node.part.children.map((part) => ({ type: 'part', folder: node.folder, part }));
    }
  }

  getParent(node: RunsNode): RunsNode | undefined {
    if (node.type === 'part') return this.nodes.get(node.folder);
    const owners = new Set(this.runs.all().map(({ owner }) => owner));
    return node.type === 'run' && owners.size > 1
      ? { type: 'group', owner: node.owner }
      : undefined;
  }

  getTreeItem(node: RunsNode): vscode.TreeItem {
    switch (node.type) {
      case 'group': {
        const item = new vscode.TreeItem(node.owner, vscode.TreeItemCollapsibleState.Expanded);
        item.id = `group:${node.owner}`;
        item.iconPath = new vscode.ThemeIcon('root-folder');
        return item;
      }
      case 'run': {
        const run = this.runs.get(node.folder);
        return run?.type === 'run' ? this.runItem(run) : unreadableItem(node.folder, run);
      }
      case 'part':
        return partItem(node.part);
    }
  }

  /** The tooltip reads two configs: only when someone points at the row. */
  async resolveTreeItem(item: vscode.TreeItem, node: RunsNode): Promise<vscode.TreeItem> {
    const run = node.type === 'run' ? this.runs.get(node.folder) : undefined;
    if (run?.type !== 'run') return item;
    const differences = await differencesFromPrevious(run, this.runs.known());
    item.tooltip = new vscode.MarkdownString(runTooltip(run, differences));
    return item;
  }

  dispose(): void {
    this.store.dispose();
  }

  private nodeOf({ folder }: AnyRun, owner: string): RunsNode {
    const known = this.nodes.get(folder);
    if (known?.owner === owner) return known;
    const node = { type: 'run', folder, owner } as const;
    this.nodes.set(folder, node);
    return node;
  }

  private forgetGone(): void {
    for (const folder of [...this.nodes.keys()]) {
      if (this.runs.get(folder) !== undefined) continue;
      this.nodes.delete(folder);
      this.checked.delete(folder);
    }
    this.updateComparable();
  }

  /** An empty view says it in its welcome. */
  private updateMessage(): void {
    const isRestricted = !vscode.workspace.isTrusted && this.runs.all().length > 0;
    const words = 'Restricted Mode: runs can be looked at, nothing runs.';
    this.view.message = isRestricted ? words : '';
  }

  private updateComparable(): void {
    setContext('comparable', this.chosen().length >= 2);
  }

  private runItem(run: KnownRun): vscode.TreeItem {
    const item = new vscode.TreeItem(run.record.name, vscode.TreeItemCollapsibleState.Collapsed);
    const busy = this.busy.get(run.folder);
    const { icon, color } = busy === null ? runIcon(run.record) : spinner;
    const description = busy ?? runDescription(run);
    item.id = `run:${run.folder}`;
    item.description = description;
    item.iconPath =
      color === null
        ? new vscode.ThemeIcon(icon)
        : new vscode.ThemeIcon(icon, new vscode.ThemeColor(color));
    item.contextValue = contextValueOf(run);
    item.command = { command: commandId('openRun'), title: 'Open run', arguments: [run.folder] };
    item.accessibilityInformation = {
      label: `Run ${run.record.name}, ${run.record.state}, ${description}`,
    };
    const isChecked = this.checked.has(run.folder);
    item.checkboxState = {
      state: isChecked
        ? vscode.TreeItemCheckboxState.Checked
        : vscode.TreeItemCheckboxState.Unchecked,
      tooltip: isChecked ? 'Chosen to compare' : 'Choose to compare',
      accessibilityInformation: { label: `Compare ${run.record.name}` },
    };
    return item;
  }
}

function unreadableItem(folder: string, run: AnyRun | undefined): vscode.TreeItem {
  const reason = run?.type === 'unreadable' ? run.reason : 'The run is gone';
  const item = new vscode.TreeItem(path.basename(folder));
  item.id = `run:${folder}`;
  item.description = reason;
  item.tooltip = `${folder}: ${reason}`;
  item.iconPath = new vscode.ThemeIcon(
    'warning',
    new vscode.ThemeColor('problemsWarningIcon.foreground'),
  );
  item.contextValue = 'brokenRun';
  return item;
}

function partItem(part: RunPart): vscode.TreeItem {
  const item = partLine(part);
  item.tooltip = part.tooltip;
  item.iconPath = new vscode.ThemeIcon(part.icon);
  item.contextValue = part.kind;
  if (part.file !== null) {
    const uri = vscode.Uri.file(part.file);
    item.command =
      part.kind === 'audit'
        ? { command: commandId('openAudit'), title: 'Open audit', arguments: [part.file] }
        : part.kind === 'report'
          ? { command: 'markdown.showPreview', title: 'Open report', arguments: [uri] }
          : { command: 'vscode.open', title: 'Open', arguments: [uri] };
  }
  return item;
}

import { stat } from 'node:fs/promises';
import * as vscode from 'vscode';
import { commandId, viewIds } from '../contributions';
import type { DatasetFacts } from '../datasets/datasetFacts';
import type { DatasetReader } from '../datasets/datasetReader';
import {
  columnDescription,
  datasetUses,
  labelDescription,
  useDescription,
} from '../datasets/datasetText';
import { searchDatasets } from '../datasets/findDatasets';
import { foldersThatTell } from '../datasets/foldersThatTell';
import type { DatasetFile } from '../datasets/findDatasets';
import { DisposableStore } from '../disposables';
import { Throttle } from '../runs/throttle';
import { datasetItem, type DatasetNode } from './datasetItem';
import { part, partItem } from './datasetPart';
import type { PartNode } from './datasetPart';
import { splitParts } from './datasetSplits';
import { problemParts, schemaPart, tokensPart } from './datasetProblems';
import type { LintResults } from '../lint/lintResults';
import type { Services } from '../services';
import type { TokenFigures } from '../../protocol/lint';
import { affects, readSetting, setContext } from '../settings';
import { countOf, formatBytes, formatCount } from '../../protocol/formatNumber';

/** A row of the Datasets view. */
export type DatasetsNode = DatasetNode | PartNode;

const refreshEveryMs = 2_000;
const drawEveryMs = 500;

/** The Datasets view: files that run configs name first; columns, labels and runs below each. */
export class DatasetsTree implements vscode.TreeDataProvider<DatasetsNode>, vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly view: vscode.TreeView<DatasetsNode>;
  private readonly changes = this.store.add(new vscode.EventEmitter<DatasetsNode | undefined>());
  private readonly refreshing = this.store.add(
    new Throttle(() => this.changes.fire(undefined), refreshEveryMs),
  );
  private readonly changedProblems = new Set<DatasetNode>();
  private readonly drawing = this.store.add(new Throttle(() => this.drawProblems(), drawEveryMs));
  private nodes = new Map<string, DatasetNode>();
  /** Which folder tells a row from others of its name; null: other rows are shown since it was asked. */
  private wheres: ReadonlyMap<string, string> | null = null;
  /** How often all files have been begun to be read. */
  private readings = 0;

  readonly onDidChangeTreeData = this.changes.event;

  constructor(
    private readonly services: Services,
    private readonly reader: DatasetReader,
    private readonly lint: LintResults,
    /** Tokens of a file as an earlier window counted them. */
    private readonly knownTokens: (file: string) => Promise<TokenFigures | null>,
  ) {
    this.view = this.store.add(
      vscode.window.createTreeView(viewIds.datasets, {
        treeDataProvider: this,
        showCollapseAll: true,
      }),
    );
    const files = this.store.add(
      vscode.workspace.createFileSystemWatcher('**/*.{jsonl,ndjson,csv,tsv,parquet,json}'),
    );
    const noticed = ({ path: changed }: vscode.Uri): void => {
      if (!changed.includes('/.finetune/')) this.refresh();
    };
    files.onDidCreate(noticed);
    files.onDidChange(noticed);
    files.onDidDelete(noticed);
    this.store.add(services.configs.onDidChange(() => this.refresh()));
    this.store.add(lint.onDidChange((path) => this.noteProblems(path)));
    this.store.add(lint.onDidProgress((path) => this.noteProblems(path)));
    this.store.add(
      services.runs.onDidChange(({ listChanged }) => {
        if (listChanged) this.refresh();
      }),
    );
    this.store.add(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (affects(event, 'datasets.exclude')) this.refresh();
      }),
    );
  }

  refresh(): void {
    this.refreshing.request();
  }

  async getChildren(node?: DatasetsNode): Promise<DatasetsNode[]> {
    if (node === undefined) return this.roots();
    if (node.type === 'part') return [...node.children];
    // A click on a large file asks for what was not counted by itself.
    if (node.facts === null) await this.readFacts(node);
    const { path: name } = node.file.source;
    if (node.facts !== null) {
      const tokens = this.lint.get(name)?.tokens ?? (await this.knownTokens(name));
      return this.parts(node.file, node.facts, tokens);
    }
    // Lint reads on where a reader stops.
    const found = this.lint.get(name);
    return [
      ...problemParts(name, found),
      ...schemaPart(name, found),
      ...splitParts(name, this.services.configs.all()),
    ];
  }

  getTreeItem(node: DatasetsNode): vscode.TreeItem {
    if (node.type === 'part') return partItem(node);
    const { path: name } = node.file.source;
    this.wheres ??= foldersThatTell(
      [...this.nodes.values()].filter(isShown).map((each) => each.file.source.path),
    );
    const where = this.wheres.get(name) ?? null;
    return datasetItem(node, where, this.lint.get(name), this.lint.progress(name));
  }

  dispose(): void {
    this.store.dispose();
  }

  /** While a file is edited its problems change with every key: only what they are about is drawn again. */
  private noteProblems(path: string): void {
    const node = this.nodes.get(path);
    if (node === undefined) return;
    this.changedProblems.add(node);
    this.drawing.request();
  }

  private drawProblems(): void {
    for (const node of this.changedProblems) this.changes.fire(node);
    this.changedProblems.clear();
  }

  private async roots(): Promise<DatasetsNode[]> {
    await this.services.configs.ready;
    const { files, note } = await searchDatasets(this.services.configs.all());
    this.view.message = note ?? '';
    // Before this the view is not empty, only unread.
    setContext('datasetsRead', true);
    const nodes = new Map<string, DatasetNode>();
    for (const file of files) {
      const { path: name } = file.source;
      const known = this.nodes.get(name);
      const node: DatasetNode = { type: 'dataset', file, facts: null, failure: null };
      nodes.set(name, known === undefined ? node : Object.assign(known, { file }));
    }
    [this.nodes, this.wheres] = [nodes, null];
    void this.readAll([...nodes.values()]);
    return [...nodes.values()].filter(isShown);
  }

  /** Reads one after the other; a file that is no dataset after all goes from the list. */
  private async readAll(nodes: readonly DatasetNode[]): Promise<void> {
    let vanished = false;
    this.readings += 1;
    const reading = this.readings;
    for (const node of nodes) {
      // A later one has begun, and goes quickly over what is known.
      if (reading !== this.readings) return;
      const { path: name } = node.file.source;
      const size = await stat(name).then(
        (stats) => stats.size,
        () => null,
      );
      const limit = readSetting('datasets.summarizeUpToMB', vscode.Uri.file(name)) * 1e6;
      if (size !== null && size > limit && node.facts === null) {
        node.failure = `${formatBytes(size)}, open to count`;
        this.changes.fire(node);
        continue;
      }
      const before = isShown(node);
      const changed = await this.readFacts(node);
      if (this.nodes.get(name) !== node) return;
      if (isShown(node) !== before) vanished = true;
      else if (changed) this.changes.fire(node);
    }
    if (!vanished) return;
    this.wheres = null;
    this.refresh();
  }

  /** Whether the row reads differently now. */
  private async readFacts(node: DatasetNode): Promise<boolean> {
    const { facts, failure } = node;
    try {
      node.facts = await this.reader.read(node.file.source);
      node.failure = null;
    } catch (error) {
      node.facts = null;
      node.failure = error instanceof Error ? error.message : String(error);
    }
    return node.facts !== facts || node.failure !== failure;
  }

  private parts(file: DatasetFile, facts: DatasetFacts, tokens: TokenFigures | null): PartNode[] {
    const { path: name } = file.source;
    const columns = facts.columns.map((column) =>
      part(
        `${name}#column:${column.name}`,
        column.name,
        columnDescription(column, facts.rows),
        'symbol-field',
      ),
    );
    const found = this.lint.get(name);
    const parts = [
      ...problemParts(name, found),
      ...schemaPart(name, found),
      ...tokensPart(name, tokens),
    ];
    parts.push(...splitParts(name, this.services.configs.all()), ...columns);
    if (facts.labels.length > 0) {
      const labels = facts.labels.map(({ label, count }) =>
        part(`${name}#label:${label}`, label, labelDescription(count, facts.rows), 'tag'),
      );
      parts.push({
        ...part(`${name}#labels`, 'Labels', labelCount(facts), 'symbol-enum'),
        children: labels,
      });
    }
    const uses = datasetUses(name, facts.hash, this.services.runs.known()).map((use) => ({
      ...part(
        `${name}#use:${use.run.folder}:${use.dataset.split}`,
        use.run.record.name,
        useDescription(use),
        use.isSame ? 'check' : 'diff',
      ),
      command: {
        title: 'Open run',
        command: commandId('openRun'),
        arguments: [use.run.folder],
      },
    }));
    if (uses.length > 0) {
      parts.push({
        ...part(`${name}#uses`, 'Used by', countOf(uses.length, 'run'), 'graph-line'),
        children: uses,
      });
    }
    return parts;
  }
}

function labelCount({ labels, moreLabels }: DatasetFacts): string {
  return moreLabels > 0 ? `over ${formatCount(labels.length)}` : formatCount(labels.length);
}

/** A file that nobody names and that holds no rows with text is no dataset. */
function isShown({ file, facts, failure }: DatasetNode): boolean {
  if (file.isNamed) return true;
  if (facts !== null) return facts.rows > 0 && facts.columns.length > 0;
  return failure === null || !file.source.path.endsWith('.json');
}

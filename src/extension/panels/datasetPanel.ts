import path from 'node:path';
import * as vscode from 'vscode';
import { assertNever } from '../../protocol/assertNever';
import type {
  DatasetHead,
  DatasetUses,
  FromDatasetPage,
  RuleAction,
  ToDatasetPage,
} from '../../protocol/datasetPage';
import type { CommandName } from '../contributions';
import type { DatasetPageRequest, PageSetup, PageThread } from '../datasets/datasetPageRequest';
import { usesOfFile } from '../datasets/usesOfFile';
import { DisposableStore } from '../disposables';
import type { RuleId } from '../../protocol/lint';
import type { LintFeature } from '../lint/lintFeature';
import { patternOfFile } from '../patternOfFile';
import { Throttle } from '../runs/throttle';
import type { Services } from '../services';
import { affects, readSetting } from '../settings';
import { openForFixes } from '../lint/openForFixes';
import { openPlace, showFailure } from '../showFailure';
import { WorkerThread } from '../workerThread';
import { DatasetFixes } from './datasetFixes';
import { parseFromDatasetPage } from './datasetMessages';
import { checkNotices, type Notice } from './datasetNotices';
import { openRow } from './openRow';
import type { Page, PageHost, PageKind } from './panel';

type Execute = (command: CommandName, ...parameters: unknown[]) => Thenable<unknown>;

/** A file that is being written is read again when it has been quiet so long. */
const quietMs = 1_000;

/** A file that is away for so long is gone. */
const goneMs = 500;

/** The page about a data file; its id is the file's path. */
export function datasetPageKind(
  services: Services,
  lint: LintFeature,
  execute: Execute,
): PageKind<FromDatasetPage, ToDatasetPage> {
  return {
    name: 'dataset',
    titleOf: (id) => path.basename(id),
    connect: (page) => new DatasetPage(services, lint, execute, page),
  };
}

const ruleCommands = {
  'fix-all': 'fixAllOfRule',
  suppress: 'suppressRule',
} as const satisfies Partial<Record<RuleAction, CommandName>>;

/** Passes messages between the page and the thread that reads the file. */
class DatasetPage implements PageHost<FromDatasetPage> {
  private readonly store = new DisposableStore();
  private readonly thread: WorkerThread<DatasetPageRequest, ToDatasetPage>;
  private hasFailed = false;
  /** The file is about to be opened, or is open. */
  private isOpening = false;
  /** How the thread reads and checks the file. */
  private shown: PageSetup | null = null;
  /** As the thread told it last. */
  private head: DatasetHead | null = null;
  private readonly fixes: DatasetFixes;
  /** What stands in the way of checking the file. */
  private hindrances: readonly Notice[] = [];
  private work: Promise<void> = Promise.resolve();
  private isLookDue = false;
  private isDisposed = false;

  readonly parse = parseFromDatasetPage;

  constructor(
    private readonly services: Services,
    private readonly lint: LintFeature,
    private readonly execute: Execute,
    private readonly page: Page<ToDatasetPage>,
  ) {
    const { id } = page;
    this.thread = new WorkerThread({
      file: services.programs.datasetPageWorker,
      workerData: { checkWorker: services.programs.datasetCheckWorker } satisfies PageThread,
      idleMs: null,
      isBusy: () => true,
      receive: (message) => this.show(message),
      ended: (reason, how) => {
        this.isOpening = false;
        if (how === 'failed') this.failed(reason);
      },
    });
    const told = (): void => this.sendNotices();
    this.fixes = this.store.add(new DatasetFixes(lint, id, told));
    const watcher = this.store.add(vscode.workspace.createFileSystemWatcher(patternOfFile(id)));
    const throttle = this.store.add(new Throttle(() => this.reopen(), quietMs));
    this.store.add(watcher.onDidChange(() => throttle.request()));
    this.store.add(watcher.onDidCreate(() => throttle.request()));
    // note: what is written anew as a whole is gone for a moment.
    this.store.add(watcher.onDidDelete(() => setTimeout(() => throttle.request(), goneMs)));
    this.store.add(
      services.configs.onDidChange(() => {
        this.sendHead();
        this.lookAgain();
      }),
    );
    this.store.add(
      services.runs.onDidChange(({ listChanged }) => {
        if (listChanged) this.sendHead();
      }),
    );
    this.store.add(lint.onDidChangeSuppressions(() => this.lookAgain()));
    this.store.add(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (affects(event, 'lint')) this.lookAgain();
      }),
    );
    // note: the page takes half a second to load; the file is read meanwhile.
    this.reopen();
  }

  sendSnapshot(): void {
    if (!this.isOpening || this.hasFailed) this.reopen();
    else this.enqueue(() => this.ask({ type: 'ready' }));
  }

  /** What goes wrong is told as of any command. */
  async receive(message: FromDatasetPage): Promise<void> {
    try {
      await this.act(message);
    } catch (error) {
      void showFailure(this.services.log, error);
    }
  }

  private async act(message: FromDatasetPage): Promise<void> {
    switch (message.type) {
      case 'open-line':
        return openPlace({ file: this.page.id, line: message.line });
      case 'reopen':
        this.reopen();
        return;
      case 'open':
        return this.open(message.what, message.path);
      case 'open-place':
        if (message.path === this.page.id) return openPlace({ ...message, file: message.path });
        return openRow(this.services, message);
      case 'fix':
        return this.fixes.fix(message);
      case 'suppress-row': {
        const { rule, line, column } = message;
        await openForFixes(this.lint, this.page.id);
        await this.execute('suppressOnRow', this.page.id, rule, line - 1, column - 1);
        return;
      }
      case 'rule':
        return this.actOnRule(message.rule, message.action);
      case 'act':
        await this.actionOf(message.id)?.();
        return;
      case 'ready':
      case 'rows':
      case 'view':
      case 'detail':
      case 'schema':
      case 'check':
      case 'stop':
        this.ask(message);
        return;
      default:
        return assertNever(message, 'message from the dataset page');
    }
  }

  dispose(): void {
    this.isDisposed = true;
    this.store.dispose();
    this.thread.end(new Error('The page is closed.'));
  }

  /** Opens what the head names; anything else is refused. */
  private async open(what: 'config' | 'dataset' | 'run', target: string): Promise<void> {
    const { configs, runs } = this.uses();
    const siblings = configs.flatMap((each) => each.siblings);
    const isIn = (paths: readonly string[]): boolean => paths.includes(target);
    if (what === 'config' && isIn(configs.map((config) => config.path)))
      await openPlace({ file: target });
    if (what === 'dataset' && isIn(siblings.map((sibling) => sibling.path)))
      await this.execute('openDataset', vscode.Uri.file(target));
    if (what === 'run' && isIn(runs.map(({ folder }) => folder)))
      await this.execute('openRun', target);
  }

  private async actOnRule(rule: RuleId, action: RuleAction): Promise<void> {
    if (action === 'explain') await this.execute('explainRule', rule);
    else await this.execute(ruleCommands[action], this.page.id, rule);
  }

  private reopen(): void {
    this.hasFailed = false;
    this.isOpening = true;
    this.enqueue(async () => {
      this.shown = await this.setup();
      this.ask({ type: 'open', ...this.shown });
    });
  }

  /** Settings, suppressions or a run config have changed: that may be nothing to this file. */
  private lookAgain(): void {
    // note: a suppression, settings and a config often change together: one look sees all of it.
    if (this.isLookDue) return;
    this.isLookDue = true;
    this.enqueue(async () => {
      this.isLookDue = false;
      const before = this.shown;
      if (before === null) return;
      const now = await this.setup();
      this.sendNotices();
      if (JSON.stringify(now) === JSON.stringify(before)) return;
      this.shown = now;
      const isReadAlike = JSON.stringify(now.setup.source) === JSON.stringify(before.setup.source);
      this.ask({ type: isReadAlike ? 'change' : 'open', ...now });
    });
  }

  private async setup(): Promise<PageSetup> {
    const uri = vscode.Uri.file(this.page.id);
    const isChecked = readSetting('lint.enabled', uri);
    const setup = await this.lint.setupIfChecked(uri);
    this.hindrances = checkNotices(this.page.id, isChecked);
    return { setup, isChecked };
  }

  /** One thing after the other: what is asked last holds. */
  private enqueue(job: () => void | Promise<void>): void {
    this.work = this.work
      .then(() => (this.isDisposed ? undefined : job()))
      .catch((error: unknown) => {
        this.services.log.error(error instanceof Error ? error : String(error));
      });
  }

  private ask(request: DatasetPageRequest): void {
    if (!this.isDisposed) this.thread.send(request);
  }

  private show(message: ToDatasetPage): void {
    if (message.type === 'failed') this.hasFailed = true;
    this.page.post(this.withUses(message));
    if (message.type === 'snapshot') this.sendNotices();
  }

  private failed(reason: Error): void {
    this.services.log.error(reason);
    const message = 'Reading the dataset failed. The output channel Fine-Tune says why.';
    this.page.post({ type: 'failed', message });
  }

  private notices(): readonly Notice[] {
    return [...this.hindrances, ...this.fixes.notices()];
  }

  private sendNotices(): void {
    const notices = this.notices().map(({ severity, words, actions }) => ({
      ...{ severity, words },
      actions: actions.map(({ label }) => ({ id: actionId(words, label), label })),
    }));
    this.page.post({ type: 'notices', notices });
  }

  /** Undefined: what the page shows is no longer so. */
  private actionOf(id: string): (() => unknown) | undefined {
    for (const { words, actions } of this.notices())
      for (const { label, run } of actions) if (actionId(words, label) === id) return run;
    return undefined;
  }

  /** Again, since run configs or runs have changed. */
  private sendHead(): void {
    if (this.head !== null) this.page.post(this.withUses({ type: 'head', head: this.head }));
  }

  private withUses(message: ToDatasetPage): ToDatasetPage {
    if (message.type !== 'snapshot' && message.type !== 'head') return message;
    this.head = message.head;
    return { ...message, head: { ...message.head, uses: this.uses() } };
  }

  private uses(): DatasetUses {
    return usesOfFile(this.page.id, this.services);
  }
}

function actionId(words: string, label: string): string {
  return `${words}\n${label}`;
}

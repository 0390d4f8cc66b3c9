import { assertNever } from '../../protocol/assertNever';
import type { RunRecord } from '../../protocol/run';
import type { FromRunPage, RunAction, RunSnapshot, ToRunPage } from '../../protocol/pages';
import { originalOf } from '../audits/lineage';
import type { CommandName } from '../contributions';
import { DisposableStore } from '../disposables';
import { distinctNames, tabTitle } from '../runs/distinctNames';
import type { KnownRun } from '../runs/knownRun';
import { MetricsTail, readForPage } from '../runs/metricsTail';
import type { Services } from '../services';
import { setContext } from '../settings';
import { nameFromFolder } from '../views/runText';
import { parseFromRunPage } from './messages';
import { openRow } from './openRow';
import type { Page, PageHost, PageKind } from './panel';
import { readEvaluations, readLog, runSnapshot } from './runSnapshot';

/** How far a page has been told about one run. */
interface Told {
  readonly tail: MetricsTail;
  readonly fault: string | null;
  logEnd: number;
  evaluations: ReadonlySet<string>;
  checkpoints: string;
}

type Execute = (command: CommandName, ...parameters: unknown[]) => Thenable<unknown>;

/** The run page: a snapshot when shown, then lines, record, log, checkpoints and evaluations as they come. */
export function runPageKind(
  services: Services,
  execute: Execute,
): PageKind<FromRunPage, ToRunPage> {
  return {
    name: 'run',
    titleOf: (id) => titleOf(services, id),
    connect: (page) => new RunPage(services, execute, page),
  };
}

class RunPage implements PageHost<FromRunPage> {
  private readonly store = new DisposableStore();
  private told = new Map<string, Told>();
  private overlaid: readonly string[] = [];
  private work: Promise<void> = Promise.resolve();

  readonly parse = parseFromRunPage;

  constructor(
    private readonly services: Services,
    private readonly execute: Execute,
    private readonly page: Page<ToRunPage>,
  ) {
    setContext('sawRun', true);
    let wasThere = this.isThere();
    this.store.add(
      services.runs.onDidChange(({ folders, listChanged }) => {
        if (wasThere && !this.isThere()) {
          page.close();
          return;
        }
        wasThere = this.isThere();
        page.setTitle(titleOf(services, page.id));
        // A page restored before its run was read, or one whose run is resumed elsewhere.
        if (listChanged) void this.enqueue(() => this.snapshot());
        else void this.enqueue(() => this.update(folders));
      }),
    );
    this.store.add(
      services.busy.onDidChange((folder) => {
        if (folder === page.id) this.sendBusy();
      }),
    );
  }

  sendSnapshot(): Promise<void> {
    return this.enqueue(() => this.snapshot());
  }

  async receive(message: FromRunPage): Promise<void> {
    switch (message.type) {
      case 'ready':
        return this.sendSnapshot();
      case 'action':
        if (!this.isShown(message.id)) return;
        if (message.action === 'compare-with-original') return this.compareWithOriginal(message.id);
        await this.execute(commands[message.action], message.id);
        return;
      case 'overlay':
        this.overlaid = message.ids.filter((id) => id !== this.page.id && this.known(id) !== null);
        return this.sendSnapshot();
      case 'open-run':
        if (this.known(message.id) !== null) await this.execute('openRun', message.id);
        return;
      case 'open-row':
        return openRow(this.services, message);
      default:
        return assertNever(message, 'message from the run page');
    }
  }

  dispose(): void {
    this.store.dispose();
  }

  private async compareWithOriginal(id: string): Promise<void> {
    const run = this.known(id);
    const original = run && (await originalOf(run, this.services.runs.known()));
    if (original !== null)
      await this.execute('compareRuns', original.folder, [original.folder, id]);
  }

  /** One thing after the other: a tail must not be read twice at once. */
  private enqueue(job: () => Promise<void>): Promise<void> {
    this.work = this.work.then(job).catch((error: unknown) => {
      this.services.log.error(error instanceof Error ? error : String(error));
    });
    return this.work;
  }

  private async snapshot(): Promise<void> {
    this.told = new Map();
    const run = this.known(this.page.id);
    if (run === null) return this.closeIfGone();
    const shown = { ...(await this.snapshotOf(run)), original: await this.originalOf(run) };
    const overlaid: RunSnapshot[] = [];
    for (const id of this.overlaid) {
      const other = this.known(id);
      if (other === null) continue;
      const snapshot = await this.snapshotOf(other);
      overlaid.push({ ...snapshot, record: this.recordOf(other) });
    }
    const names = this.names();
    const others = [...names]
      .filter(([folder]) => folder !== run.folder)
      .map(([folder, name]) => ({ id: folder, name }));
    this.page.post({ type: 'snapshot', shown, overlaid, others });
    this.sendBusy();
  }

  private async snapshotOf(run: KnownRun): Promise<RunSnapshot> {
    const tail = new MetricsTail(run.folder);
    const { lines, fault } = await readForPage(tail);
    const log = await readLog(run.folder, 0);
    this.told.set(run.folder, {
      tail,
      fault: fault?.reason ?? null,
      logEnd: log.end,
      evaluations: new Set(run.evaluations),
      checkpoints: run.checkpoints.join(),
    });
    return runSnapshot(run, { lines, fault, log: log.text }, this.services.runs.known());
  }

  private async originalOf(run: KnownRun): Promise<NonNullable<RunSnapshot['original']> | null> {
    const original = await originalOf(run, this.services.runs.known());
    if (original === null) return null;
    const { folder: id, record } = original;
    return { id, name: this.names().get(id) ?? record.name };
  }

  private async update(folders: readonly string[]): Promise<void> {
    for (const folder of folders) {
      const told = this.told.get(folder);
      const run = this.known(folder);
      if (run === null) continue;
      if (told === undefined) {
        if (folder === this.page.id) await this.snapshot();
        continue;
      }
      const { lines, restarted, fault } = await readForPage(told.tail);
      if (restarted || (fault?.reason ?? null) !== told.fault) return this.snapshot();
      this.page.post({ type: 'record', id: folder, record: this.recordOf(run) });
      if (lines.length > 0) this.page.post({ type: 'lines', id: folder, lines });
      await this.updateFiles(run, told);
    }
  }

  private async updateFiles(run: KnownRun, told: Told): Promise<void> {
    const { folder } = run;
    const log = await readLog(folder, told.logEnd);
    told.logEnd = log.end;
    if (log.text !== '') this.page.post({ type: 'log', id: folder, text: log.text });
    const checkpoints = run.checkpoints.join();
    if (checkpoints !== told.checkpoints) {
      told.checkpoints = checkpoints;
      this.page.post({ type: 'checkpoints', id: folder, steps: run.checkpoints });
    }
    const names = run.evaluations.filter((name) => !told.evaluations.has(name));
    for (const report of await readEvaluations(folder, names)) {
      this.page.post({ type: 'evaluation', id: folder, report });
    }
    told.evaluations = new Set(run.evaluations);
  }

  private isThere(): boolean {
    return this.services.runs.get(this.page.id) !== undefined;
  }

  /** A page may come back after its run was deleted; before the runs are read that cannot be told. */
  private async closeIfGone(): Promise<void> {
    await this.services.configs.ready;
    await this.services.runs.settled();
    if (!this.isThere()) this.page.close();
  }

  private names(): ReadonlyMap<string, string> {
    return distinctNames(this.services.runs.known());
  }

  /** Overlaid runs are told apart by their names; the page's own is the one that stands above. */
  private recordOf({ folder, record }: KnownRun): RunRecord {
    if (folder === this.page.id) return record;
    return { ...record, name: this.names().get(folder) ?? record.name };
  }

  private sendBusy(): void {
    const { id } = this.page;
    this.page.post({ type: 'busy', id, words: this.services.busy.get(id) });
  }

  private known(folder: string): KnownRun | null {
    const run = this.services.runs.get(folder);
    return run?.type === 'run' ? run : null;
  }

  private isShown(id: string): boolean {
    return this.known(id) !== null && (id === this.page.id || this.overlaid.includes(id));
  }
}

const commands: Readonly<Record<Exclude<RunAction, 'compare-with-original'>, CommandName>> = {
  stop: 'stop',
  resume: 'resume',
  evaluate: 'evaluate',
  audit: 'audit',
  'new-run-from-this': 'newRunFromThis',
  'show-log': 'showLog',
  'open-config': 'openRunConfig',
  'open-folder': 'revealRun',
  'export-csv': 'exportMetricsCsv',
  'copy-python': 'copyPythonSnippet',
  'checkpoint-now': 'checkpointNow',
  predict: 'predict',
};

function titleOf({ runs }: Services, id: string): string {
  const run = runs.get(id);
  if (run?.type !== 'run') return nameFromFolder(id);
  return tabTitle(run, runs.known(), Date.now() / 1_000);
}

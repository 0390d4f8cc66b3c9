import { assertNever } from '../../protocol/assertNever';
import type { FromComparePage, RunSnapshot, ToComparePage } from '../../protocol/pages';
import { RunAudits } from '../audits/runAudit';
import type { CommandName } from '../contributions';
import { DisposableStore } from '../disposables';
import type { DatasetReader } from '../datasets/datasetReader';
import { MetricsTail, readForPage } from '../runs/metricsTail';
import { Throttle } from '../runs/throttle';
import { distinctNames, tabTitle } from '../runs/distinctNames';
import type { Services } from '../services';
import { nameFromFolder } from '../views/runText';
import { compareEvaluations } from './compareEvaluations';
import type { Comparison } from './compareEvaluations';
import { parseFromComparePage } from './messages';
import { openRow } from './openRow';
import type { Page, PageHost, PageKind } from './panel';
import { readLog, runSnapshot } from './runSnapshot';

type Execute = (command: CommandName, ...parameters: unknown[]) => Thenable<unknown>;

/** A page holds whole snapshots: often enough to follow a run, seldom enough to stay calm. */
const intervalMs = 2_000;

/** The id of a compare page: the folders of its runs, in the order they are compared. */
export function compareId(folders: readonly string[]): string {
  return JSON.stringify(folders);
}

/** The compare page: complete snapshots of its runs, again while any of them changes. */
export function comparePageKind(
  services: Services,
  datasets: DatasetReader,
  execute: Execute,
): PageKind<FromComparePage, ToComparePage> {
  return {
    name: 'compare',
    titleOf: (id) => `Compare ${foldersOfId(id).map(nameFromFolder).join(', ')}`,
    connect: (page) => new ComparePage(services, datasets, execute, page),
  };
}

class ComparePage implements PageHost<FromComparePage> {
  private readonly store = new DisposableStore();
  private readonly audits = new RunAudits();
  private readonly folders: readonly string[];
  private compared: { readonly key: string; readonly comparison: Comparison } | null = null;

  readonly parse = parseFromComparePage;

  constructor(
    private readonly services: Services,
    private readonly datasets: DatasetReader,
    private readonly execute: Execute,
    private readonly page: Page<ToComparePage>,
  ) {
    this.folders = foldersOfId(page.id);
    const throttle = this.store.add(new Throttle(() => void this.refresh(), intervalMs));
    this.store.add(
      services.runs.onDidChange(({ folders, listChanged }) => {
        if (listChanged || folders.some((folder) => this.folders.includes(folder))) {
          throttle.request();
        }
      }),
    );
  }

  async sendSnapshot(): Promise<void> {
    await this.services.runs.settled();
    const all = this.services.runs.known();
    const names = distinctNames(all.filter(({ folder }) => this.folders.includes(folder)));
    const runs: RunSnapshot[] = [];
    for (const folder of this.folders) {
      const run = all.find((candidate) => candidate.folder === folder);
      if (run === undefined) continue;
      const { lines, fault } = await readForPage(new MetricsTail(folder));
      const { text } = await readLog(folder, 0);
      const snapshot = await runSnapshot(run, { lines, fault, log: text }, all);
      const name = names.get(folder) ?? run.record.name;
      runs.push({ ...snapshot, record: { ...snapshot.record, name } });
    }
    const titles = this.folders.flatMap((folder) => {
      const run = all.find((candidate) => candidate.folder === folder);
      return run === undefined ? [] : [tabTitle(run, all, Date.now() / 1_000)];
    });
    if (titles.length > 0) this.page.setTitle(`Compare ${titles.join(', ')}`);
    const audits = await this.audits.of(all.filter(({ folder }) => this.folders.includes(folder)));
    this.page.post({ type: 'snapshot', runs, audits, ...(await this.compare(runs)) });
  }

  private async refresh(): Promise<void> {
    try {
      await this.sendSnapshot();
    } catch (error) {
      this.services.log.error(error instanceof Error ? error : String(error));
    }
  }

  /** Reads the data file only when there is another evaluation, not with every step of a run. */
  private async compare(runs: readonly RunSnapshot[]): Promise<Comparison> {
    const key = JSON.stringify(
      runs.map(({ id, evaluations }) => [id, evaluations.map(({ createdAt }) => createdAt)]),
    );
    if (this.compared?.key !== key) {
      this.compared = { key, comparison: await compareEvaluations(runs, this.datasets) };
    }
    return this.compared.comparison;
  }

  async receive(message: FromComparePage): Promise<void> {
    switch (message.type) {
      case 'ready':
        return this.sendSnapshot();
      case 'open-run':
        if (this.folders.includes(message.id)) await this.execute('openRun', message.id);
        return;
      case 'open-row':
        return openRow(this.services, message);
      default:
        return assertNever(message, 'message from the compare page');
    }
  }

  dispose(): void {
    this.store.dispose();
  }
}

/** The folders in an id; empty when a restored id is damaged. */
function foldersOfId(id: string): readonly string[] {
  try {
    const raw: unknown = JSON.parse(id);
    return Array.isArray(raw) ? raw.filter((folder) => typeof folder === 'string') : [];
  } catch {
    return [];
  }
}

import path from 'node:path';
import { Worker } from 'node:worker_threads';
import * as vscode from 'vscode';
import type { RowModel } from '../../data/browse/tokenPieces';
import type { FromDatasetPage, ToDatasetPage } from '../../protocol/datasetPage';
import type { DataSource } from '../../protocol/runConfig';
import type { DatasetPageRequest } from '../datasets/datasetPageRequest';
import { datasetUses } from '../datasets/datasetText';
import { namedSources } from '../datasets/namedSources';
import { DisposableStore } from '../disposables';
import { Throttle } from '../runs/throttle';
import type { Services } from '../services';
import { openPlace } from '../showFailure';
import { parseFromDatasetPage } from './datasetMessages';
import type { Page, PageHost, PageKind } from './panel';
import { sourcesOf } from '../../protocol/runConfig';

/** A file that is being written is read again when it has been quiet so long. */
const quietMs = 1_000;

/** The page about a data file; its id is the file's path. */
export function datasetPageKind(services: Services): PageKind<FromDatasetPage, ToDatasetPage> {
  return {
    name: 'dataset',
    titleOf: (id) => path.basename(id),
    connect: (page) => new DatasetPage(services, page),
  };
}

/** Passes messages between the page and the thread that reads the file. */
class DatasetPage implements PageHost<FromDatasetPage> {
  private readonly store = new DisposableStore();
  private worker: Worker | null = null;
  private hasFailed = false;

  readonly parse = parseFromDatasetPage;

  constructor(
    private readonly services: Services,
    private readonly page: Page<ToDatasetPage>,
  ) {
    const { id } = page;
    const pattern = new vscode.RelativePattern(path.dirname(id), path.basename(id));
    const watcher = this.store.add(vscode.workspace.createFileSystemWatcher(pattern));
    const throttle = this.store.add(new Throttle(() => this.reopen(), quietMs));
    this.store.add(watcher.onDidChange(() => throttle.request()));
    this.store.add(watcher.onDidCreate(() => throttle.request()));
  }

  sendSnapshot(): void {
    if (this.worker === null || this.hasFailed) this.reopen();
    else this.ask({ type: 'ready' });
  }

  async receive(message: FromDatasetPage): Promise<void> {
    if (message.type === 'open-line') {
      await openPlace({ file: this.page.id, line: message.line });
      return;
    }
    this.ask(message);
  }

  dispose(): void {
    this.store.dispose();
    void this.worker?.terminate();
  }

  private reopen(): void {
    this.hasFailed = false;
    this.ask({ type: 'open', source: this.source(), model: this.model() });
  }

  private ask(request: DatasetPageRequest): void {
    this.worker ??= this.start();
    this.worker.postMessage(request);
  }

  private start(): Worker {
    const worker = new Worker(this.services.programs.datasetPageWorker);
    worker.on('message', (message: ToDatasetPage) => {
      if (message.type === 'failed') this.hasFailed = true;
      this.page.post(this.withUses(message));
    });
    worker.on('error', (error) => {
      this.services.log.error(error instanceof Error ? error : String(error));
      this.worker = null;
      const message = 'Reading the dataset failed. The output channel Fine-Tune says why.';
      this.page.post({ type: 'failed', message });
    });
    worker.unref();
    return worker;
  }

  /** As a run config reads it, else as the file itself says. */
  private source(): DataSource {
    const { id } = this.page;
    const named = namedSources(this.services.configs.all()).find((each) => each.path === id);
    return named ?? { path: id, format: null, header: null, columns: null };
  }

  /** The model of the first run config that names the file. */
  private model(): RowModel | null {
    const { id } = this.page;
    for (const { lastGood } of this.services.configs.all()) {
      if (lastGood === null || !sourcesOf(lastGood.data).some(({ path: file }) => file === id))
        continue;
      return { path: lastGood.model, maxLength: lastGood.training.maxLength };
    }
    return null;
  }

  private withUses(message: ToDatasetPage): ToDatasetPage {
    if (message.type !== 'snapshot' && message.type !== 'head') return message;
    const uses = datasetUses(this.page.id, null, this.services.runs.known());
    const words = new Set(uses.map(({ run, dataset }) => `${dataset.split} of ${run.record.name}`));
    return { ...message, head: { ...message.head, uses: [...words].slice(0, 4) } };
  }
}

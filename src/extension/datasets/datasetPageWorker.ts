import { parentPort, workerData } from 'node:worker_threads';
import { DatasetBrowser } from '../../data/browse/datasetBrowser';
import type { HowToShow } from '../../data/browse/howToShow';
import { schemaNames } from '../../data/schemas/schema';
import { assertNever } from '../../protocol/assertNever';
import type { ToDatasetPage } from '../../protocol/datasetPage';
import type { DatasetPageRequest, PageSetup, PageThread } from './datasetPageRequest';
import { browserSetup } from './browserSetup';
import { checkInThread } from './checkInThread';
import { failureSentence } from './failureSentence';

const { checkWorker } = workerData as PageThread;

/** One dataset being looked at, away from the extension host: a thread a page, which answers also while rows are checked. */
let browser: DatasetBrowser | null = null;

parentPort?.on('message', (request: DatasetPageRequest) => {
  answer(request).catch((error: unknown) => {
    if (!isStop(error)) send({ type: 'failed', message: failureSentence(error) });
  });
});

function send(message: ToDatasetPage): void {
  parentPort?.postMessage(message);
}

function howToShow({ setup, isChecked }: PageSetup): HowToShow {
  return browserSetup({ setup, isChecked }, checkInThread(checkWorker, setup));
}

async function answer(request: DatasetPageRequest): Promise<void> {
  if (request.type === 'open') {
    const firstVersion = (browser?.version ?? 0) + 1;
    browser?.dispose();
    browser = new DatasetBrowser({ ...howToShow(request), firstVersion, send });
    browser.sendSnapshot();
    return browser.open();
  }
  if (browser === null) return;
  switch (request.type) {
    case 'change':
      return browser.change(howToShow(request));
    case 'ready':
      browser.sendSnapshot();
      return;
    case 'rows':
      return browser.sendRows(request.version, request.at, request.count);
    case 'view':
      return browser.setView(request.filter, request.order);
    case 'detail':
      return browser.sendDetail(request.row);
    case 'schema':
      return browser.setSchema(schemaNames.find((name) => name === request.name) ?? null);
    case 'stop':
      browser.stop();
      return;
    case 'check':
      return browser.check();
    default:
      assertNever(request, 'request');
  }
}

/** Work that was given up because something else was asked for. */
function isStop(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

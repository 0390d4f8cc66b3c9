import { parentPort } from 'node:worker_threads';
import { DatasetBrowser } from '../../data/browse/datasetBrowser';
import { schemaNames } from '../../data/schemas/schema';
import { assertNever } from '../../protocol/assertNever';
import type { ToDatasetPage } from '../../protocol/datasetPage';
import { UserError } from '../../protocol/errors';
import { formatCount } from '../../protocol/formatNumber';
import type { DatasetPageRequest } from './datasetPageRequest';
import { browserSetup } from './browserSetup';

/** One dataset being looked at, away from the extension host: a thread a page. */
let browser: DatasetBrowser | null = null;

parentPort?.on('message', (request: DatasetPageRequest) => {
  answer(request).catch((error: unknown) => {
    if (!isStop(error)) send({ type: 'failed', message: sentence(error) });
  });
});

function send(message: ToDatasetPage): void {
  parentPort?.postMessage(message);
}

async function answer(request: DatasetPageRequest): Promise<void> {
  if (request.type === 'open') {
    const firstVersion = (browser?.version ?? 0) + 1;
    browser?.dispose();
    browser = new DatasetBrowser({ ...browserSetup(request), firstVersion, send });
    browser.sendSnapshot();
    return browser.open();
  }
  if (browser === null) return;
  switch (request.type) {
    case 'change':
      return browser.change(browserSetup(request));
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

function sentence(error: unknown): string {
  if (error instanceof UserError) {
    const { place, message, next } = error;
    const line = place?.line === undefined ? '' : `Line ${formatCount(place.line)}: `;
    return `${line}${message}${next === undefined ? '' : ` ${next}`}`;
  }
  return error instanceof Error ? error.message : String(error);
}

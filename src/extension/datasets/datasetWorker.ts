import { parentPort } from 'node:worker_threads';
import { requireSuite } from '../../audit/requireSuite';
import { hashFile } from '../../data/hashFile';
import { rowTexts } from '../../data/rowTexts';
import { summariseDataset } from '../../data/summariseDataset';
import { assertNever } from '../../protocol/assertNever';
import { UserError } from '../../protocol/errors';
import { formatCount } from '../../protocol/formatNumber';
import { sentError } from '../sentError';
import type { DatasetReply, DatasetRequest } from './datasetFacts';

/** Reads datasets away from the extension host: one request after the other. */
let work: Promise<void> = Promise.resolve();

parentPort?.on('message', (request: DatasetRequest) => {
  work = work.then(async () => parentPort?.postMessage(await answer(request)));
});

async function answer(request: DatasetRequest): Promise<DatasetReply> {
  const { id } = request;
  try {
    switch (request.type) {
      case 'facts': {
        const { source, fields } = request;
        const summary = await summariseDataset(source, fields === null ? {} : { fields });
        const hash = await hashFile(source.path);
        return { type: 'facts', id, facts: { ...summary, hash } };
      }
      case 'texts': {
        const texts = await rowTexts(request.source, request.column, new Set(request.rows));
        return { type: 'texts', id, texts };
      }
      case 'suite': {
        const refused = await requireSuite(request.kind, request.path).then(() => null, sentError);
        return { type: 'suite', id, refused };
      }
      default:
        return assertNever(request, 'request');
    }
  } catch (error) {
    return { type: 'failure', id, reason: sentence(error) };
  }
}

function sentence(error: unknown): string {
  if (!(error instanceof UserError)) return error instanceof Error ? error.message : String(error);
  const { place, message } = error;
  return place?.line === undefined ? message : `Line ${formatCount(place.line)}: ${message}`;
}

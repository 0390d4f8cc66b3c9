import { parentPort } from 'node:worker_threads';
import { hashFile } from '../../data/hashFile';
import { rowTexts } from '../../data/rowTexts';
import { summariseDataset } from '../../data/summariseDataset';
import { UserError } from '../../protocol/errors';
import { formatCount } from '../../protocol/formatNumber';
import type { DatasetReply, DatasetRequest } from './datasetFacts';

/** Reads datasets away from the extension host: one request after the other. */
let work: Promise<void> = Promise.resolve();

parentPort?.on('message', (request: DatasetRequest) => {
  work = work.then(async () => parentPort?.postMessage(await answer(request)));
});

async function answer(request: DatasetRequest): Promise<DatasetReply> {
  const { id, source } = request;
  try {
    switch (request.type) {
      case 'facts': {
        const { fields } = request;
        const summary = await summariseDataset(source, fields === null ? {} : { fields });
        const hash = await hashFile(source.path);
        return { type: 'facts', id, facts: { ...summary, hash } };
      }
      case 'texts': {
        const texts = await rowTexts(source, request.column, new Set(request.rows));
        return { type: 'texts', id, texts };
      }
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

import { parentPort } from 'node:worker_threads';
import { hashFile } from '../../data/hashFile';
import { summariseDataset } from '../../data/summariseDataset';
import { printPlace, UserError } from '../../protocol/errors';
import type { DatasetReply, DatasetRequest } from './datasetFacts';

/** Reads datasets away from the extension host: one request after the other. */
let work: Promise<void> = Promise.resolve();

parentPort?.on('message', (request: DatasetRequest) => {
  work = work.then(async () => parentPort?.postMessage(await answer(request)));
});

async function answer({ id, source }: DatasetRequest): Promise<DatasetReply> {
  try {
    const summary = await summariseDataset(source);
    return { id, facts: { ...summary, hash: await hashFile(source.path) } };
  } catch (error) {
    return { id, failure: sentence(error) };
  }
}

function sentence(error: unknown): string {
  if (!(error instanceof UserError)) return error instanceof Error ? error.message : String(error);
  const { place, message } = error;
  return place?.line === undefined ? message : `${printPlace(place)}: ${message}`;
}

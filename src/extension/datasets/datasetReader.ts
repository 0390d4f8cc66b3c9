import { stat } from 'node:fs/promises';
import type { DataSource } from '../../protocol/runConfig';
import { WorkerClient } from '../workerClient';
import type { DatasetFacts, DatasetReply, DatasetRequest } from './datasetFacts';

/** Reads datasets in a worker thread, one after the other; each version of a file once. */
export class DatasetReader {
  private readonly client: WorkerClient<DatasetRequest, DatasetReply>;
  private readonly known = new Map<string, { version: string; facts: Promise<DatasetFacts> }>();

  constructor(workerFile: string) {
    this.client = new WorkerClient(workerFile);
  }

  /** Facts of a data file as it is now. @throws Error with a sentence when it cannot be read */
  async read(source: DataSource): Promise<DatasetFacts> {
    const { mtimeMs, size } = await stat(source.path);
    const version = `${mtimeMs} ${size} ${JSON.stringify(source)}`;
    const known = this.known.get(source.path);
    if (known?.version === version) return known.facts;
    const facts = this.facts(source);
    this.known.set(source.path, { version, facts });
    return facts;
  }

  /** Texts of a column by row number. @throws Error with a sentence when the file cannot be read */
  async texts(
    source: DataSource,
    column: string,
    rows: readonly number[],
  ): Promise<ReadonlyMap<number, string>> {
    const reply = await this.client.ask({
      type: 'texts',
      source,
      column,
      rows,
    });
    if (reply.type !== 'texts') throw new Error(failureOf(reply));
    return reply.texts;
  }

  dispose(): void {
    this.client.dispose();
  }

  private async facts(source: DataSource): Promise<DatasetFacts> {
    const reply = await this.client.ask({ type: 'facts', source });
    if (reply.type !== 'facts') throw new Error(failureOf(reply));
    return reply.facts;
  }
}

function failureOf(reply: DatasetReply): string {
  return reply.type === 'failure' ? reply.reason : 'The worker answered something else.';
}

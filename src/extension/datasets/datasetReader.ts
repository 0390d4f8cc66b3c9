import { stat } from 'node:fs/promises';
import type { SuiteKind } from '../../audit/suiteForm';
import type { DataSource, Fields } from '../../protocol/runConfig';
import { receivedError } from '../sentError';
import { WorkerClient } from '../workerClient';
import type { DatasetFacts, DatasetReply, DatasetRequest } from './datasetFacts';

/** Reads datasets in a worker thread, one after the other; each version of a file once. */
export class DatasetReader {
  private readonly client: WorkerClient<DatasetRequest, DatasetReply>;
  private readonly known = new Map<string, { version: string; facts: Promise<DatasetFacts> }>();

  constructor(workerFile: string) {
    this.client = new WorkerClient(workerFile);
  }

  /**
   * Facts of a data file as it is now.
   * @param fields columns that a run config names; those it leaves open are recognised
   * @throws Error with a sentence when it cannot be read
   */
  async read(source: DataSource, fields: Fields | null = null): Promise<DatasetFacts> {
    const named = fields?.text == null && fields?.label == null ? null : fields;
    const { mtimeMs, size } = await stat(source.path);
    const version = `${mtimeMs} ${size} ${JSON.stringify(source)}`;
    const key = `${source.path} ${JSON.stringify(named)}`;
    const known = this.known.get(key);
    if (known?.version === version) return known.facts;
    const facts = this.facts(source, named);
    this.known.set(key, { version, facts });
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

  /** Reads a suite of an audit. @throws UserError with the place of what an audit could not ask */
  async requireSuite(kind: SuiteKind, file: string): Promise<void> {
    const reply = await this.client.ask({ type: 'suite', kind, path: file });
    if (reply.type !== 'suite') throw new Error(failureOf(reply));
    if (reply.refused !== null) throw receivedError(reply.refused);
  }

  dispose(): void {
    this.client.dispose();
  }

  private async facts(source: DataSource, fields: Fields | null): Promise<DatasetFacts> {
    const reply = await this.client.ask({ type: 'facts', source, fields });
    if (reply.type !== 'facts') throw new Error(failureOf(reply));
    return reply.facts;
  }
}

function failureOf(reply: DatasetReply): string {
  return reply.type === 'failure' ? reply.reason : 'The worker answered something else.';
}

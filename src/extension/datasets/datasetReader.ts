import { stat } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import type { DataSource } from '../../protocol/runConfig';
import type { DatasetFacts, DatasetReply, DatasetRequest } from './datasetFacts';

/** The worker goes when nothing was asked for so long. */
const idleMs = 30_000;

interface Waiting {
  readonly resolve: (reply: DatasetReply) => void;
  readonly reject: (error: Error) => void;
}

/** Reads datasets in a worker thread, one after the other; each version of a file once. */
export class DatasetReader {
  private worker: Worker | null = null;
  private idle: NodeJS.Timeout | null = null;
  private nextId = 1;
  private readonly waiting = new Map<number, Waiting>();
  private readonly known = new Map<string, { version: string; facts: Promise<DatasetFacts> }>();

  constructor(private readonly workerFile: string) {}

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
    const reply = await this.ask({ type: 'texts', id: this.nextId++, source, column, rows });
    if (reply.type !== 'texts') throw new Error(failureOf(reply));
    return reply.texts;
  }

  dispose(): void {
    this.end(new Error('The window is closing.'));
  }

  private async facts(source: DataSource): Promise<DatasetFacts> {
    const reply = await this.ask({ type: 'facts', id: this.nextId++, source });
    if (reply.type !== 'facts') throw new Error(failureOf(reply));
    return reply.facts;
  }

  private ask(request: DatasetRequest): Promise<DatasetReply> {
    return new Promise((resolve, reject) => {
      this.waiting.set(request.id, { resolve, reject });
      if (this.idle !== null) clearTimeout(this.idle);
      this.start().postMessage(request);
    });
  }

  private start(): Worker {
    if (this.worker !== null) return this.worker;
    const worker = new Worker(this.workerFile);
    worker.on('message', (reply: DatasetReply) => this.receive(reply));
    worker.on('error', (error) =>
      this.end(error instanceof Error ? error : new Error(String(error))),
    );
    worker.unref();
    this.worker = worker;
    return worker;
  }

  private receive(reply: DatasetReply): void {
    this.waiting.get(reply.id)?.resolve(reply);
    this.waiting.delete(reply.id);
    if (this.waiting.size > 0) return;
    this.idle = setTimeout(() => this.end(new Error('The worker was idle.')), idleMs);
    this.idle.unref();
  }

  private end(reason: Error): void {
    if (this.idle !== null) clearTimeout(this.idle);
    void this.worker?.terminate();
    this.worker = null;
    for (const { reject } of this.waiting.values()) reject(reason);
    this.waiting.clear();
  }
}

function failureOf(reply: DatasetReply): string {
  return reply.type === 'failure' ? reply.reason : 'The worker answered something else.';
}

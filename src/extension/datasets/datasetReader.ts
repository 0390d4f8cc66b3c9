import { stat } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import type { DataSource } from '../../protocol/runConfig';
import type { DatasetFacts, DatasetReply, DatasetRequest } from './datasetFacts';

/** The worker goes when nothing was asked for so long. */
const idleMs = 30_000;

interface Waiting {
  readonly resolve: (facts: DatasetFacts) => void;
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
    const facts = this.ask(source);
    this.known.set(source.path, { version, facts });
    return facts;
  }

  dispose(): void {
    this.end(new Error('The window is closing.'));
  }

  private ask(source: DataSource): Promise<DatasetFacts> {
    return new Promise((resolve, reject) => {
      const id = this.nextId++;
      this.waiting.set(id, { resolve, reject });
      if (this.idle !== null) clearTimeout(this.idle);
      const request: DatasetRequest = { id, source };
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
    const waiting = this.waiting.get(reply.id);
    this.waiting.delete(reply.id);
    if ('facts' in reply) waiting?.resolve(reply.facts);
    else waiting?.reject(new Error(reply.failure));
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

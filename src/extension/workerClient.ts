import { Worker } from 'node:worker_threads';

/** The worker goes when nothing was asked for so long. */
const idleMs = 30_000;

interface Waiting<Reply> {
  readonly resolve: (reply: Reply) => void;
  readonly reject: (error: Error) => void;
}

/** A worker thread that answers questions, started when the first is asked; `id` pairs question and answer. */
export class WorkerClient<
  Request extends { readonly id: number },
  Reply extends { readonly id: number },
> {
  private worker: Worker | null = null;
  private idle: NodeJS.Timeout | null = null;
  private lastId = 0;
  private readonly waiting = new Map<number, Waiting<Reply>>();

  constructor(private readonly workerFile: string) {}

  /** Of the next question. */
  nextId(): number {
    this.lastId += 1;
    return this.lastId;
  }

  ask(request: Request): Promise<Reply> {
    return new Promise((resolve, reject) => {
      this.waiting.set(request.id, { resolve, reject });
      if (this.idle !== null) clearTimeout(this.idle);
      this.start().postMessage(request);
    });
  }

  dispose(): void {
    this.end(new Error('The window is closing.'));
  }

  /** Ends the worker; what was asked fails with this reason, and the next question starts another. */
  end(reason: Error): void {
    if (this.idle !== null) clearTimeout(this.idle);
    void this.worker?.terminate();
    this.worker = null;
    const asked = [...this.waiting.values()];
    this.waiting.clear();
    for (const { reject } of asked) reject(reason);
  }

  private start(): Worker {
    if (this.worker !== null) return this.worker;
    const worker = new Worker(this.workerFile);
    worker.on('message', (reply: Reply) => this.receive(reply));
    worker.on('error', (error) =>
      this.end(error instanceof Error ? error : new Error(String(error))),
    );
    worker.unref();
    this.worker = worker;
    return worker;
  }

  private receive(reply: Reply): void {
    this.waiting.get(reply.id)?.resolve(reply);
    this.waiting.delete(reply.id);
    if (this.waiting.size > 0) return;
    this.idle = setTimeout(() => this.end(new Error('The worker was idle.')), idleMs);
    this.idle.unref();
  }
}

import { Worker } from 'node:worker_threads';

/** What a thread runs and who hears of it. */
interface WorkerThreadSetup<FromWorker> {
  readonly file: string;
  /** Handed to the thread when it starts. */
  readonly workerData?: unknown;
  /** The thread goes when it was not busy for so long; null: it stays. */
  readonly idleMs: number | null;
  /** Whether it is still needed: it holds something, or owes an answer. */
  readonly isBusy: () => boolean;
  readonly receive: (message: FromWorker) => void;
  /** It has ended and forgotten everything. `failed` tells whether it ended by itself. */
  readonly ended: (reason: Error, how: 'failed' | 'ended') => void;
}

/** A worker thread, started when it is first sent something, and again after it has ended. It does not keep the process alive. */
export class WorkerThread<ToWorker, FromWorker> {
  private worker: Worker | null = null;
  private idle: NodeJS.Timeout | null = null;

  constructor(private readonly setup: WorkerThreadSetup<FromWorker>) {}

  get isRunning(): boolean {
    return this.worker !== null;
  }

  send(message: ToWorker): void {
    this.worker ??= this.start();
    this.worker.postMessage(message);
    this.restartIdle();
  }

  /** Ends the thread; the next message starts another. */
  end(reason: Error): void {
    this.stop(reason, 'ended');
  }

  private start(): Worker {
    const worker = new Worker(this.setup.file, { workerData: this.setup.workerData });
    const isCurrent = (): boolean => this.worker === worker;
    worker.on('message', (message: FromWorker) => {
      // note: a thread that was ended may have spoken before it heard of it.
      if (!isCurrent()) return;
      this.setup.receive(message);
      this.restartIdle();
    });
    worker.on('error', (error) => {
      const reason = error instanceof Error ? error : new Error(String(error));
      if (isCurrent()) this.stop(reason, 'failed');
    });
    worker.on('exit', () => {
      if (isCurrent()) this.stop(new Error('The worker ended.'), 'failed');
    });
    worker.unref();
    return worker;
  }

  private restartIdle(): void {
    if (this.idle !== null) clearTimeout(this.idle);
    this.idle = null;
    const { idleMs, isBusy } = this.setup;
    if (idleMs === null || this.worker === null || isBusy()) return;
    this.idle = setTimeout(() => this.end(new Error('The worker was idle.')), idleMs);
    this.idle.unref();
  }

  private stop(reason: Error, how: 'failed' | 'ended'): void {
    if (this.idle !== null) clearTimeout(this.idle);
    this.idle = null;
    const { worker } = this;
    this.worker = null;
    void worker?.terminate();
    this.setup.ended(reason, how);
  }
}

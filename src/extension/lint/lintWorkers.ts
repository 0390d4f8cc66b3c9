import { Worker } from 'node:worker_threads';
import { Emitter } from '../emitter';
import type { FromLintWorker, LintAnswer, LintQuestion, ToLintWorker } from './lintMessages';
import { assertNever } from '../../protocol/assertNever';

/** What a worker does: rows by themselves, as they are typed; or what takes all rows, and whole files. */
export const lintParts = ['rows', 'files'] as const;
export type LintPart = (typeof lintParts)[number];

/** A thread that is idle for so long, without an open dataset, ends. */
const idleMs = 60_000;

interface Waiting {
  readonly resolve: (answer: LintAnswer) => void;
  readonly reject: (error: Error) => void;
  readonly report: (share: number) => void;
}

/** One lint thread: started when first needed, and again after it failed. */
export class LintWorker {
  private worker: Worker | null = null;
  private idle: NodeJS.Timeout | null = null;
  private nextId = 1;
  private readonly waiting = new Map<number, Waiting>();
  private readonly open = new Set<string>();
  private readonly findings = new Emitter<FromLintWorker & { readonly type: 'findings' }>();
  private readonly failures = new Emitter<Error>();

  readonly onFindings = this.findings.event;
  /** The thread ended by itself: it has forgotten its documents. */
  readonly onFailure = this.failures.event;

  constructor(
    private readonly file: string,
    readonly part: LintPart,
  ) {}

  send(message: ToLintWorker): void {
    if (message.type === 'open') this.open.add(message.path);
    if (message.type === 'close') this.open.delete(message.path);
    this.start().postMessage(message);
    this.restartIdle();
  }

  /** @throws Error with a sentence when it cannot be done; the signal's reason when given up */
  ask(
    question: LintQuestion,
    {
      signal,
      report = () => undefined,
    }: { readonly signal?: AbortSignal; readonly report?: (share: number) => void } = {},
  ): Promise<LintAnswer> {
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const giveUp = (): void => {
        this.waiting.delete(id);
        this.send({ type: 'cancel', id });
        reject(signal?.reason instanceof Error ? signal.reason : new Error('Cancelled.'));
      };
      signal?.addEventListener('abort', giveUp, { once: true });
      const settle = (): void => signal?.removeEventListener('abort', giveUp);
      this.waiting.set(id, {
        resolve(answer) {
          settle();
          resolve(answer);
        },
        reject(error) {
          settle();
          reject(error);
        },
        report,
      });
      this.send({ type: 'ask', id, question });
    });
  }

  dispose(): void {
    this.end(new Error('The window is closing.'));
    this.findings.dispose();
    this.failures.dispose();
  }

  private start(): Worker {
    if (this.worker !== null) return this.worker;
    const worker = new Worker(this.file, { workerData: { part: this.part } });
    worker.on('message', (message: FromLintWorker) => this.receive(message));
    worker.on('error', (error) => {
      const reason = error instanceof Error ? error : new Error(String(error));
      this.end(reason);
      this.failures.fire(reason);
    });
    worker.unref();
    this.worker = worker;
    return worker;
  }

  private receive(message: FromLintWorker): void {
    switch (message.type) {
      case 'findings':
        this.findings.fire(message);
        return;
      case 'progress':
        this.waiting.get(message.id)?.report(message.share);
        return;
      case 'answer':
        this.waiting.get(message.id)?.resolve(message.answer);
        break;
      case 'failure':
        this.waiting.get(message.id)?.reject(new Error(message.reason));
        break;
      default:
        assertNever(message, 'message');
    }
    this.waiting.delete(message.id);
    this.restartIdle();
  }

  private restartIdle(): void {
    if (this.idle !== null) clearTimeout(this.idle);
    this.idle = null;
    if (this.open.size > 0 || this.waiting.size > 0) return;
    this.idle = setTimeout(() => this.end(new Error('The worker was idle.')), idleMs);
    this.idle.unref();
  }

  private end(reason: Error): void {
    if (this.idle !== null) clearTimeout(this.idle);
    void this.worker?.terminate();
    this.worker = null;
    this.open.clear();
    for (const { reject } of this.waiting.values()) reject(reason);
    this.waiting.clear();
  }
}

import { assertNever } from '../../protocol/assertNever';
import { Emitter } from '../emitter';
import { OpenQuestions, type QuestionOptions } from '../openQuestions';
import { receivedError } from '../sentError';
import { WorkerThread } from '../workerThread';
import type { FromLintWorker, LintAnswer, LintQuestion, ToLintWorker } from './lintMessages';

/** What a worker does: rows by themselves, as they are typed; or what takes all rows, and whole files. */
export const lintParts = ['rows', 'files'] as const;
export type LintPart = (typeof lintParts)[number];

/** A thread that is idle for so long, without an open dataset, ends. */
const idleMs = 60_000;

/** One lint thread: started when first needed, and again after it failed. */
export class LintWorker {
  private readonly thread: WorkerThread<ToLintWorker, FromLintWorker>;
  private readonly questions = new OpenQuestions<LintAnswer>();
  private readonly open = new Set<string>();
  private readonly findings = new Emitter<FromLintWorker & { readonly type: 'findings' }>();
  private readonly failures = new Emitter<Error>();

  readonly onFindings = this.findings.event;
  /** The thread ended by itself: it has forgotten its documents. */
  readonly onFailure = this.failures.event;

  constructor(
    file: string,
    readonly part: LintPart,
  ) {
    this.thread = new WorkerThread({
      ...{ file, workerData: { part }, idleMs },
      isBusy: () => this.open.size > 0 || this.questions.count > 0,
      receive: (message) => this.receive(message),
      ended: (reason, how) => {
        this.open.clear();
        this.questions.failAll(reason);
        if (how === 'failed') this.failures.fire(reason);
      },
    });
  }

  send(message: ToLintWorker): void {
    if (message.type === 'open') this.open.add(message.path);
    if (message.type === 'close') this.open.delete(message.path);
    this.thread.send(message);
  }

  /** @throws UserError when it cannot be done; the signal's reason when given up */
  ask(question: LintQuestion, options: QuestionOptions = {}): Promise<LintAnswer> {
    return this.questions.ask(
      (id) => this.send({ type: 'ask', id, question }),
      options,
      (id) => this.send({ type: 'cancel', id }),
    );
  }

  dispose(): void {
    this.thread.end(new Error('The window is closing.'));
    this.findings.dispose();
    this.failures.dispose();
  }

  private receive(message: FromLintWorker): void {
    switch (message.type) {
      case 'findings':
        this.findings.fire(message);
        return;
      case 'progress':
        this.questions.report(message.id, message.share);
        return;
      case 'answer':
        this.questions.answer(message.id, message.answer);
        return;
      case 'failure':
        this.questions.fail(message.id, receivedError(message.reason));
        return;
      default:
        assertNever(message, 'message');
    }
  }
}

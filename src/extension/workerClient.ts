import { OpenQuestions } from './openQuestions';
import { WorkerThread } from './workerThread';

/** The thread goes when nothing was asked for so long. */
const idleMs = 30_000;

/** Without the number that pairs it with its answer. */
type Unnumbered<Request> = Request extends unknown ? Omit<Request, 'id'> : never;

/** A worker thread that answers questions, each with one reply that carries the question's number. */
export class WorkerClient<
  Request extends { readonly id: number },
  Reply extends { readonly id: number },
> {
  private readonly questions = new OpenQuestions<Reply>();
  private readonly thread: WorkerThread<{ readonly id: number }, Reply>;

  constructor(file: string) {
    this.thread = new WorkerThread({
      ...{ file, idleMs },
      isBusy: () => this.questions.count > 0,
      receive: (reply) => this.questions.answer(reply.id, reply),
      ended: (reason) => this.questions.failAll(reason),
    });
  }

  ask(request: Unnumbered<Request>): Promise<Reply> {
    return this.questions.ask((id) => this.thread.send({ ...request, id }));
  }

  dispose(): void {
    this.end(new Error('The window is closing.'));
  }

  /** Ends the thread; what was asked fails with this reason, and the next question starts another. */
  end(reason: Error): void {
    this.thread.end(reason);
  }
}

interface Open<Reply> {
  readonly resolve: (reply: Reply) => void;
  readonly reject: (error: Error) => void;
  readonly report: (share: number) => void;
}

/** How a question is asked: what gives it up, and who hears how far its answer has come. */
export interface QuestionOptions {
  readonly signal?: AbortSignal;
  readonly report?: (share: number) => void;
}

/** Questions to somebody else that are not answered yet; their number pairs question and answer. */
export class OpenQuestions<Reply> {
  private readonly open = new Map<number, Open<Reply>>();
  private lastId = 0;

  get count(): number {
    return this.open.size;
  }

  /**
   * Notes a question and asks it with `send`; `cancel` says that its answer is no longer wanted.
   * @throws the signal's reason when given up
   */
  ask(
    send: (id: number) => void,
    { signal, report = () => undefined }: QuestionOptions = {},
    cancel: (id: number) => void = () => undefined,
  ): Promise<Reply> {
    this.lastId += 1;
    const id = this.lastId;
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const giveUp = (): void => {
        this.open.delete(id);
        cancel(id);
        reject(signal?.reason instanceof Error ? signal.reason : new Error('Cancelled.'));
      };
      signal?.addEventListener('abort', giveUp, { once: true });
      const settled = (): void => signal?.removeEventListener('abort', giveUp);
      this.open.set(id, {
        resolve(reply) {
          settled();
          resolve(reply);
        },
        reject(error) {
          settled();
          reject(error);
        },
        report,
      });
      send(id);
    });
  }

  /** The answer has come so far. */
  report(id: number, share: number): void {
    this.open.get(id)?.report(share);
  }

  answer(id: number, reply: Reply): void {
    const asked = this.open.get(id);
    this.open.delete(id);
    asked?.resolve(reply);
  }

  fail(id: number, reason: Error): void {
    const asked = this.open.get(id);
    this.open.delete(id);
    asked?.reject(reason);
  }

  failAll(reason: Error): void {
    const asked = [...this.open.values()];
    this.open.clear();
    for (const { reject } of asked) reject(reason);
  }
}

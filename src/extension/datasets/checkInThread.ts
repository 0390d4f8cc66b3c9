import { Worker } from 'node:worker_threads';
import type { CheckedRows, CheckRows, FoundProblem } from '../../data/browse/checkRows';
import type { SchemaChoice } from '../../data/schemas/schema';
import { assertNever } from '../../protocol/assertNever';
import type { LintSetup } from '../lint/lintSetup';

/** Handed to the thread when it starts. */
export interface CheckTask {
  readonly setup: LintSetup;
  readonly choice: SchemaChoice;
}

export type FromCheckThread =
  | { readonly type: 'found'; readonly problems: readonly FoundProblem[] }
  | { readonly type: 'progress'; readonly share: number }
  | { readonly type: 'done'; readonly checked: CheckedRows }
  | { readonly type: 'failed'; readonly reason: string };

/**
 * Checks a file in a thread of its own, which ends with the check: a long row or a rule that takes all rows keeps nobody
 * waiting, and whoever gives up need not wait for it either.
 */
export function checkInThread(file: string, setup: LintSetup): CheckRows {
  return (choice, listener, signal) =>
    new Promise<CheckedRows>((resolve, reject) => {
      signal.throwIfAborted();
      const task: CheckTask = { setup, choice };
      const worker = new Worker(file, { workerData: task });
      const giveUp = (): void => {
        void worker.terminate();
        reject(signal.reason as Error);
      };
      signal.addEventListener('abort', giveUp, { once: true });
      worker.on('message', (message: FromCheckThread) => {
        if (signal.aborted) return;
        switch (message.type) {
          case 'found':
            message.problems.forEach(listener.found);
            return;
          case 'progress':
            listener.progress(message.share);
            return;
          case 'done':
            resolve(message.checked);
            return;
          case 'failed':
            reject(new Error(message.reason));
            return;
          default:
            assertNever(message, 'message');
        }
      });
      worker.on('error', reject);
      worker.on('exit', () => {
        signal.removeEventListener('abort', giveUp);
        reject(new Error('The check ended before it was done. Read the dataset again.'));
      });
    });
}

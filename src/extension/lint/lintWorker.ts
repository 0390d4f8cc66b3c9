import { parentPort, workerData } from 'node:worker_threads';
import { assertNever } from '../../protocol/assertNever';
import { sentError } from '../sentError';
import type { FromLintWorker, LintAnswer, LintQuestion, ToLintWorker } from './lintMessages';
import { checkFile } from './worker/checkFile';
import { mendInCopy } from './worker/mendInCopy';
import { FileDocuments } from './worker/fileDocuments';
import type { LintDocuments } from './worker/lintDocuments';
import { RowDocuments } from './worker/rowDocuments';

/** A thread that lints: see LintPart for what each of the two does. */
const post = (message: FromLintWorker): void => parentPort?.postMessage(message);
const isForRows = (workerData as { readonly part: string }).part === 'rows';
const documents: LintDocuments = isForRows ? new RowDocuments(post) : new FileDocuments(post);
const cancels = new Map<number, AbortController>();

parentPort?.on('message', (message: ToLintWorker) => {
  switch (message.type) {
    case 'open':
      documents.open(message.path, message.setup);
      break;
    case 'lines':
      documents.addLines(message.path, message.text);
      break;
    case 'opened':
      documents.opened(message.path, message.version);
      break;
    case 'change':
      documents.change(message.path, message.version, message.changes);
      break;
    case 'setup':
      documents.changeSetup(message.path, message.setup);
      break;
    case 'saved':
      documents.saved(message.path);
      break;
    case 'close':
      documents.close(message.path);
      break;
    case 'ask':
      void answer(message.id, message.question);
      break;
    case 'cancel':
      cancels.get(message.id)?.abort();
      break;
    default:
      assertNever(message, 'message');
  }
});

async function answer(id: number, question: LintQuestion): Promise<void> {
  const cancel = new AbortController();
  cancels.set(id, cancel);
  try {
    const report = (share: number): void => post({ type: 'progress', id, share });
    post({
      ...{ type: 'answer', id },
      answer: await answerTo(question, { signal: cancel.signal, report }),
    });
  } catch (error) {
    post({ type: 'failure', id, reason: sentError(error) });
  } finally {
    cancels.delete(id);
  }
}

async function answerTo(
  question: LintQuestion,
  options: { readonly signal: AbortSignal; readonly report: (share: number) => void },
): Promise<LintAnswer> {
  switch (question.type) {
    case 'check':
      return { type: 'findings', found: await checkFile(question.setup, options) };
    case 'fix-copy':
      return { type: 'copied', mended: await mendInCopy(question, options) };
    case 'fixes':
    case 'fix-all':
    case 'list':
    case 'loss':
    case 'row-hash':
      return documents.answer(question);
    default:
      return assertNever(question, 'question');
  }
}

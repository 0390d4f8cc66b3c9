import { parentPort, workerData } from 'node:worker_threads';
import type { FoundProblem } from '../../data/browse/checkRows';
import type { CheckTask, FromCheckThread } from './checkInThread';
import { failureSentence } from './failureSentence';
import { pageCheck } from './pageCheck';

/** One check of a dataset that somebody looks at. */
const { setup, choice } = workerData as CheckTask;

/** Findings go in heaps: a message each would take longer than finding them. */
const mostInHeap = 500;
const tellEveryMs = 100;

const post = (message: FromCheckThread): void => parentPort?.postMessage(message);
let heap: FoundProblem[] = [];
let toldAt = 0;

function sendHeap(): void {
  if (heap.length > 0) post({ type: 'found', problems: heap });
  heap = [];
}

const listener = {
  found: (problem: FoundProblem): void => {
    heap.push(problem);
    if (heap.length >= mostInHeap) sendHeap();
  },
  progress: (share: number): void => {
    if (performance.now() - toldAt < tellEveryMs) return;
    toldAt = performance.now();
    sendHeap();
    post({ type: 'progress', share });
  },
};

pageCheck(setup)(choice, listener, new AbortController().signal).then(
  (checked) => {
    sendHeap();
    post({ type: 'done', checked });
  },
  (error: unknown) => post({ type: 'failed', reason: failureSentence(error) }),
);

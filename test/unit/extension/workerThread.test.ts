import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { OpenQuestions } from '../../../src/extension/openQuestions';
import { WorkerClient } from '../../../src/extension/workerClient';
import { WorkerThread } from '../../../src/extension/workerThread';

const folder = mkdtempSync(path.join(tmpdir(), 'finetune-worker-'));
// Threads do not keep the process alive.
const alive = setInterval(() => undefined, 1_000);
after(() => {
  clearInterval(alive);
  rmSync(folder, { recursive: true });
});

/** A thread that answers after so long, throws, or leaves. */
const file = path.join(folder, 'worker.mjs');
writeFileSync(
  file,
  `import { parentPort } from 'node:worker_threads';
  let count = 0;
  parentPort.on('message', ({ id, what }) => {
    count += 1;
    if (what === 'throw') throw new Error('broken');
    if (what === 'leave') process.exit(0);
    if (what === 'hang') return;
    parentPort.postMessage({ id, count });
  });`,
);

type What = 'answer' | 'throw' | 'leave' | 'hang';

test('questions get their own answers, and a thread that ends is started again', async () => {
  const client = new WorkerClient<
    { readonly id: number; readonly what: What },
    { readonly id: number; readonly count: number }
  >(file);
  const answers = await Promise.all([1, 2, 3].map(() => client.ask({ what: 'answer' })));
  assert.deepEqual(
    answers.map(({ count }) => count),
    [1, 2, 3],
  );
  for (const [what, message] of [
    ['throw', /broken/],
    ['leave', /ended/],
  ] as const) {
    const hanging = client.ask({ what: 'hang' });
    await assert.rejects(Promise.all([hanging, client.ask({ what })]), message);
    assert.equal((await client.ask({ what: 'answer' })).count, 1, 'another thread counts anew');
  }
  const asked = client.ask({ what: 'hang' });
  client.end(new Error('Enough.'));
  await assert.rejects(asked, /Enough/);
  client.dispose();
});

test('a thread that is idle ends, unless it is busy', async () => {
  let isBusy = true;
  const ends: string[] = [];
  const { promise: ended, resolve } = withResolver();
  const { promise: received, resolve: receive } = withResolver();
  const thread = new WorkerThread<{ id: number; what: What }, { count: number }>({
    ...{ file, idleMs: 1, isBusy: () => isBusy, receive },
    ended(reason, how) {
      ends.push(`${how}: ${reason.message}`);
      resolve();
    },
  });
  thread.send({ id: 1, what: 'answer' });
  await received;
  assert.equal(thread.isRunning, true);
  isBusy = false;
  thread.send({ id: 2, what: 'answer' });
  await ended;
  assert.deepEqual(ends, ['ended: The worker was idle.']);
  assert.equal(thread.isRunning, false);
});

test('a question that is given up is cancelled and answered no more', async () => {
  const questions = new OpenQuestions<string>();
  const [sent, cancelled, shares]: [number[], number[], number[]] = [[], [], []];
  const abort = new AbortController();
  const ask = (options: Parameters<typeof questions.ask>[1]): Promise<string> =>
    questions.ask(
      (id) => sent.push(id),
      options,
      (id) => cancelled.push(id),
    );
  const first = ask({ signal: abort.signal, report: (share) => shares.push(share) });
  const second = ask({});
  questions.report(1, 0.5);
  abort.abort(new Error('No longer wanted.'));
  await assert.rejects(first, /No longer wanted/);
  questions.report(1, 0.75);
  questions.answer(1, 'late');
  questions.answer(2, 'second');
  assert.equal(await second, 'second');
  const third = ask({ signal: abort.signal });
  await assert.rejects(third, /No longer wanted/);
  const fourth = ask({});
  questions.fail(questions.count === 1 ? (sent.at(-1) ?? 0) : 0, new Error('Failed.'));
  await assert.rejects(fourth, /Failed/);
  assert.deepEqual([sent, cancelled, shares], [[1, 2, 4], [1], [0.5]]);
  assert.equal(questions.count, 0);
});

function withResolver(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((done) => (resolve = done));
  return { promise, resolve };
}

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { breakOff } from '../../../src/cli/breakOff';
import { untilInterrupted } from '../../../src/cli/interruption';

test('Ctrl-C breaks off what never comes back to the event loop', { timeout: 20_000 }, async () => {
  let isEnded = false;
  const result = await untilInterrupted((signal) => {
    try {
      breakOff(signal)(() => {
        process.kill(process.pid, 'SIGINT');
        for (;;);
      });
    } finally {
      isEnded = signal.aborted;
    }
    return Promise.resolve('done');
  });
  assert.deepEqual([result, isEnded], [null, true]);
});

test('work that is not interrupted gives its result, or its own error, and leaves nothing behind', async () => {
  const before = Object.keys(globalThis);
  const breakable = breakOff(new AbortController().signal);
  assert.equal(
    breakable(() => 7),
    7,
  );
  assert.throws(
    () =>
      breakable(() => {
        throw new Error('own');
      }),
    /own/,
  );
  assert.deepEqual(Object.keys(globalThis), before);
  const stopped = AbortSignal.abort(new Error('before'));
  assert.throws(() => breakOff(stopped)(() => 7), /before/);
  assert.equal(await untilInterrupted(() => Promise.resolve(3)), 3);
});

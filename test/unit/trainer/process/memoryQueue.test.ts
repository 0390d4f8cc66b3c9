import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UserError } from '../../../../src/protocol/errors';
import { createRun } from '../../../../src/runs/createRun';
import { admission, memoryLimit } from '../../../../src/trainer/process/memoryQueue';
import { runTrainer } from '../../../../src/trainer/process/runTrainer';
import { fakeTrainable } from '../../../support/fakeTrainable';
import { configFor, temporaryFolder } from '../../../support/makeRun';

const entry = (run: string, bytes: number, since: number, admitted: boolean) => ({
  run,
  name: run,
  bytes,
  since,
  admitted,
});

test('who fits goes, who came first goes first', () => {
  const mine = entry('mine', 60, 10, false);
  const rows = [
    [[], null],
    [[entry('a', 40, 1, true)], null],
    [[entry('a', 41, 1, true)], 'a'],
    [[entry('a', 10, 1, true), entry('b', 45, 2, true)], 'b'],
    // It would fit, but another waits longer.
    [[entry('a', 40, 1, true), entry('b', 90, 9, false)], 'b'],
    [[entry('a', 40, 1, true), entry('b', 90, 11, false)], null],
  ] as const;
  for (const [others, behind] of rows) {
    const answer = admission(mine, others, 100);
    assert.equal(answer.admitted ? null : answer.behind.run, behind);
  }
});

test('the limit is the one that was set, else the machine', () => {
  assert.equal(memoryLimit({ FINETUNE_MEMORY_LIMIT: '1000' }), 1000);
  assert.ok(memoryLimit({}) > 1e8);
  for (const wrong of ['8G', '-1', '0', 'NaN'])
    assert.throws(() => memoryLimit({ FINETUNE_MEMORY_LIMIT: wrong }), UserError);
});

test('a run that never fits is refused with the figures', async () => {
  const config = configFor(temporaryFolder());
  const folder = createRun({ config, configFile: null, configSet: [], name: 'run' });
  const trainable = fakeTrainable(1, { bytes: 1e15 });
  await assert.rejects(
    runTrainer(folder, { resume: false, trainable }),
    /needs about 1000000\.0 GB of memory; [\d.]+ GB are available/,
  );
});

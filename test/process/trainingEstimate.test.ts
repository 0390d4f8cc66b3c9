import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UserError } from '../../src/protocol/errors';
import { estimateRun } from '../../src/trainer/training/estimateRun';
import { fixtureConfig, runFixture, temporaryRun } from '../unit/trainer/training/fixtureRun';

test('an estimate counts parameters exactly and grows with the batch', async () => {
  const { memoryBytes, seconds, diskBytes, fits } = await estimateRun(fixtureConfig);
  // The fixture's BERT: 22,883 float32 parameters.
  assert.equal(memoryBytes.weights, 4 * 22_883);
  assert.equal(memoryBytes.optimizer, 2 * memoryBytes.weights);
  assert.ok(memoryBytes.gradients > memoryBytes.weights / 2);
  const { weights, gradients, optimizer, activations, total } = memoryBytes;
  assert.ok(total >= weights + gradients + optimizer + activations);
  assert.ok(seconds >= 1 && seconds < 60);
  assert.ok(diskBytes > 3 * memoryBytes.weights);
  assert.equal(fits, true);

  const wide = { ...fixtureConfig, training: { ...fixtureConfig.training, batchSize: 32 } };
  const more = await estimateRun(wide);
  assert.ok(more.memoryBytes.activations > 4 * activations);
});

test('a batch of a billion rows is a batch of all rows; what cannot fit is refused', async (t) => {
  const training = { ...fixtureConfig.training, batchSize: 1e9, epochs: 1 };
  const told = await runFixture(temporaryRun(t), { config: { ...fixtureConfig, training } });
  assert.equal(told.record.totalSteps, 1);

  const total = process.constrainedMemory.bind(process);
  t.after(() => {
    process.constrainedMemory = total;
  });
  process.constrainedMemory = () => 200 * 2 ** 20;
  await assert.rejects(runFixture(temporaryRun(t)), (error: unknown) => {
    assert.ok(error instanceof UserError);
    assert.match(error.message, /needs about 0\.\d+ GB, and the machine has 0\.210 GB/);
    assert.match(error.next ?? '', /batchSize/);
    return true;
  });
});

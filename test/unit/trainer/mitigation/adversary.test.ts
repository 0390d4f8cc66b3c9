import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import * as tf from '@tensorflow/tfjs-core';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { adversaryLoss, reversalAt } from '../../../../src/trainer/mitigation/adversary';

test('the reversal rises from 0 to its weight as in Ganin and others', () => {
  assert.equal(reversalAt(1, 100, 3), 0);
  // p = 0.5: 2 / (1 + exp(-5)) - 1 = tanh(2.5)
  assert.ok(Math.abs(reversalAt(51, 100, 3) - 3 * Math.tanh(2.5)) < 1e-12);
  assert.ok(reversalAt(100, 100, 3) > 2.99 && reversalAt(100, 100, 3) < 3);
});

test('parameters get the gradient as it is, what they read gets it turned round', async () => {
  await tf.setBackend('cpu');
  const values = {
    'adversary.hidden.weight': tf.tensor([[0.3, -0.2], [0.5, 0.4], [-0.6, 0.1]]), // prettier-ignore
    'adversary.hidden.bias': tf.tensor([0.1, 0.2, 0.3]),
    'adversary.out.weight': tf.tensor([[0.2, -0.5, 0.7], [0.9, 0.1, -0.3]]), // prettier-ignore
    'adversary.out.bias': tf.tensor([0, 0.1]),
  };
  const targets = tf.tensor([[1, 0], [0, 0], [0, 0.5]]); // prettier-ignore
  const pooled = tf.tensor([[0.4, -0.9], [0.2, 0.7], [-0.3, 0.8]]); // prettier-ignore
  const gradientsAt = (alpha: number): Float32Array[] =>
    tf.tidy(() => {
      const loss = (x: tf.Tensor, bias: tf.Tensor): tf.Scalar =>
        adversaryLoss({ ...values, 'adversary.out.bias': bias }, x, {
          targets,
          alpha: tf.tensor([alpha]),
        });
      const { grads } = tf.valueAndGrads(loss)([pooled, values['adversary.out.bias']]);
      return grads.map((gradient) => gradient.dataSync<'float32'>().slice());
    });
  // As if not reversed: a factor of -1 turns it round twice.
  const [plain, ownPlain] = gradientsAt(-1);
  const [reversed, own] = gradientsAt(2.5);
  assert.ok(plain!.some((value) => Math.abs(value) > 1e-3));
  for (const [at, value] of plain!.entries())
    assert.ok(Math.abs(reversed![at]! + 2.5 * value) < 1e-6, `${at}`);
  assert.deepEqual(own, ownPlain);
  // A row of no group has nothing to hide.
  assert.deepEqual([...plain!.slice(2, 4)].map(Math.abs), [0, 0]);
});

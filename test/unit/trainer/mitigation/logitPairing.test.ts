import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import * as tf from '@tensorflow/tfjs-core';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pairingGap } from '../../../../src/trainer/mitigation/logitPairing';
import { accumulateGradients } from '../../../../src/trainer/training/gradientStep';
import { gradientNorm } from '../../../../src/trainer/training/adamW';
import { createParameterStore, fillArrays } from '../../../../src/trainer/training/parameterStore';
import { gradientPrograms } from '../../../../src/trainer/training/programCache';
import { namedArrays } from '../../../../src/trainer/training/parameterStore';
import { tinyEngine, tinyModel, tinyTraining } from '../training/tinyTraining';

const gaps: Record<string, { logits: number[][]; weights: number[]; gap: number }> = {
  'with two labels it is the distance of the log-odds': {
    // log-odds 3 and -1 of the first row and its swap, 0 and 0 of the second
    logits: [[0, 3], [5, 5], [1, 0], [2, 2]], // prettier-ignore
    weights: [0.5, 0.5],
    gap: 2,
  },
  'a constant added to all logits of a row is no distance': {
    logits: [[1, 2, 3], [11, 12, 13]], // prettier-ignore
    weights: [1],
    gap: 0,
  },
  'a row of weight 0 does not count': {
    logits: [[0, 3], [9, 1], [1, 0], [0, 0]], // prettier-ignore
    weights: [1, 0],
    gap: 4,
  },
};

for (const [name, { logits, weights, gap }] of Object.entries(gaps)) {
  test(`the gap of a pair: ${name}`, async () => {
    await tf.setBackend('cpu');
    const found = tf.tidy(() => pairingGap(tf.tensor(logits), tf.tensor(weights)).dataSync()[0]!);
    assert.ok(Math.abs(found - gap) < 1e-6, String(found));
  });
}

test('a row and its swap drop the same: the same text twice is no distance apart, and a step as without pairs', async () => {
  const { source } = tinyTraining();
  const batches = [[0, 1, 2], [3, 4, 5, 6]]; // prettier-ignore
  const draw = { seed: 4, step: 2 };
  const plain = await accumulateGradients(source, batches, draw, null);
  const norm = gradientNorm(source.store);

  const objective = { isPaired: true, adversary: null };
  const longest = source.paddedLengths.at(-1)!;
  const limits = { indices: source.rowsPerBatch * 2 * longest, accumulation: 2 };
  const store = createParameterStore(tinyModel.spans, limits);
  const before = new Map(namedArrays(source.store, 'values').map(({ name, data }) => [name, data]));
  fillArrays(store, 'values', (name) => before.get(name));
  const parts = { engine: tinyEngine(), model: tinyModel, store, labelCount: 2 };
  const paired = {
    ...source,
    store,
    programs: gradientPrograms(parts, objective, 3),
    pairs: { rows: source.rows, weight: 3 },
  };
  const found = await accumulateGradients(paired, batches, draw, null);
  assert.equal(found.counterfactualGap, 0);
  assert.ok(Math.abs(found.loss - plain.loss) < 1e-6, `${found.loss} and ${plain.loss}`);
  assert.ok(norm > 0 && gradientNorm(store) > 0);
});

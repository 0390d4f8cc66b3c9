import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import type { MitigationConfig } from '../../../../src/protocol/mitigationConfig';
import { createAdversary } from '../../../../src/trainer/mitigation/adversary';
import { readModelFolder } from '../../../../src/trainer/modelFolder/loadModel';
import type { Objective } from '../../../../src/trainer/training/objective';
import { plainObjective } from '../../../../src/trainer/training/objective';
import { chooseShapes } from '../../../../src/trainer/training/prepareTraining';
import { costRequest, runCost, type RunCost } from '../../../../src/trainer/training/runMemory';
import { fixture } from '../training/fixtureRun';
import { mitigatedConfig } from './mitigatedConfig';

const labels = ['calm', 'cross', 'glad'];
const { model } = readModelFolder(path.join(fixture, 'model'), { labels, dropout: 0, seed: 0 });

function costOf(parts: Partial<MitigationConfig>, objective: Objective = plainObjective): RunCost {
  const config = mitigatedConfig(parts);
  const lengths = Int32Array.from({ length: 64 }, () => 30);
  const shapes = chooseShapes(config, objective, lengths, null);
  return runCost(model, shapes, costRequest(config, labels));
}

const plain = costOf({});

test('group DRO runs every batch forward once more', () => {
  const dro = costOf({ groupDro: { over: 'group', stepSize: 0.01, adjustment: 0 } });
  const factor = dro.flopsPerToken / plain.flopsPerToken;
  assert.ok(factor > 1.3 && factor < 1.4, String(factor));
  assert.deepEqual(dro.memoryBytes, plain.memoryBytes);
});

test('logit pairing doubles what a row costs, in operations and working memory', () => {
  const paired = costOf({}, { isPaired: true, adversary: null });
  const factor = paired.flopsPerToken / plain.flopsPerToken;
  assert.ok(Math.abs(factor - 2) < 0.01, String(factor));
  const memory = paired.memoryBytes.activations / plain.memoryBytes.activations;
  assert.ok(memory > 1.8 && memory < 2.3, String(memory));
  assert.equal(paired.memoryBytes.weights, plain.memoryBytes.weights);
});

test("an adversary's parameters count as all others", () => {
  const adversary = createAdversary(model.pooledSize, { groupCount: 2, hidden: 64, rate: 10 });
  const opposed = costOf({}, { isPaired: false, adversary });
  const own = 32 * 64 + 64 + 64 * 2 + 2;
  assert.equal(opposed.memoryBytes.weights - plain.memoryBytes.weights, 4 * own);
  assert.equal(opposed.memoryBytes.optimizer - plain.memoryBytes.optimizer, 8 * own);
});

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { learningRateAt, planSteps } from '../../../../src/trainer/training/schedule';
import { tinyConfig } from './tinyTraining';

const root = process.env.FINETUNE_ROOT ?? '.';

interface Curve {
  readonly name: string;
  readonly settings: {
    readonly schedule: 'linear' | 'cosine' | 'constant';
    readonly learningRate: number;
    readonly warmupPercent: number;
  };
  readonly curve: readonly { readonly learningRate: number }[];
}

const curves = JSON.parse(
  readFileSync(path.join(root, 'test/fixtures/training/curves.json'), 'utf8'),
) as Curve[];

for (const { name, settings, curve } of curves) {
  test(`the rates are those of transformers: ${name}`, () => {
    const training = {
      ...tinyConfig.training,
      schedule: settings.schedule,
      learningRate: settings.learningRate,
      warmupRatio: settings.warmupPercent / 100,
      maxSteps: curve.length,
    };
    const plan = planSteps(66, training);
    for (const [index, { learningRate }] of curve.entries()) {
      const ours = learningRateAt(index + 1, plan, training);
      assert.ok(Math.abs(ours - learningRate) < 1e-12, `step ${index + 1}: ${ours}`);
    }
  });
}

const counts = [
  // rows, batchSize, accumulation, epochs, maxSteps -> steps an epoch, steps in all
  [22, 4, 2, 3, null, 3, 9], // 6 batches, the last of 2 rows
  [20, 4, 2, 3, null, 3, 9], // 5 batches: the last step of an epoch accumulates one
  [20, 4, 1, 1, null, 5, 5],
  [3, 8, 4, 2, null, 1, 2], // one short batch is a step
  [20, 4, 1, 100, 7, 5, 7],
  [20, 4, 1, 0.5, null, 5, 3],
] as const;

for (const [rows, batchSize, gradientAccumulation, epochs, maxSteps, perEpoch, total] of counts) {
  test(`${rows} rows by ${batchSize} x ${gradientAccumulation}, ${epochs} epochs: ${total} steps`, () => {
    const training = { ...tinyConfig.training, batchSize, gradientAccumulation, epochs, maxSteps };
    const plan = planSteps(rows, training);
    assert.equal(plan.stepsPerEpoch, perEpoch);
    assert.equal(plan.totalSteps, total);
    assert.equal(plan.warmupSteps, Math.ceil(total * 0.1));
  });
}

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import type { MitigationConfig } from '../../src/protocol/mitigationConfig';
import type { RunConfig, TrainingConfig } from '../../src/protocol/runConfig';
import {
  fixtureConfig,
  metricLines,
  runFixture,
  temporaryRun,
} from '../unit/trainer/training/fixtureRun';

const root = process.env.FINETUNE_ROOT ?? '.';
const fixture = path.join(root, 'test/fixtures/mitigation');

interface Curve {
  readonly name: string;
  readonly settings: Pick<TrainingConfig, 'gradientAccumulation' | 'classWeights'> & {
    readonly labelSmoothing: number;
    readonly reweighing: boolean;
  };
  readonly curve: readonly {
    readonly loss: number;
    readonly learningRate: number;
    readonly gradientNorm: number;
  }[];
}

const curves = JSON.parse(readFileSync(path.join(fixture, 'curves.json'), 'utf8')) as Curve[];

function configOf({ settings, curve }: Curve): RunConfig {
  const { labelSmoothing, reweighing, ...training } = settings;
  const mitigation: MitigationConfig = { groups: 'who', reweighing };
  return {
    ...fixtureConfig,
    data: {
      ...fixtureConfig.data,
      train: { ...fixtureConfig.data.train, path: path.join(fixture, 'train.jsonl') },
      validation: null,
    },
    training: {
      ...fixtureConfig.training,
      ...training,
      maxSteps: curve.length,
      maxLength: 32,
      shuffle: false,
      bucketByLength: false,
    },
    regularization: { ...fixtureConfig.regularization, labelSmoothing },
    mitigation,
    checkpoints: { everySteps: 1_000, keep: 1 },
  };
}

for (const recorded of curves.filter(({ name }) => name.startsWith('reweighing'))) {
  test(`the curve is that of a PyTorch loop: ${recorded.name}`, async (t) => {
    const folder = temporaryRun(t);
    await runFixture(folder, { config: configOf(recorded) });
    const lines = metricLines(folder);
    assert.equal(lines.length, recorded.curve.length);
    for (const [index, expected] of recorded.curve.entries()) {
      const line = lines[index]!;
      assert.ok('loss' in line && 'gradientNorm' in line);
      const near = (key: 'loss' | 'gradientNorm', tolerance: number): void => {
        const difference = Math.abs(line[key] / expected[key] - 1);
        assert.ok(difference < tolerance, `${key} of step ${line.step}: ${difference}`);
      };
      near('loss', 5e-5);
      near('gradientNorm', 2e-4);
      assert.ok(Math.abs(line.learningRate - expected.learningRate) < 1e-12);
    }
  });
}

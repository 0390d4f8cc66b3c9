import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import type { RunConfig, TrainingConfig } from '../../src/protocol/runConfig';
import { checkCurve, type RecordedStep } from '../support/checkCurve';
import {
  fixture,
  fixtureConfig,
  metricLines,
  runFixture,
  temporaryRun,
} from '../unit/trainer/training/fixtureRun';

interface Curve {
  readonly name: string;
  readonly settings: Pick<
    TrainingConfig,
    | 'batchSize'
    | 'gradientAccumulation'
    | 'learningRate'
    | 'schedule'
    | 'gradientClip'
    | 'classWeights'
  > & {
    readonly warmupPercent: number;
    readonly weightDecay: number;
    readonly labelSmoothing: number;
  };
  readonly curve: readonly RecordedStep[];
}

const curves = JSON.parse(readFileSync(path.join(fixture, 'curves.json'), 'utf8')) as Curve[];

function configOf({ settings, curve }: Curve): RunConfig {
  const { warmupPercent, weightDecay, labelSmoothing, ...training } = settings;
  return {
    ...fixtureConfig,
    data: { ...fixtureConfig.data, validation: null },
    training: {
      ...fixtureConfig.training,
      ...training,
      warmupRatio: warmupPercent / 100,
      maxSteps: curve.length,
      maxLength: 32,
      shuffle: false,
      bucketByLength: false,
    },
    regularization: { ...fixtureConfig.regularization, weightDecay, labelSmoothing },
    checkpoints: { everySteps: 1_000, keep: 1 },
  };
}

for (const recorded of curves) {
  test(`the curve is PyTorch's: ${recorded.name}`, async (t) => {
    const folder = temporaryRun(t);
    await runFixture(folder, { config: configOf(recorded) });
    checkCurve(metricLines(folder), recorded.curve);
  });
}

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import type { GroupDroConfig } from '../../src/protocol/mitigationConfig';
import type { RunConfig, TrainingConfig } from '../../src/protocol/runConfig';
import { readTrainerState } from '../../src/trainer/checkpoint/trainerState';
import { checkpointFolder } from '../../src/runs/runFolder';
import { checkCurve, type RecordedStep } from '../support/checkCurve';
import { mitigatedConfig, mitigationFixture } from '../unit/trainer/mitigation/mitigatedConfig';
import {
  fixtureConfig,
  metricLines,
  runFixture,
  temporaryRun,
} from '../unit/trainer/training/fixtureRun';

interface Curve {
  readonly name: string;
  readonly settings: Pick<TrainingConfig, 'gradientAccumulation' | 'classWeights'> & {
    readonly labelSmoothing: number;
    readonly reweighing: boolean;
    readonly groupDro: Pick<GroupDroConfig, 'stepSize' | 'adjustment'> | null;
  };
  readonly curve: readonly RecordedStep[];
  /** In the order of groups and labels, rows of no group first. */
  readonly groupWeights: Readonly<Record<string, number>> | null;
}

const file = path.join(mitigationFixture, 'curves.json');
const curves = JSON.parse(readFileSync(file, 'utf8')) as Curve[];

function configOf({ settings, curve }: Curve): RunConfig {
  const { labelSmoothing, reweighing, groupDro, ...training } = settings;
  const config = mitigatedConfig({
    reweighing,
    groupDro: groupDro && { over: 'group-and-label', ...groupDro },
  });
  return {
    ...config,
    data: { ...config.data, validation: null },
    training: {
      ...config.training,
      ...training,
      maxSteps: curve.length,
      maxLength: 32,
      shuffle: false,
      bucketByLength: false,
    },
    regularization: { ...fixtureConfig.regularization, labelSmoothing },
    checkpoints: { everySteps: 1_000, keep: 1 },
  };
}

for (const recorded of curves) {
  test(`the curve is that of a PyTorch loop: ${recorded.name}`, async (t) => {
    const folder = temporaryRun(t);
    await runFixture(folder, { config: configOf(recorded) });
    const lines = metricLines(folder);
    checkCurve(lines, recorded.curve);
    const expected = recorded.groupWeights;
    if (expected === null) return;
    const { progress } = await readTrainerState(checkpointFolder(folder, lines.length));
    for (const [cell, [name, weight]] of Object.entries(expected).entries()) {
      const difference = Math.abs(progress.groupWeights![cell]! / weight - 1);
      assert.ok(difference < 1e-4, `weight of ${name}: ${difference}`);
    }
  });
}

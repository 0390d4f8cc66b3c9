import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { RunConfig } from '../../src/protocol/runConfig';
import type { TrainLine } from '../../src/protocol/run';

/** A folder of its own under the system's temporary one; short, since sockets have short addresses. */
export function temporaryFolder(): string {
  return mkdtempSync(path.join(os.tmpdir(), 'ft-'));
}

/** A resolved config whose runs stand in `output`; its files need not exist. */
export function configFor(output: string): RunConfig {
  return {
    model: path.join(output, 'model'),
    task: 'text-classification',
    data: {
      train: { path: path.join(output, 'train.jsonl'), format: null, header: null, columns: null },
      validation: null,
      test: null,
      fields: { text: null, label: null },
      split: { validation: 0.2, test: 0, stratify: 'label', seed: 42 },
    },
    method: { type: 'full' },
    training: {
      epochs: 1,
      maxSteps: null,
      batchSize: 4,
      maxLength: 16,
      learningRate: 1e-3,
      schedule: 'linear',
      warmupRatio: 0.1,
      gradientClip: 1,
      gradientAccumulation: 1,
      classWeights: null,
      seed: 42,
      shuffle: true,
      bucketByLength: true,
    },
    regularization: { dropout: null, weightDecay: 0.01, labelSmoothing: 0, earlyStopping: null },
    evaluation: { everySteps: null, best: 'f1-macro', metrics: ['accuracy', 'f1-macro'] },
    checkpoints: { everySteps: null, keep: 2 },
    device: 'cpu',
    engine: 'compiled',
    output,
  };
}

export function trainLine(step: number): TrainLine {
  return {
    step,
    epoch: step / 10,
    time: 1000 + step,
    split: 'train',
    loss: 1 / step,
    learningRate: 1e-3,
    gradientNorm: 1,
    tokensPerSecond: 100,
  };
}

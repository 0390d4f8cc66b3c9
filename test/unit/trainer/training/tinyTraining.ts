import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import type { MetricLine, RunEvent } from '../../../../src/protocol/run';
import type { RunConfig } from '../../../../src/protocol/runConfig';
import type { Buffers, Engine, Randomness } from '../../../../src/trainer/engine/engine';
import type { Model, Span } from '../../../../src/trainer/models/model';
import { choosePaddedLengths } from '../../../../src/trainer/training/paddedLengths';
import { plainObjective } from '../../../../src/trainer/training/objective';
import { createParameterStore, fillArrays } from '../../../../src/trainer/training/parameterStore';
import { gradientPrograms } from '../../../../src/trainer/training/programCache';
import type { Progress } from '../../../../src/trainer/training/progress';
import type { Control, Reporter } from '../../../../src/trainer/training/reporter';
import { planSteps } from '../../../../src/trainer/training/schedule';
import { rowLengths, type TokenRows } from '../../../../src/trainer/training/tokenRows';
import type { Training } from '../../../../src/trainer/training/train';
import { pseudoRandom } from './pseudoRandom';

const vocabulary = 30;
const width = 8;
export const labels = ['a', 'b'];

const parameter = (name: string, shape: readonly number[], decay: boolean): Span => ({
  name,
  shape,
  members: [{ name, shape }],
  decay,
  rowsOf: null,
});

/** The mean of word vectors, dropout, a linear layer: small enough to train in microseconds. */
export const tinyModel: Model = {
  family: 'tiny',
  pooledSize: width,
  maxTokens: 64,
  encode: () => assert.fail('training needs no encodings'),
  spans: [
    { ...parameter('words', [vocabulary, width], true), rowsOf: 'inputIds' },
    parameter('weight', [width, labels.length], true),
    parameter('bias', [labels.length], false),
  ],
  forward(values, batch, random) {
    const mask = tf.expandDims(tf.cast(batch.attentionMask!, 'float32'), 2);
    const mean = tf.div(tf.sum(tf.mul(values.words!, mask), 1), tf.sum(mask, 1));
    const kept = random.dropout(mean, 0.2);
    const logits = tf.add(tf.matMul(kept, values.weight!), values.bias!);
    return { logits, pooled: mean };
  },
};

/** Runs programs on tfjs's cpu backend; `poison` may spoil the loss of a step. */
export function tinyEngine(poison: (step: number) => boolean = () => false): Engine {
  return {
    name: 'eager',
    device: 'cpu',
    compile: (program, inputs) =>
      Promise.resolve({
        outputs: {},
        async run(feeds, results, draw) {
          await tf.setBackend('cpu');
          let site = 0;
          const random: Randomness = {
            dropout(x, rate) {
              const next = pseudoRandom(
                draw.seed * 7919 + draw.step * 104_729 + draw.micro * 31 + site++,
              );
              const keep = Array.from({ length: x.size }, () =>
                next() < rate ? 0 : 1 / (1 - rate),
              );
              return tf.mul(x, tf.tensor(keep, x.shape));
            },
          };
          const outputs = tf.tidy(() => {
            const tensors = Object.entries(inputs).map(([name, { shape, dtype }]) => {
              return [name, tf.tensor(feeds[name]!.slice(), [...shape], dtype)] as const;
            });
            return program(Object.fromEntries(tensors), random);
          }) as Record<string, tf.Tensor>;
          const written: Record<string, Buffers[string]> = {};
          for (const [name, tensor] of Object.entries(outputs)) {
            const target = results[name] ?? new Float32Array(tensor.size);
            target.set(tensor.dataSync());
            written[name] = target;
            tensor.dispose();
          }
          if (poison(draw.step) && results.loss) results.loss[0] = NaN;
          return written;
        },
        dispose: () => Promise.resolve(),
      }),
    dispose: () => Promise.resolve(),
  };
}

function tinyRows(count: number): TokenRows {
  const next = pseudoRandom(3);
  const rows = Array.from({ length: count }, () =>
    Array.from({ length: 1 + Math.floor(next() * 9) }, () => 1 + Math.floor(next() * 29)),
  );
  const offsets = [0];
  for (const row of rows) offsets.push(offsets.at(-1)! + row.length);
  return {
    tokenIds: Int32Array.from(rows.flat()),
    offsets: Int32Array.from(offsets),
    labels: Int32Array.from(rows, (row) => row[0]! % 2),
    place: (row) => ({ file: 'rows.jsonl', line: row + 1 }),
  };
}

export const tinyConfig: RunConfig = {
  model: 'model',
  task: 'text-classification',
  data: {
    train: { path: 'rows.jsonl', format: null, header: null, columns: null },
    validation: null,
    test: null,
    fields: { text: null, label: null },
    split: null,
  },
  method: { type: 'full' },
  training: {
    epochs: 3,
    maxSteps: null,
    batchSize: 4,
    maxLength: 16,
    learningRate: 0.05,
    schedule: 'linear',
    warmupRatio: 0.1,
    gradientClip: 1,
    gradientAccumulation: 2,
    classWeights: null,
    seed: 0,
    shuffle: true,
    bucketByLength: true,
  },
  regularization: { dropout: null, weightDecay: 0.01, labelSmoothing: 0, earlyStopping: null },
  evaluation: { everySteps: 3, best: 'accuracy', metrics: ['accuracy'] },
  checkpoints: { everySteps: 2, keep: 2 },
  device: 'cpu',
  engine: 'eager',
  output: 'runs',
};

export interface Recorded {
  readonly lines: MetricLine[];
  readonly events: Omit<RunEvent, 'time'>[];
}

function recordingReporter({ lines, events }: Recorded): Reporter {
  const nothing = (): void => undefined;
  return {
    phase: nothing,
    progress: nothing,
    lines: (added) => lines.push(...added),
    event: (event) => events.push(event),
    update: nothing,
    checkpoint: nothing,
    log: nothing,
  };
}

/** A training that stops after `stopAt` steps, with everything it told. */
export function tinyTraining(
  overrides: {
    readonly config?: RunConfig;
    readonly rows?: TokenRows;
    readonly poison?: (step: number) => boolean;
    readonly stopAt?: number;
    readonly evaluate?: Training['evaluate'];
    readonly save?: Training['save'];
    readonly recorded?: Recorded;
  } = {},
): Training & { readonly recorded: Recorded } {
  const config = overrides.config ?? tinyConfig;
  const { batchSize, seed, shuffle, bucketByLength, gradientAccumulation } = config.training;
  const rows = overrides.rows ?? tinyRows(22);
  const lengths = rowLengths(rows);
  const longest = Math.max(...lengths);
  const limits = { indices: batchSize * longest, accumulation: gradientAccumulation };
  const store = createParameterStore(tinyModel.spans, limits);
  const next = pseudoRandom(11);
  fillArrays(store, 'values', (name) => {
    const { shape } = tinyModel.spans.find((span) => span.name === name)!;
    return Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => next() - 0.5);
  });
  const source = { engine: tinyEngine(overrides.poison), model: tinyModel, store, labelCount: 2 };
  const recorded = overrides.recorded ?? { lines: [], events: [] };
  const stepsSeen = (): number => recorded.lines.filter(({ split }) => split === 'train').length;
  const control: Control = {
    stopRequested: () => stepsSeen() >= (overrides.stopAt ?? Infinity),
    takeCheckpointRequest: () => false,
  };
  return {
    config,
    plan: planSteps(lengths.length, config.training),
    order: { lengths, batchSize, seed, shuffle, bucketByLength },
    source: {
      store,
      programs: gradientPrograms(source, plainObjective, 3),
      rows,
      lossRule: { classWeights: Float64Array.of(1, 1), labelSmoothing: 0 },
      rowWeights: null,
      groupDro: null,
      pairs: null,
      adversary: null,
      padId: 0,
      rowsPerBatch: batchSize,
      paddedLengths: choosePaddedLengths({
        batchLengths: new Map([[longest, 1]]),
        rowsPerBatch: batchSize,
        longest,
        mostShapes: 4,
      }),
    },
    reporter: recordingReporter(recorded),
    control,
    evaluate: overrides.evaluate ?? null,
    save: overrides.save ?? (() => Promise.resolve()),
    recorded,
  };
}

export type { Progress };

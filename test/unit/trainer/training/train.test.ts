import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UserError } from '../../../../src/protocol/errors';
import type { MetricLine } from '../../../../src/protocol/run';
import {
  fillArrays,
  namedArrays,
  type ParameterStore,
} from '../../../../src/trainer/training/parameterStore';
import { beginning, type Progress, type Scores } from '../../../../src/trainer/training/progress';
import { train, type Training } from '../../../../src/trainer/training/train';
import { tinyConfig, tinyTraining } from './tinyTraining';

const parts = ['values', 'firstMoment', 'secondMoment'] as const;
interface Saved {
  readonly progress: Progress;
  readonly arrays: Map<string, Float32Array>;
}

function copyOf(store: ParameterStore): Map<string, Float32Array> {
  for (const table of store.tables) table.settle();
  return new Map(
    parts.flatMap((part) =>
      namedArrays(store, part).map(({ name, data }) => [`${part} ${name}`, data.slice()] as const),
    ),
  );
}

function restore(store: ParameterStore, { arrays }: Saved): void {
  for (const part of parts) fillArrays(store, part, (name) => arrays.get(`${part} ${name}`));
  for (const table of store.tables) table.momentsWereFilled();
}

/** Lines without what may differ between two runs of the same training. */
function facts(lines: readonly MetricLine[]): unknown[] {
  return lines.map((line) => ({ ...line, time: 0, tokensPerSecond: 0 }));
}

/** A score that only depends on the weights. */
function scoring(training: () => Training): NonNullable<Training['evaluate']> {
  return () => {
    const weights = copyOf(training().source.store).get('values weight')!;
    return Promise.resolve({ accuracy: Math.abs(weights[0]!), loss: weights[1]! });
  };
}

function savingTraining(saved: Saved[], options: Parameters<typeof tinyTraining>[0]) {
  const training: ReturnType<typeof tinyTraining> = tinyTraining({
    evaluate: scoring(() => training),
    save: (progress) => {
      saved.push({ progress, arrays: copyOf(training.source.store) });
      return Promise.resolve();
    },
    ...options,
  });
  return training;
}

test('a run that is stopped and resumed at any step equals one that never stopped, bit for bit', async () => {
  const whole = savingTraining([], {});
  const end = await train(whole, beginning);
  assert.equal(end.ending, 'complete');
  const { totalSteps } = whole.plan;
  assert.equal(totalSteps, 9); // 22 rows in batches of 4, two a step: 3 steps an epoch, 3 epochs

  for (let stopAt = 0; stopAt < totalSteps; stopAt++) {
    const saved: Saved[] = [];
    const first = savingTraining(saved, { stopAt });
    const { ending, progress } = await train(first, beginning);
    assert.equal(ending, 'stopped', `at ${stopAt}`);
    assert.equal(progress.step, stopAt);

    const last = saved.at(-1)!;
    const second = savingTraining([], { recorded: first.recorded });
    restore(second.source.store, last);
    const resumed = await train(second, last.progress);
    assert.deepEqual(facts(first.recorded.lines), facts(whole.recorded.lines), `from ${stopAt}`);
    assert.deepEqual(copyOf(second.source.store), copyOf(whole.source.store), `from ${stopAt}`);
    assert.deepEqual(resumed.progress, end.progress);
  }
});

test('lines carry the rate that the step used and count steps from 1', async () => {
  const training = tinyTraining({
    config: { ...tinyConfig, training: { ...tinyConfig.training, warmupRatio: 0.3 } },
  });
  await train(training, beginning);
  const lines = training.recorded.lines.filter((line) => line.split === 'train');
  assert.deepEqual(
    lines.map(({ step }) => step),
    [1, 2, 3, 4, 5, 6, 7, 8, 9],
  );
  const rates = lines.map(({ learningRate }) => learningRate / 0.05);
  const expected = [0, 1 / 3, 2 / 3, 1, 5 / 6, 4 / 6, 3 / 6, 2 / 6, 1 / 6];
  for (const [index, rate] of rates.entries()) assert.ok(Math.abs(rate - expected[index]!) < 1e-9);
  assert.deepEqual(
    lines.slice(0, 4).map(({ epoch }) => epoch),
    [0.333333, 0.666667, 1, 1.333333],
  );
});

test('an evaluation comes every N steps and after the last one', async () => {
  const training: ReturnType<typeof tinyTraining> = tinyTraining({
    config: { ...tinyConfig, evaluation: { ...tinyConfig.evaluation, everySteps: 4 } },
    evaluate: scoring(() => training),
  });
  await train(training, beginning);
  const evaluations = training.recorded.lines.filter(({ split }) => split === 'validation');
  assert.deepEqual(
    evaluations.map(({ step }) => step),
    [4, 8, 9],
  );
});

test('a loss that is not finite stops before the update, keeps the state and names the rows', async () => {
  const saved: Saved[] = [];
  const training = savingTraining(saved, { poison: (step) => step === 6 });
  const until = tinyTraining({ stopAt: 5 });
  await train(until, beginning);
  await assert.rejects(train(training, beginning), (error: unknown) => {
    assert.ok(error instanceof UserError);
    assert.match(error.message, /loss of step 6 .* lines \d+(, \d+)+\./);
    assert.equal(error.place?.file, 'rows.jsonl');
    assert.match(error.next ?? '', /learningRate/);
    return true;
  });
  assert.equal(saved.at(-1)!.progress.step, 5);
  assert.deepEqual(saved.at(-1)!.arrays, copyOf(until.source.store));
  assert.deepEqual(
    training.recorded.events.map(({ type, step }) => [type, step]),
    [['non-finite', 6]],
  );
  assert.equal(training.recorded.lines.filter(({ split }) => split === 'train').length, 5);
});

test('gradients that are clipped hard for long are told once, at their step', async () => {
  const config = {
    ...tinyConfig,
    training: { ...tinyConfig.training, epochs: 9, gradientClip: 1e-9, gradientAccumulation: 1 },
  };
  const training = tinyTraining({ config });
  await train(training, beginning);
  assert.ok(training.recorded.lines.length > 30);
  assert.deepEqual(
    training.recorded.events.map(({ type, step }) => [type, step]),
    [['clipped-hard', 20]],
  );
});

const patient = (metric: 'accuracy' | 'loss', patience: number) => ({
  ...tinyConfig,
  training: { ...tinyConfig.training, epochs: 10 },
  regularization: { ...tinyConfig.regularization, earlyStopping: { metric, patience } },
  evaluation: { ...tinyConfig.evaluation, everySteps: 1, best: metric },
  checkpoints: { everySteps: 1_000, keep: 2 },
});

function scripted(scores: readonly Scores[]): NonNullable<Training['evaluate']> {
  return (step) => Promise.resolve(scores[step - 1] ?? {});
}

test('early stopping waits for as many evaluations without improvement as asked', async () => {
  const accuracies = [0.5, 0.7, 0.6, 0.7, 0.71, 0.71, 0.7, 0.1];
  const saved: Saved[] = [];
  const training = savingTraining(saved, {
    config: patient('accuracy', 3),
    evaluate: scripted(accuracies.map((accuracy) => ({ accuracy }))),
  });
  const { ending, progress } = await train(training, beginning);
  assert.equal(ending, 'early-stop');
  assert.equal(progress.step, 8);
  assert.deepEqual(progress.best, { metric: 'accuracy', value: 0.71, step: 5 });
  // Every new best is kept, whether a checkpoint was due or not; a tie is no new best.
  assert.deepEqual(
    saved.map((checkpoint) => checkpoint.progress.step),
    [1, 2, 5],
  );
});

test('a lower loss is better, and an undefined metric never is', async () => {
  const training = tinyTraining({
    config: patient('loss', 2),
    evaluate: scripted([{ loss: 2 }, { loss: 1 }, { loss: null }, { loss: 1.5 }]),
  });
  const { ending, progress } = await train(training, beginning);
  assert.equal(ending, 'early-stop');
  assert.deepEqual(progress.best, { metric: 'loss', value: 1, step: 2 });
});

test('an evaluation that is broken off is made again after the resume', async () => {
  const whole = savingTraining([], {});
  await train(whole, beginning);

  const saved: Saved[] = [];
  const first = savingTraining(saved, { stopAt: 3, evaluate: () => Promise.resolve(null) });
  assert.equal((await train(first, beginning)).ending, 'stopped');
  const second = savingTraining([], { recorded: first.recorded });
  restore(second.source.store, saved.at(-1)!);
  await train(second, saved.at(-1)!.progress);
  assert.deepEqual(facts(first.recorded.lines), facts(whole.recorded.lines));
});

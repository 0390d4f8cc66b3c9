import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { UserError } from '../../src/protocol/errors';
import type { RunConfig } from '../../src/protocol/runConfig';
import { checkpointFolder } from '../../src/runs/runFolder';
import {
  factsOf,
  fixtureConfig,
  metricLines,
  runFixture,
  temporaryRun,
} from '../unit/trainer/training/fixtureRun';

/** Names and bytes of the files that hold a model's numbers. */
function weightsOf(folder: string): Buffer {
  return readFileSync(path.join(folder, 'model.safetensors'));
}

test('a run leaves its curve, its checkpoints and the best model', async (t) => {
  const folder = temporaryRun(t);
  const told = await runFixture(folder);
  assert.equal(told.state, 'finished');
  assert.deepEqual(told.phases, [
    'load-model',
    'read-data',
    'tokenise',
    'choose-device',
    'compile',
    'train',
    'save-model',
  ]);
  const lines = metricLines(folder);
  assert.equal(lines.filter(({ split }) => split === 'train').length, 18);
  const evaluations = lines.filter(({ split }) => split === 'validation');
  assert.deepEqual(
    evaluations.map(({ step }) => step),
    [4, 8, 12, 16, 18],
  );
  assert.deepEqual(Object.keys(lines[0]!), [
    'step',
    'epoch',
    'time',
    'split',
    'loss',
    'learningRate',
    'gradientNorm',
    'tokensPerSecond',
  ]);
  const best = told.record.best!;
  assert.equal(best.metric, 'f1-macro');
  const scores = evaluations.map((line) => ('f1-macro' in line ? line['f1-macro']! : 0));
  assert.equal(best.value, Math.max(...scores));
  assert.equal(best.step, evaluations[scores.indexOf(best.value)]!.step);
  assert.deepEqual(
    weightsOf(path.join(folder, 'model')),
    weightsOf(checkpointFolder(folder, best.step)),
  );
  assert.deepEqual(readdirSync(checkpointFolder(folder, 4)).sort(), [
    'config.json',
    'finetune.json',
    'manifest.json',
    'model.safetensors',
    'optimizer.safetensors',
    'tokenizer.json',
    'tokenizer_config.json',
    'trainer_state.json',
  ]);
  const state = readFileSync(path.join(checkpointFolder(folder, 4), 'trainer_state.json'), 'utf8');
  assert.ok(!state.includes(path.dirname(folder)), 'the state holds no path');
});

test('stopped and resumed runs equal the uninterrupted one, bit for bit, wherever they stop', async (t) => {
  const whole = temporaryRun(t);
  const dropping = {
    ...fixtureConfig,
    regularization: { ...fixtureConfig.regularization, dropout: 0.1 },
  };
  await runFixture(whole, { config: dropping });
  const total = metricLines(whole).at(-1)!.step;

  for (let stopAt = 1; stopAt < total; stopAt++) {
    const first = temporaryRun(t);
    const stopped = await runFixture(first, { config: dropping, stopAt });
    assert.equal(stopped.state, 'stopped');
    assert.equal(stopped.checkpoints.at(-1), stopAt);
    // A moved run goes on all the same.
    const moved = `${first}-moved`;
    renameSync(first, moved);
    const resumed = await runFixture(moved, { config: dropping, resume: true });
    assert.equal(resumed.state, 'finished');
    assert.deepEqual(factsOf(moved), factsOf(whole), `stopped at ${stopAt}`);
    assert.deepEqual(weightsOf(path.join(moved, 'model')), weightsOf(path.join(whole, 'model')));
    for (const file of ['model.safetensors', 'optimizer.safetensors']) {
      assert.deepEqual(
        readFileSync(path.join(checkpointFolder(moved, total), file)),
        readFileSync(path.join(checkpointFolder(whole, total), file)),
        `${file}, stopped at ${stopAt}`,
      );
    }
  }
});

test('declared labels are the ids of the model that is saved, and a run goes on only with the same', async (t) => {
  const folder = temporaryRun(t);
  const labels = ['glad', 'unheard', 'calm', 'cross'];
  const withLabels = (declared: readonly string[] | null): RunConfig => ({
    ...fixtureConfig,
    data: { ...fixtureConfig.data, labels: declared },
    training: { ...fixtureConfig.training, maxSteps: 4 },
  });
  const config = withLabels(labels);
  const stopped = await runFixture(folder, { config, stopAt: 2 });
  assert.match(stopped.log.join('\n'), /No training row has the label "unheard" of "data\.labels"/);
  for (const [declared, says] of [
    [[...labels].reverse(), /data\.labels was \["glad",.*\] when this run began and is \["cross",/],
    [null, /data\.labels was \["glad",.*\] when this run began and is null now/],
  ] as const)
    await assert.rejects(runFixture(folder, { config: withLabels(declared), resume: true }), says);
  const { state } = await runFixture(folder, { config, resume: true });
  assert.equal(state, 'finished');
  const saved = JSON.parse(readFileSync(path.join(folder, 'model', 'config.json'), 'utf8')) as {
    readonly id2label: unknown;
    readonly label2id: unknown;
  };
  assert.deepEqual(saved.id2label, { 0: 'glad', 1: 'unheard', 2: 'calm', 3: 'cross' });
  assert.deepEqual(saved.label2id, { glad: 0, unheard: 1, calm: 2, cross: 3 });

  await assert.rejects(
    runFixture(temporaryRun(t), { config: withLabels(['cross', 'calm']) }),
    (error) =>
      error instanceof UserError &&
      /^The label "glad" is not in "data\.labels", which has "cross", "calm"\. Nor are those of \d+ more rows\.$/.test(
        error.message,
      ) &&
      error.place?.file === fixtureConfig.data.train.path &&
      error.place.line !== undefined,
  );
});

test('a trained head goes on with declared labels in another order as it would have without', async (t) => {
  const lossesWith = async (labels: readonly string[] | null): Promise<number[]> => {
    const folder = temporaryRun(t);
    const training = { ...fixtureConfig.training, maxSteps: 4 };
    const { log } = await runFixture(folder, {
      config: { ...fixtureConfig, data: { ...fixtureConfig.data, labels }, training },
    });
    assert.equal(
      log.join('\n').includes('The head goes on with the ids of "data.labels"'),
      labels !== null,
    );
    return metricLines(folder).map(({ loss }) => loss ?? Number.NaN);
  };
  const [own, declared] = [await lossesWith(null), await lossesWith(['glad', 'calm', 'cross'])];
  assert.equal(own.length, 5);
  for (const [step, loss] of declared.entries())
    assert.ok(Math.abs(loss - (own[step] ?? 0)) < 1e-5, `${loss} for ${own[step]} at ${step}`);
});

test('a damaged checkpoint is passed over, and the run ends the same', async (t) => {
  const whole = temporaryRun(t);
  await runFixture(whole);
  const folder = temporaryRun(t);
  await runFixture(folder, { stopAt: 11 });
  const file = path.join(checkpointFolder(folder, 11), 'optimizer.safetensors');
  const bytes = readFileSync(file);
  bytes[bytes.length - 5]! ^= 4;
  writeFileSync(file, bytes);
  const told = await runFixture(folder, { resume: true });
  assert.match(told.log.join('\n'), /step-00000011 is skipped: optimizer.safetensors was changed/);
  assert.deepEqual(factsOf(folder), factsOf(whole));
});

test('a resume with other data or settings is refused with what changed', async (t) => {
  const folder = temporaryRun(t);
  const data = path.join(path.dirname(folder), 'rows.jsonl');
  cpSync(fixtureConfig.data.train.path, data);
  const config = {
    ...fixtureConfig,
    data: { ...fixtureConfig.data, train: { ...fixtureConfig.data.train, path: data } },
  };
  await runFixture(folder, { config, stopAt: 3 });
  const resume = (changed: Partial<typeof config>): Promise<unknown> =>
    runFixture(folder, { config: { ...config, ...changed }, resume: true });

  await assert.rejects(
    resume({ training: { ...config.training, learningRate: 1e-3 } }),
    /training\.learningRate was 0\.002 when this run began and is 0\.001 now/,
  );
  const text = readFileSync(data, 'utf8');
  const hash = createHash('sha256').update(text).digest('hex');
  const changes = [
    [
      text.replace('calm', 'glad'),
      /^The train data changed .*: its 66 rows have another content than before\.$/,
    ],
    [`${text}{"text": "ba", "label": "calm"}\n`, /: it had 66 rows and has 67 rows now\.$/],
  ] as const;
  for (const [changed, message] of changes) {
    writeFileSync(data, changed);
    await assert.rejects(resume({}), (error: unknown) => {
      assert.ok(error instanceof UserError);
      assert.match(error.message, message);
      assert.equal(error.place?.file, data);
      assert.ok(
        error.next?.includes(hash.slice(0, 12)) && error.next.includes('new run'),
        error.next,
      );
      return true;
    });
  }
  assert.equal(metricLines(folder).length, 3);
});

test('without a checkpoint a resume begins again', async (t) => {
  const folder = temporaryRun(t);
  const told = await runFixture(folder, { resume: true });
  assert.equal(told.state, 'finished');
  assert.match(told.log.join('\n'), /begins again/);
});

test('early stopping restores the best model', async (t) => {
  const folder = temporaryRun(t);
  const told = await runFixture(folder, {
    config: {
      ...fixtureConfig,
      training: { ...fixtureConfig.training, learningRate: 0, epochs: 20 },
      regularization: {
        ...fixtureConfig.regularization,
        earlyStopping: { metric: 'accuracy', patience: 2 },
      },
      checkpoints: { everySteps: null, keep: 1 },
    },
  });
  assert.equal(told.state, 'finished');
  // Nothing is learnt at rate 0: the first evaluation stays the best, and two more do not beat it.
  assert.equal(metricLines(folder).at(-1)!.step, 12);
  assert.deepEqual(
    told.events.map(({ type, step }) => [type, step]),
    [['early-stop', 12]],
  );
  assert.deepEqual(readdirSync(path.join(folder, 'checkpoints')).sort(), [
    'step-00000004',
    'step-00000012',
  ]);
  assert.ok(existsSync(path.join(folder, 'model', 'model.safetensors')));
});

test('a rate that makes the loss overflow stops the run with the place and a way out', async (t) => {
  const folder = temporaryRun(t);
  const config = {
    ...fixtureConfig,
    training: {
      ...fixtureConfig.training,
      learningRate: 1e30,
      warmupRatio: 0,
      gradientClip: 0,
      schedule: 'constant' as const,
    },
  };
  await assert.rejects(runFixture(folder, { config }), (error: unknown) => {
    assert.ok(error instanceof UserError);
    assert.match(`${error.message} ${error.next}`, /finite|diverged/);
    assert.match(error.next ?? '', /learning ?rate/i);
    return true;
  });
});

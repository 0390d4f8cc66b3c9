import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import type { MetricLine, TrainLine } from '../../src/protocol/run';
import { listCheckpoints, runPaths } from '../../src/runs/runFolder';
import { readLastMetrics } from '../../src/runs/metricsFile';
import { readRecord } from '../../src/runs/runRecord';
import { makeWorkspace, onlyRun, runCli, startCli } from '../support/cliProcess';
import { runBits } from '../support/runBits';
import { until } from '../support/until';

const isTrain = (line: MetricLine): line is TrainLine => line.split === 'train';

test('a run learns, and leaves all that its folder promises', async () => {
  const cwd = makeWorkspace({ 'training.epochs': 6 });
  const ended = await runCli(['train', 'tiny.finetune.json', '--json'], { cwd });
  assert.deepEqual([ended.code, ended.stderr], [0, '']);
  const folder = onlyRun(cwd);

  const documents = ended.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  const model = path.join(folder, 'model');
  assert.deepEqual(documents.at(-1), { run: folder, state: 'finished', model });
  const lines = readLastMetrics(folder, Infinity);
  assert.deepEqual(documents.slice(0, -1), lines, 'stdout shows the lines of metrics.jsonl');

  const train = lines.filter(isTrain);
  assert.deepEqual(
    train.map(({ step }) => step),
    train.map((_, index) => index + 1),
  );
  const mean = (part: readonly TrainLine[]): number =>
    part.reduce((sum, { loss }) => sum + loss, 0) / part.length;
  const thirds = [0, 1, 2].map((third) => {
    const size = Math.floor(train.length / 3);
    return mean(train.slice(third * size, (third + 1) * size));
  });
  assert.ok(thirds[0]! > thirds[1]! && thirds[1]! > thirds[2]!, `loss falls: ${thirds.join(' ')}`);
  assert.equal(train[0]!.learningRate, 0, 'the warm-up begins at 0');
  assert.equal(lines.at(-1)!.split, 'validation', 'an evaluation follows the last step');

  const record = readRecord(folder);
  assert.equal(record.state, 'finished');
  assert.equal(record.totalSteps, train.length);
  assert.deepEqual(
    record.datasets.map(({ split, rows }) => [split, rows]),
    [
      ['train', 66],
      ['validation', 30],
    ],
  );
  assert.ok(record.best !== null && record.best.metric === 'f1-macro');
  for (const name of ['config.json', 'model.safetensors', 'tokenizer.json'])
    assert.ok(existsSync(path.join(model, name)), `model/${name}`);
  assert.ok(listCheckpoints(folder).length >= 1);
  assert.ok(readdirSync(folder).some((name) => name.startsWith('events.out.tfevents.')));
  assert.ok(existsSync(runPaths(folder).log));
  const config = JSON.parse(readFileSync(runPaths(folder).config, 'utf8')) as object;
  assert.equal((config as { task?: unknown }).task, 'text-classification');
});

test('the same config twice gives the same bits; a stop and a resume change nothing', async () => {
  const changes = { 'training.epochs': 4 };
  const [whole, broken] = [makeWorkspace(changes), makeWorkspace(changes)];
  assert.equal((await runCli(['train', 'tiny.finetune.json'], { cwd: whole })).code, 0);

  const cli = startCli(['train', 'tiny.finetune.json', '--json'], { cwd: broken });
  await until('a few steps', () => cli.stdout().split('\n').length > 13);
  cli.kill('SIGINT');
  const stopped = await cli.ended;
  assert.equal(stopped.code, 130);
  const folder = onlyRun(broken);
  const last = JSON.parse(stopped.stdout.trim().split('\n').at(-1)!) as Record<string, unknown>;
  assert.deepEqual(last, { run: folder, state: 'stopped', model: null });
  const { state } = readRecord(folder);
  assert.equal(state, 'stopped');
  const stoppedAt = readLastMetrics(folder, Infinity).findLast(isTrain)!.step;
  assert.ok(listCheckpoints(folder).includes(stoppedAt), 'a checkpoint at the step of the stop');

  const resumed = await runCli(['train', '--resume', path.basename(folder)], { cwd: broken });
  assert.deepEqual([resumed.code, resumed.stderr], [0, '']);
  assert.deepEqual(runBits(folder), runBits(onlyRun(whole)));
  const events = readdirSync(folder).filter((name) => name.startsWith('events.out.tfevents.'));
  assert.equal(events.length, 2, 'a resume writes an event file of its own');

  const before = readFileSync(runPaths(folder).record, 'utf8');
  const again = await runCli(['train', 'tiny.finetune.json', '--resume', folder, '--json'], {
    cwd: broken,
  });
  assert.equal(again.code, 0, 'a finished run prints its result');
  assert.deepEqual(JSON.parse(again.stdout), {
    run: folder,
    state: 'finished',
    model: path.join(folder, 'model'),
  });
  assert.equal(readFileSync(runPaths(folder).record, 'utf8'), before);
});

test('a second Ctrl-C ends at once, and the run can be resumed', async () => {
  const cwd = makeWorkspace({ 'training.epochs': 5_000, 'checkpoints.everySteps': 100_000 });
  const cli = startCli(['train', 'tiny.finetune.json', '--json'], { cwd });
  await until('a few steps', () => cli.stdout().split('\n').length > 5);
  cli.kill('SIGINT');
  cli.kill('SIGINT');
  const { code, signal } = await cli.ended;
  // Signals that come together may be delivered as one: then it is an ordinary stop.
  assert.ok(signal === 'SIGINT' || code === 130, `code ${code}, signal ${signal}`);
  const { state } = readRecord(onlyRun(cwd));
  assert.equal(state, signal === 'SIGINT' ? 'interrupted' : 'stopped');
});

import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { watchRuns } from '../../../src/runs/watchRuns';
import { temporaryFolder } from '../../support/makeRun';
import { until } from '../../support/until';

test('a run that appears or changes is told by its folder; weights and logs are not', async () => {
  const output = path.join(temporaryFolder(), 'runs');
  const run = path.join(output, '20260101-000000-a');
  mkdirSync(run, { recursive: true });
  const told: string[] = [];
  const watcher = watchRuns([output], (folder) => told.push(folder));
  const ready = path.join(output, 'probe');
  // Watching begins some time after the call: a probe is touched until it is seen.
  await until('the watch begins', () => {
    mkdirSync(ready, { recursive: true });
    appendFileSync(path.join(ready, 'run.json'), '{}');
    return told.includes(ready);
  });
  const forRun = (): number => told.filter((folder) => folder === run).length;
  writeFileSync(path.join(run, 'log.txt'), 'x');
  mkdirSync(path.join(run, 'checkpoints', 'step-00000001'), { recursive: true });
  await until('the checkpoint', () => forRun() > 0);
  const before = forRun();
  writeFileSync(path.join(run, 'checkpoints', 'step-00000001', 'model.safetensors'), 'x');
  appendFileSync(path.join(run, 'log.txt'), 'more');
  const fresh = path.join(output, '20260102-000000-b');
  mkdirSync(fresh);
  writeFileSync(path.join(fresh, 'run.json'), '{}');
  await until('the new run', () => told.includes(fresh));
  assert.equal(forRun(), before, 'weights and log told nothing');
  appendFileSync(path.join(run, 'metrics.jsonl'), '{}\n');
  await until('the metrics', () => forRun() > before);
  await watcher.close();
});

test('a run that made the output folder is told, though it is silent ever after', async () => {
  const output = path.join(temporaryFolder(), 'later', 'runs');
  const told: string[] = [];
  const watcher = watchRuns([output], (folder) => told.push(folder));
  const run = path.join(output, '20260101-000000-waits');
  mkdirSync(run, { recursive: true });
  writeFileSync(path.join(run, 'run.json'), '{}');
  await until('the run', () => told.includes(run));
  await watcher.close();
});

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { createRun } from '../../src/runs/createRun';
import { launchTrainer } from '../../src/runs/launchTrainer';
import { readRun } from '../../src/runs/listRuns';
import { readLastMetrics } from '../../src/runs/metricsFile';
import { listCheckpoints, runPaths } from '../../src/runs/runFolder';
import { readRecord } from '../../src/runs/runRecord';
import { stopRun, tellTrainer } from '../../src/runs/stopRun';
import { loadRunConfig } from '../../src/config/loadRunConfig';
import {
  distFolder,
  endWithTests,
  makeWorkspace,
  onlyRun,
  runCli,
  startCli,
} from '../support/cliProcess';
import { until } from '../support/until';

const forever = { 'training.epochs': 5_000, 'checkpoints.everySteps': 100_000 };

async function stateOf(folder: string): Promise<string> {
  const run = await readRun(folder);
  return run.type === 'run' ? run.record.state : run.reason;
}

test('a second trainer of a run is refused, naming who holds it', async () => {
  const cwd = makeWorkspace(forever);
  const cli = startCli(['train', 'tiny.finetune.json', '--json'], { cwd });
  await until('the first line', () => cli.stdout().includes('\n'));
  const folder = onlyRun(cwd);
  const second = await runCli(['train', '--resume', folder], { cwd });
  assert.equal(second.code, 1);
  assert.match(second.stderr, new RegExp(`held by process ${cli.pid} since \\d{4}-\\d\\d-\\d\\d`));
  assert.ok(second.stderr.length <= 600);
  cli.kill('SIGTERM');
  assert.equal((await cli.ended).code, 130);
});

test('a run that does not fit beside another waits, says so, and then trains', async () => {
  const cwd = makeWorkspace({ ...forever });
  const estimate = await runCli(['estimate', 'tiny.finetune.json', '--json'], { cwd });
  const { memoryBytes } = JSON.parse(estimate.stdout) as { memoryBytes: { total: number } };
  const env = { FINETUNE_MEMORY_LIMIT: String(Math.ceil(memoryBytes.total * 1.5)) };
  const first = startCli(['train', 'tiny.finetune.json', '--json'], { cwd, env });
  await until('the first line', () => first.stdout().includes('\n'));
  const holder = onlyRun(cwd);

  const output = path.join(cwd, 'second');
  const flags = ['--set', `output=${output}`, '--set', 'training.epochs=1'];
  const second = startCli(['train', 'tiny.finetune.json', ...flags], { cwd, env });
  await until('the second waits', () => second.stdout().includes('Waits for tiny'));
  const waiting = readdirSync(output).find((name) => !name.startsWith('.'))!;
  const record = readRecord(path.join(output, waiting));
  assert.equal(record.state, 'starting');
  assert.deepEqual(record.waitingFor, { run: 'tiny', reason: 'memory' });
  assert.equal(record.phases.at(-1)!.phase, 'wait-for-memory');

  assert.equal(await stopRun(holder), 'stopped');
  assert.equal((await first.ended).code, 130);
  assert.equal((await second.ended).code, 0);
  assert.equal(readRecord(path.join(output, waiting)).waitingFor, null);

  const never = await runCli(['train', 'tiny.finetune.json'], {
    cwd,
    env: { FINETUNE_MEMORY_LIMIT: '2000000' },
  });
  assert.equal(never.code, 1);
  assert.match(never.stderr, /needs about \d+ MB of memory; 2 MB are available/);
});

test('a detached trainer outlives its launcher, tells and obeys through its socket', async () => {
  const cwd = makeWorkspace(forever);
  const { config } = await loadRunConfig(path.join(cwd, 'tiny.finetune.json'));
  const folder = createRun({ config, configFile: null, configSet: [], name: 'detached' });
  endWithTests(folder);
  // The launcher is a process of its own, killed as a closing window is.
  const script = path.join(distFolder(), 'trainer.mjs');
  const launcher = spawn(
    process.execPath,
    [
      '-e',
      `const { spawn } = require('node:child_process');
       const log = require('node:fs').openSync(process.argv[3], 'a');
       spawn(process.execPath, [process.argv[1], process.argv[2]], { detached: true, stdio: ['ignore', log, log] }).unref();
       setInterval(() => {}, 1000);`,
      script,
      folder,
      runPaths(folder).log,
    ],
    { stdio: 'ignore', env: { ...process.env, TMPDIR: cwd, ELECTRON_RUN_AS_NODE: '1' } },
  );
  await until('it trains', () => readLastMetrics(folder, Infinity).length > 2);
  const gone = new Promise((resolve) => launcher.on('exit', resolve));
  launcher.kill('SIGKILL');
  await gone;
  const before = readLastMetrics(folder, Infinity).length;
  await until('it goes on', () => readLastMetrics(folder, Infinity).length > before + 5);
  assert.equal(await stateOf(folder), 'running');

  assert.ok(await tellTrainer(folder, { type: 'checkpoint-now' }));
  await until('the checkpoint', () => listCheckpoints(folder).length > 0);
  assert.equal(await stopRun(folder), 'stopped');
  assert.equal(await stateOf(folder), 'stopped');
});

test('launchTrainer resolves with a run that is held, and rejects with the reason of one that fails', async () => {
  const cwd = makeWorkspace(forever);
  const { config } = await loadRunConfig(path.join(cwd, 'tiny.finetune.json'));
  const make = (changed: typeof config): string =>
    createRun({ config: changed, configFile: null, configSet: [], name: 'launched' });
  const launch = {
    entry: path.join(distFolder(), 'trainer.mjs'),
    execPath: process.execPath,
    env: { ...process.env, TMPDIR: cwd },
    resume: false,
  };
  const folder = make(config);
  endWithTests(folder);
  const pid = await launchTrainer(folder, launch);
  assert.equal(readRecord(folder).pid, pid);
  assert.equal(await stateOf(folder), readRecord(folder).state);
  await assert.rejects(launchTrainer(folder, { ...launch, resume: true }), /held by process/);
  process.kill(pid, 'SIGTERM');
  await until('it stops', async () => (await stateOf(folder)) === 'stopped');

  const broken = make(config);
  writeFileSync(runPaths(broken).config, '{"model": 3}');
  await launchTrainer(broken, launch).catch(() => undefined);
  await until('it fails', async () => (await stateOf(broken)) === 'failed');
  assert.match(readRecord(broken).failure!.reason, /config\.json:1:?\d*: "data" is missing/);
  assert.match(readFileSync(runPaths(broken).log, 'utf8'), /"data" is missing/);
});

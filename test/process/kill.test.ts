import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { readRun } from '../../src/runs/listRuns';
import { runPaths } from '../../src/runs/runFolder';
import { makeWorkspace, onlyRun, runCli, runsOf, startCli } from '../support/cliProcess';
import { randomNumbers } from '../support/randomNumbers';
import { runBits } from '../support/runBits';

const seed = 20260102;
const kills = 12;

test(`kill -9 at ${kills} random instants tears nothing, and the bits come out the same (seed ${seed})`, async () => {
  const changes = { 'training.epochs': 12, 'checkpoints.everySteps': 3 };
  const [whole, killed] = [makeWorkspace(changes), makeWorkspace(changes)];
  const begun = performance.now();
  assert.equal((await runCli(['train', 'tiny.finetune.json'], { cwd: whole })).code, 0);
  const wholeMs = performance.now() - begun;

  const random = randomNumbers(seed);
  let folder: string | null = null;
  for (let kill = 0; kill < kills; kill++) {
    const parameters: string[] = folder === null ? ['tiny.finetune.json'] : ['--resume', folder];
    const cli = startCli(['train', ...parameters], { cwd: killed });
    // From the very start to about where the run would end: loading, training, saving all get their share.
    await wait(wholeMs * (0.1 + 0.5 * random()));
    cli.kill('SIGKILL');
    const ended = await cli.ended;
    assert.ok(ended.signal === 'SIGKILL' || ended.code === 0, `kill ${kill}: ${ended.stderr}`);
    if (runsOf(killed).length === 0) continue;
    folder = onlyRun(killed);
    await assertNothingTorn(folder, `kill ${kill}`);
  }
  const last = await runCli(
    folder === null ? ['train', 'tiny.finetune.json'] : ['train', '--resume', folder],
    {
      cwd: killed,
    },
  );
  assert.equal(last.code, 0, last.stderr);
  assert.deepEqual(runBits(onlyRun(killed)), runBits(onlyRun(whole)));
  const rest = readdirSync(onlyRun(killed)).filter((name) => name.endsWith('.tmp'));
  assert.deepEqual(rest, [], 'no temporary file is left');
});

async function assertNothingTorn(folder: string, when: string): Promise<void> {
  const run = await readRun(folder);
  const state = run.type === 'run' ? run.record.state : run.reason;
  assert.ok(
    state === 'interrupted' || state === 'finished' || state === 'starting',
    `${when}: ${state}`,
  );
  assert.doesNotThrow(() => JSON.parse(readFileSync(runPaths(folder).config, 'utf8')), when);
  const { metrics, checkpoints } = runPaths(folder);
  if (existsSync(metrics)) {
    const complete = readFileSync(metrics, 'utf8').split('\n').slice(0, -1);
    for (const line of complete) assert.doesNotThrow(() => JSON.parse(line), when);
  }
  for (const step of existsSync(checkpoints) ? readdirSync(checkpoints) : []) {
    if (!step.startsWith('step-')) continue;
    const files = readdirSync(path.join(checkpoints, step));
    for (const name of ['model.safetensors', 'optimizer.safetensors', 'trainer_state.json'])
      assert.ok(files.includes(name), `${when}: ${step} lacks ${name}`);
  }
}

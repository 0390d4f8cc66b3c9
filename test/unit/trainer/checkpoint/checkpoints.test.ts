import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { truncateSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test, type TestContext } from 'node:test';
import { UserError } from '../../../../src/protocol/errors';
import { checkpointFolder } from '../../../../src/runs/runFolder';
import {
  commitCheckpoint,
  newestCheckpoint,
  retainCheckpoints,
} from '../../../../src/trainer/checkpoint/checkpoints';

function temporaryRun(t: TestContext): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'run-'));
  t.after(() => {
    rmSync(folder, { recursive: true });
  });
  return folder;
}

async function commit(runFolder: string, step: number, content = `weights ${step}`): Promise<void> {
  await commitCheckpoint({
    runFolder,
    step,
    bytes: 100,
    write: async (folder) => {
      await writeFile(path.join(folder, 'model.safetensors'), content);
      await writeFile(path.join(folder, 'trainer_state.json'), '{}');
    },
  });
}

const names = (runFolder: string): string[] =>
  readdirSync(path.join(runFolder, 'checkpoints')).sort();
const weights = (runFolder: string, step: number): string =>
  path.join(checkpointFolder(runFolder, step), 'model.safetensors');

async function newest(runFolder: string): Promise<{ step: number | null; reasons: string[] }> {
  const reasons: string[] = [];
  const found = await newestCheckpoint(runFolder, (reason) => reasons.push(reason));
  return { step: found?.step ?? null, reasons };
}

test('the newest checkpoint is found; a run without any has none', async (t) => {
  const run = temporaryRun(t);
  assert.deepEqual(await newest(run), { step: null, reasons: [] });
  await commit(run, 9);
  await commit(run, 10);
  assert.deepEqual(await newest(run), { step: 10, reasons: [] });
  assert.deepEqual(names(run), ['step-00000009', 'step-00000010']);
});

const damages: readonly [string, (run: string) => void, RegExp][] = [
  [
    'a flipped bit',
    (run) => {
      const bytes = readFileSync(weights(run, 10));
      bytes[3]! ^= 1;
      writeFileSync(weights(run, 10), bytes);
    },
    /step-00000010 is skipped: model.safetensors was changed/,
  ],
  ['a torn file', (run) => truncateSync(weights(run, 10), 4), /has 4 bytes instead of 10/],
  ['a missing file', (run) => rmSync(weights(run, 10)), /model.safetensors is missing/],
  [
    'a torn manifest',
    (run) => truncateSync(path.join(checkpointFolder(run, 10), 'manifest.json'), 9),
    /manifest.json is missing or torn/,
  ],
  [
    'no manifest',
    (run) => rmSync(path.join(checkpointFolder(run, 10), 'manifest.json')),
    /manifest.json is missing or torn/,
  ],
];

for (const [name, damage, reason] of damages) {
  test(`${name}: the previous checkpoint is used and the reason told`, async (t) => {
    const run = temporaryRun(t);
    await commit(run, 5);
    await commit(run, 10);
    damage(run);
    const { step, reasons } = await newest(run);
    assert.equal(step, 5);
    assert.equal(reasons.length, 1);
    assert.match(reasons[0]!, reason);
  });
}

test('a copied checkpoint stays whole', async (t) => {
  const [run, copy] = [temporaryRun(t), temporaryRun(t)];
  await commit(run, 5);
  cpSync(run, copy, { recursive: true });
  assert.equal((await newest(copy)).step, 5);
});

test('a full disk leaves what was there and says what is needed', async (t) => {
  const run = temporaryRun(t);
  await commit(run, 5);
  const tooBig = commitCheckpoint({
    runFolder: run,
    step: 10,
    bytes: 1e18,
    write: () => assert.fail('nothing may be written'),
  });
  await assert.rejects(tooBig, (error: unknown) => {
    assert.ok(error instanceof UserError);
    assert.match(error.message, /needs 1,000,000,000,000 MB and [\d,]+ MB are free/);
    return true;
  });

  for (const code of ['ENOSPC', 'EROFS', 'EIO']) {
    const broken = commitCheckpoint({
      runFolder: run,
      step: 10,
      bytes: 10,
      write: async (folder) => {
        await writeFile(path.join(folder, 'model.safetensors'), 'half');
        throw Object.assign(new Error(code), { code });
      },
    });
    await assert.rejects(broken, UserError);
  }
  assert.deepEqual(names(run), ['step-00000005']);
  assert.equal((await newest(run)).step, 5);
});

test('writing a step again replaces it', async (t) => {
  const run = temporaryRun(t);
  await commit(run, 5, 'old');
  await commit(run, 5, 'new');
  assert.deepEqual(names(run), ['step-00000005']);
  assert.equal(readFileSync(weights(run, 5), 'utf8'), 'new');
});

test('what a kill leaves is put right: halves go, a checkpoint not yet replaced comes back', async (t) => {
  const run = temporaryRun(t);
  await commit(run, 5);
  await commit(run, 10);
  const parent = path.join(run, 'checkpoints');
  mkdirSync(path.join(parent, '.passing-step-00000015-1-1'));
  cpSync(checkpointFolder(run, 10), path.join(parent, '.replaced-step-00000010'), {
    recursive: true,
  });
  rmSync(checkpointFolder(run, 10), { recursive: true });
  assert.equal((await newest(run)).step, 10);
  assert.deepEqual(names(run), ['step-00000005', 'step-00000010']);
});

test('the newest and the best are kept', async (t) => {
  const run = temporaryRun(t);
  for (const step of [5, 10, 15, 20]) await commit(run, step);
  await retainCheckpoints(run, 2, 5);
  assert.deepEqual(names(run), ['step-00000005', 'step-00000015', 'step-00000020']);
  await retainCheckpoints(run, 1, null);
  assert.deepEqual(names(run), ['step-00000020']);
});

test('a disk that fills up while writing leaves the checkpoints before intact', async (t) => {
  const run = temporaryRun(t);
  const parent = path.join(run, 'checkpoints');
  mkdirSync(parent);
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', parent]);
  if (mounted.status !== 0) {
    t.skip('needs the right to mount a small disk');
    return;
  }
  try {
    await commit(run, 5);
    await assert.rejects(commit(run, 10, 'x'.repeat(2 ** 21)), (error: unknown) => {
      assert.ok(error instanceof UserError);
      assert.match(error.message, /disk is full/);
      return true;
    });
    assert.deepEqual(names(run), ['step-00000005']);
    assert.equal((await newest(run)).step, 5);
    await commit(run, 15);
    assert.equal((await newest(run)).step, 15);
  } finally {
    spawnSync('umount', [parent]);
  }
});

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { removeParts } from '../../../src/runs/changeRun';
import { diskUsage } from '../../../src/runs/diskUsage';
import { isProcessAlive, processStart } from '../../../src/runs/processIdentity';
import { pythonSnippet } from '../../../src/runs/pythonSnippet';
import { checkpointFolder, listCheckpoints } from '../../../src/runs/runFolder';
import { socketAddress } from '../../../src/runs/socketAddress';
import { temporaryFolder } from '../../support/makeRun';

function makeParts(): string {
  const folder = path.join(temporaryFolder(), 'runs', 'a');
  const put = (file: string, size: number): void => {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), Buffer.alloc(size));
  };
  for (const step of [10, 20]) {
    const name = path.relative(folder, checkpointFolder(folder, step));
    put(`${name}/model.safetensors`, 100);
    put(`${name}/optimizer.safetensors`, 200);
  }
  put('model/model.safetensors', 100);
  put('reports/evaluation-test-1.json', 7);
  put('run.json', 3);
  put(`../../cache/${'0a'.repeat(16)}.tokens`, 50);
  // Not ours, though it stands there.
  put('../../cache/thesis.txt', 1_000);
  // What a link leads to is not part of the run.
  symlinkSync('/usr', path.join(folder, 'model', 'link'));
  return folder;
}

test('each part says what it takes, and goes alone', async () => {
  const folder = makeParts();
  const before = {
    checkpoints: 600,
    optimizer: 400,
    model: 100,
    reports: 7,
    cache: 50,
    total: 710,
  };
  assert.deepEqual(diskUsage(folder), before);
  await removeParts(folder, ['optimizer']);
  assert.deepEqual(listCheckpoints(folder), [10, 20]);
  assert.deepEqual(
    { ...diskUsage(folder), total: 0 },
    { ...before, checkpoints: 200, optimizer: 0, total: 0 },
  );
  await removeParts(folder, ['checkpoints', 'model', 'reports', 'cache']);
  assert.deepEqual(readdirSync(path.join(folder, '../../cache')), ['thesis.txt']);
  const left = readdirSync(folder).filter((name) => name !== 'lock');
  assert.deepEqual(left, ['run.json']);
});

test('pid and start name a process; another start is another process', async () => {
  const start = await processStart(process.pid);
  assert.ok(start !== null && start !== '');
  assert.equal(await processStart(process.pid), start);
  assert.equal(await isProcessAlive(process.pid, start), true);
  assert.equal(await isProcessAlive(process.pid, `${start}0`), false, 'a pid that was reused');
  const { pid } = spawnSync(process.execPath, ['-e', '0']);
  assert.equal(await isProcessAlive(pid, start), false);
  assert.equal(await processStart(pid), null);
});

test('the socket of a run is the same by every path, and other for another run', () => {
  const folder = temporaryFolder();
  const link = `${folder}-link`;
  symlinkSync(folder, link);
  assert.equal(socketAddress(link), socketAddress(folder));
  assert.notEqual(socketAddress(temporaryFolder()), socketAddress(folder));
  assert.ok(Buffer.byteLength(socketAddress(folder) ?? '') < 104);
});

test('the Python snippet is Python, whatever the path holds', (context) => {
  const snippet = pythonSnippet('/runs/it\'s "odd" \\ ü\nx', 64, null);
  assert.match(snippet, /max_length=64/);
  try {
    execFileSync('python3', ['-c', 'import ast, sys; ast.parse(sys.stdin.read())'], {
      input: snippet,
    });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    context.skip('python3 is not installed');
  }
});

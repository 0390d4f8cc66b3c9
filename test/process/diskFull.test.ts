import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readdirSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import type { AuditReport } from '../../src/protocol/audit';
import { formatBytes } from '../../src/protocol/formatNumber';
import { listCheckpoints, runPaths } from '../../src/runs/runFolder';
import { readRecord } from '../../src/runs/runRecord';
import { makeWorkspace, onlyRun, runCli, startCli } from '../support/cliProcess';
import { runBits } from '../support/runBits';
import { until } from '../support/until';

/** A file system of a few megabytes; a sentence that says why when the system does not let us. */
function mount(folder: string, kilobytes: number): string | null {
  mkdirSync(folder, { recursive: true });
  if (process.platform !== 'linux' || process.getuid?.() !== 0)
    return 'needs root on Linux to mount a small disk';
  const { status, stderr } = spawnSync(
    'mount',
    ['-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', folder],
    { encoding: 'utf8' },
  );
  return status === 0 ? null : `cannot mount a small disk: ${stderr.trim()}`;
}

function checkpointsIn(cwd: string): number {
  try {
    return listCheckpoints(onlyRun(cwd)).length;
  } catch {
    return 0;
  }
}

test('a full disk: the run says so, keeps its checkpoints, and goes on when there is space', async (context) => {
  const changes = { 'training.epochs': 20 };
  const [whole, cwd] = [makeWorkspace(changes), makeWorkspace(changes)];
  const disk = path.join(cwd, '.finetune');
  const reason = mount(disk, 16_384);
  if (reason !== null) {
    context.skip(reason);
    return;
  }
  try {
    assert.equal((await runCli(['train', 'tiny.finetune.json'], { cwd: whole })).code, 0);
    const cli = startCli(['train', 'tiny.finetune.json', '--json'], { cwd });
    await until('a checkpoint', () => checkpointsIn(cwd) > 0);
    // Something else takes all the space there is, while the run goes on.
    const filler = openSync(path.join(disk, 'filler'), 'w');
    const block = Buffer.alloc(4_096);
    assert.throws(() => {
      for (;;) writeSync(filler, block);
    }, /ENOSPC/);
    closeSync(filler);

    const failed = await cli.ended;
    assert.equal(failed.code, 1, failed.stderr);
    const message = failed.stderr.trimEnd();
    assert.match(message, /disk/);
    assert.ok(message.length <= 600 && !message.includes('\n'), message);
    const folder = onlyRun(cwd);
    const record = readRecord(folder);
    assert.equal(record.state, 'failed', 'the failure was written to the full disk');
    // Weights and two moments in float32, and 4 MiB for the files beside them.
    const needed = formatBytes(record.model!.parameters * 12 + 4 * 2 ** 20);
    const wanted = `intact. Free at least ${needed}, which the next checkpoint takes, then go on: finetune train --resume ${folder}`;
    assert.ok(record.failure!.next.endsWith(wanted), record.failure!.next);
    assert.ok(listCheckpoints(folder).length > 0, 'a checkpoint is kept');

    spawnSync('mount', ['-o', 'remount,size=64m', disk]);
    const resumed = await runCli(['train', '--resume', folder], { cwd });
    assert.equal(resumed.code, 0, resumed.stderr);
    assert.deepEqual(runBits(folder), runBits(onlyRun(whole)));
  } finally {
    spawnSync('umount', [disk]);
  }
});

test('an audit whose run takes no report prints it all the same, and leaves no half of one', async (context) => {
  const cwd = makeWorkspace();
  assert.equal((await runCli(['train', 'tiny.finetune.json'], { cwd })).code, 0);
  const { reports, model } = runPaths(onlyRun(cwd));
  rmSync(reports, { recursive: true });
  const reason = mount(reports, 64);
  if (reason !== null) {
    context.skip(reason);
    return;
  }
  try {
    const flags = ['audit', 'tiny', '--built-in', 'template/sentiment', '--json'];
    const { code, stdout, stderr } = await runCli(flags, { cwd });
    const { checks } = JSON.parse(stdout) as AuditReport;
    assert.ok(checks.length > 0);
    assert.equal(code, 1);
    assert.ok(stderr.length <= 600 && !stderr.trimEnd().includes('\n'), stderr);
    assert.ok(
      stderr.includes(`${reports}: The report cannot be kept with its run. The disk is full.`),
    );
    assert.ok(stderr.includes(`audit ${model}, of which nothing is kept`), stderr);
    assert.deepEqual(readdirSync(reports), []);
  } finally {
    spawnSync('umount', [reports]);
  }
});

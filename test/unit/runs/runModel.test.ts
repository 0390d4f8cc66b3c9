import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { checkpointFolder, runPaths } from '../../../src/runs/runFolder';
import { modelOfRun } from '../../../src/runs/runModel';

function putModel(folder: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'config.json'), '{}');
}

test('a run stands for its model, else its best checkpoint, else its newest', () => {
  const run = mkdtempSync(path.join(tmpdir(), 'finetune-run-model-'));
  try {
    assert.equal(modelOfRun(run, 10), null);
    for (const step of [10, 20, 30]) putModel(checkpointFolder(run, step));
    assert.deepEqual(modelOfRun(run, 10), { folder: checkpointFolder(run, 10), checkpoint: 10 });
    assert.equal(modelOfRun(run, 15)?.checkpoint, 30);
    assert.equal(modelOfRun(run, null)?.checkpoint, 30);
    putModel(runPaths(run).model);
    assert.deepEqual(modelOfRun(run, 10), { folder: runPaths(run).model, checkpoint: null });
  } finally {
    rmSync(run, { recursive: true, force: true });
  }
});

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { test } from 'node:test';

test('the committed kernels are what their sources compile to', () => {
  const root = process.env.FINETUNE_ROOT ?? '.';
  const script = path.join(root, 'scripts', 'wasm.mjs');
  const { status, stderr } = spawnSync(process.execPath, [script, '--check'], { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
});

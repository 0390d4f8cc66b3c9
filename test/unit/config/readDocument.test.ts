import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { test } from 'node:test';
import { commandLine } from '../../../src/cli/commandLine';
import { fakeOutput } from '../../support/fakeOutput';
import { temporaryFolder } from '../../support/makeRun';

const noPipes = process.platform === 'win32' && 'Windows has no named pipes in folders';

for (const [command, suffix] of [
  ['preprocess', 'recipe'],
  ['train', 'finetune'],
  ['estimate', 'finetune'],
] as const)
  test(
    `finetune ${command} refuses a pipe at once, whether or not somebody writes to it`,
    { skip: noPipes },
    async () => {
      const pipe = path.join(temporaryFolder(), `a.${suffix}.json`);
      execFileSync('mkfifo', [pipe]);
      const { output, text } = fakeOutput();
      assert.equal(await commandLine([command, pipe], output), 1);
      assert.match(text.stderr, /This is a pipe or a device and not a file: .* Save it as a \*\./);
    },
  );

import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { listCheckpoints } from '../../src/runs/runFolder';
import { readRecord } from '../../src/runs/runRecord';
import { makeWorkspace, onlyRun, runCli, startCli } from '../support/cliProcess';
import { runBits } from '../support/runBits';

const full = '/dev/full';
const skip = existsSync(full) ? false : `there is no ${full}`;

test(
  'stdout without space: the run stops with a checkpoint and says how to go on',
  { skip },
  async () => {
    const [whole, cwd] = [makeWorkspace(), makeWorkspace()];
    const { code, stderr } = await runCli(['train', 'tiny.finetune.json', '--json'], {
      cwd,
      stdout: full,
    });
    const folder = onlyRun(cwd);
    assert.equal(code, 1);
    const wanted =
      'The output cannot be written to stdout: there is no space left where it goes. The run stopped with a ' +
      `checkpoint. Send the output elsewhere and go on: finetune train --resume ${folder}\n`;
    assert.equal(stderr, wanted);
    assert.equal(readRecord(folder).state, 'stopped');
    assert.ok(listCheckpoints(folder).length > 0);
    assert.equal((await runCli(['train', 'tiny.finetune.json'], { cwd: whole })).code, 0);
    assert.equal((await runCli(['train', '--resume', folder], { cwd })).code, 0);
    assert.deepEqual(runBits(folder), runBits(onlyRun(whole)));
  },
);

test(
  'stdout without space ends every other command with exit 1 and one paragraph',
  { skip },
  async () => {
    const cwd = makeWorkspace();
    for (const command of [['--help'], ['runs'], ['estimate', 'tiny.finetune.json']]) {
      const { code, stderr } = await runCli(command, { cwd, stdout: full });
      assert.equal(code, 1, command.join(' '));
      assert.match(stderr, /^The output cannot be written to stdout: .*\n$/);
    }
  },
);

test('a reader that goes away ends every other command quietly and with exit 0', async () => {
  const cwd = makeWorkspace();
  assert.equal((await runCli(['train', 'tiny.finetune.json'], { cwd })).code, 0);
  const run = onlyRun(cwd);
  const rows = Array.from({ length: 60_000 }, (_, row) => JSON.stringify({ text: `ba ${row}` }));
  writeFileSync(path.join(cwd, 'many.jsonl'), `${rows.join('\n')}\n`);
  const commands = [
    ['--help'],
    ['runs', '--json'],
    ['estimate', 'tiny.finetune.json'],
    ['evaluate', run],
    ['predict', run, '--input', 'many.jsonl', '--json'],
  ];
  for (const command of commands) {
    const cli = startCli(command, { cwd });
    cli.closeStdout();
    const { code, signal, stderr } = await cli.ended;
    assert.deepEqual({ code, signal, stderr }, { code: 0, signal: null, stderr: '' }, command[0]);
  }
});

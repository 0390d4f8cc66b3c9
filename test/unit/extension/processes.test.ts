import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { failureOf, runCli } from '../../../src/extension/cliProcess';
import { childEnvironment } from '../../../src/extension/hostProcess';
import { launcherScript } from '../../../src/extension/launcherScript';
import { parsePlace } from '../../../src/extension/placeText';
import { UserError } from '../../../src/protocol/errors';

test('a child gets our environment without what steers the editor', () => {
  const environment = childEnvironment({
    PATH: '/bin',
    NODE_OPTIONS: '--require /evil.js',
    VSCODE_IPC_HOOK: 'x',
    ELECTRON_RUN_AS_NODE: '0',
    GONE: undefined,
  });
  assert.deepEqual(environment, { PATH: '/bin', ELECTRON_RUN_AS_NODE: '1' });
});

test('the launcher runs the command line whatever stands in its path and arguments', () => {
  const folder = mkdtempSync(path.join(tmpdir(), `finetune it's "$HOME" `));
  try {
    const cli = path.join(folder, 'cli.js');
    writeFileSync(
      cli,
      'console.log(JSON.stringify([process.env.ELECTRON_RUN_AS_NODE, ...process.argv.slice(2)]))',
    );
    const { name, text } = launcherScript('linux', { execPath: process.execPath, cli });
    assert.equal(name, 'finetune');
    const script = path.join(folder, name);
    writeFileSync(script, text);
    chmodSync(script, 0o755);
    const output = execFileSync(script, ['a b', '$HOME', "it's"], { encoding: 'utf8' });
    assert.deepEqual(JSON.parse(output), ['1', 'a b', '$HOME', "it's"]);
  } finally {
    rmSync(folder, { recursive: true });
  }
  const windows = launcherScript('win32', { execPath: 'C:\\100%\\code.exe', cli: 'C:\\cli.js' });
  assert.equal(windows.name, 'finetune.cmd');
  assert.match(windows.text, /"C:\\100%%\\code\.exe" "C:\\cli\.js" %\*/);
});

test('places are taken off messages, and only places', () => {
  const rows: [string, string | null, string][] = [
    ['/d/a b.jsonl:5:7: Broken.', '/d/a b.jsonl:5:7', 'Broken.'],
    ['/d/a.jsonl: Broken.', '/d/a.jsonl', 'Broken.'],
    ['data/a.jsonl:5: Broken.', 'data/a.jsonl:5', 'Broken.'],
    ['Loss became NaN at step 37: lower it.', null, 'Loss became NaN at step 37: lower it.'],
    ['Internal error: nothing', null, 'Internal error: nothing'],
  ];
  for (const [text, place, rest] of rows) {
    const parsed = parsePlace(text);
    const { file, line, column } = parsed.place ?? {};
    const printed = [file, line, column].filter((part) => part !== undefined).join(':');
    assert.equal(parsed.place === null ? null : printed, place);
    assert.equal(parsed.rest, rest);
  }
});

test('exit code 1 is the user’s to mend, anything else is internal', () => {
  const mine = failureOf(1, '/d/a.jsonl:5:7: Broken. Mend it.\n');
  assert.ok(mine instanceof UserError);
  assert.deepEqual(mine.place, { file: '/d/a.jsonl', line: 5, column: 7 });
  assert.equal(mine.message, 'Broken. Mend it.');
  assert.ok(!(failureOf(3, 'boom') instanceof UserError));
  assert.ok(!(failureOf(null, '') instanceof UserError));
});

test('the command line is run to its end, told what went wrong, and cancelled', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'finetune-cli-'));
  const cli = path.join(folder, 'cli.js');
  writeFileSync(
    cli,
    `const [what] = process.argv.slice(2);
     if (what === 'fail') { console.error('/d/a.jsonl:5: Broken.'); process.exit(1); }
     if (what === 'hang') setInterval(() => {}, 1000);
     else console.log(JSON.stringify(process.argv.slice(2)));`,
  );
  const programs = {
    execPath: process.execPath,
    cli,
    trainer: '',
    datasetWorker: '',
    lintWorker: '',
    datasetPageWorker: '',
    datasetCheckWorker: '',
    recipeWorker: '',
  };
  const call = (what: string, signal = new AbortController().signal): Promise<string> =>
    runCli({ programs, parameters: [what, '$(x) "y"'], cwd: folder, signal });
  try {
    assert.deepEqual(JSON.parse(await call('say')), ['say', '$(x) "y"']);
    await assert.rejects(call('fail'), { name: 'UserError', message: 'Broken.' });
    const cancel = new AbortController();
    const hanging = call('hang', cancel.signal);
    setTimeout(() => cancel.abort(), 100);
    await assert.rejects(hanging, { name: 'AbortError' });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { commandLine } from '../../../src/cli/commandLine';
import { commands, laterCommands } from '../../../src/cli/commandList';
import { productVersion } from '../../../src/protocol/version';
import { fakeOutput } from '../../support/fakeOutput';
import { temporaryFolder } from '../../support/makeRun';

async function run(...given: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const { output, text } = fakeOutput();
  const code = await commandLine(given, output);
  return { code, ...text };
}

test('the version is the one of package.json', async () => {
  const root = process.env.FINETUNE_ROOT ?? '.';
  const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
    version: string;
  };
  assert.equal(productVersion, manifest.version);
  assert.deepEqual(await run('--version'), { code: 0, stdout: `${productVersion}\n`, stderr: '' });
});

test('help: in general, and for each command with all its flags', async () => {
  const general = await run('--help');
  for (const name of Object.keys(commands)) assert.ok(general.stdout.includes(`  ${name}`), name);
  assert.deepEqual(await run(), general);
  for (const [name, { flags }] of Object.entries(commands)) {
    const help = await run(name, '--help');
    assert.equal(help.code, 0);
    assert.deepEqual(await run('help', name), help);
    for (const flag of Object.keys(flags)) assert.ok(help.stdout.includes(`--${flag}`), flag);
  }
});

test('help lists every format of data wherever --format is about data', async () => {
  for (const [name, { flags }] of Object.entries(commands)) {
    if (flags.columns === undefined || flags.format === undefined) continue;
    const { stdout } = await run(name, '--help');
    assert.match(stdout.replace(/\s+/g, ' '), /jsonl, json, csv, tsv, parquet or text/, name);
  }
});

test('what a later version brings is refused with a sentence that names it', async () => {
  for (const name of Object.keys(laterCommands)) {
    const { code, stdout, stderr } = await run(name, 'x', '--json');
    assert.deepEqual([code, stdout], [1, '']);
    assert.ok(stderr.includes('not in this version yet') && stderr.includes(`finetune ${name}`));
  }
});

test('mistakes on the command line: exit 1, one paragraph, the next action', async () => {
  const rows: readonly [string[], RegExp][] = [
    [['trian'], /no command "trian"\. Did you mean "finetune train"\?/],
    [['toString'], /no command "toString"/],
    [['train', '--resum', 'x'], /no flag --resum\. Did you mean --resume\?/],
    [['train', '-x'], /no flag -x/],
    [['train'], /needs a run config, or --resume RUN/],
    [['train', 'a', 'b'], /does not know what to do with "b"/],
    [['train', 'a', '--set'], /--set needs a value: KEY\.PATH=VALUE/],
    [['train', 'a', '--json=yes'], /--json takes no value/],
    [['train', 'no.finetune.json'], /^no\.finetune\.json: There is no such run config/],
    [['train', '--resume', 'nothing-of-that-name'], /There is no run "nothing-of-that-name"/],
    [['train', '--resume', 'x', '--device', 'cpu'], /--device cannot change a run/],
    [['train', '--resume', 'x', '--set', 'training.epochs=2'], /--set cannot change a run/],
    [['runs', 'x'], /does not know what to do with "x"/],
    [['x'.repeat(5_000)], /There is no command/],
  ];
  for (const [given, message] of rows) {
    const { code, stdout, stderr } = await run(...given);
    assert.equal(code, 1, given.join(' '));
    assert.equal(stdout, '');
    assert.match(stderr, message);
    assert.ok(stderr.trimEnd().length <= 600 && !stderr.trimEnd().includes('\n'), stderr);
  }
});

test('runs: a table for people, a list for programs, an unreadable run among them', async () => {
  const folder = temporaryFolder();
  const run1 = path.join(folder, '.finetune', 'runs', '20260101-000000-one');
  const run2 = path.join(folder, '.finetune', 'runs', '20260102-000000-two');
  for (const run of [run1, run2]) mkdirSync(run, { recursive: true });
  const record = { name: 'one', state: 'finished', startedAt: 10, finishedAt: 82, totalSteps: 7 };
  const best = { metric: 'f1-macro', value: 0.6723, step: 7 };
  writeFileSync(path.join(run1, 'run.json'), JSON.stringify({ ...record, best }));
  const lines = [
    { step: 7, epoch: 1, time: 80, split: 'train', loss: 0.4 },
    { step: 7, epoch: 1, time: 81, split: 'validation', 'f1-macro': 0.6723, accuracy: 0.7 },
  ];
  const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  writeFileSync(path.join(run1, 'metrics.jsonl'), text);
  const before = process.cwd();
  process.chdir(folder);
  try {
    const json = JSON.parse((await run('runs', '--json')).stdout) as Record<string, unknown>[];
    const { path: place, name, state, step, totalSteps, startedAt, metrics } = json[1]!;
    assert.deepEqual(
      { place, name, state, step, totalSteps, startedAt, metrics },
      {
        place: run1,
        name: 'one',
        state: 'finished',
        step: 7,
        totalSteps: 7,
        startedAt: 10,
        metrics: { 'f1-macro': 0.6723, accuracy: 0.7 },
      },
    );
    assert.equal(json[0]!.state, 'unreadable');
    const shown = (await run('runs')).stdout.split('\n');
    assert.match(shown[1]!, /20260102-000000-two +unreadable +run\.json is missing/);
    assert.match(shown[2]!, /20260101-000000-one +finished +7\/7 +f1-macro \.672 +1 m 12 s/);
    assert.deepEqual(shown.slice(3), ['']);

    rmSync(path.join(run1, 'metrics.jsonl'));
    mkdirSync(path.join(run1, 'metrics.jsonl'));
    const [, , faulty, why] = (await run('runs')).stdout.split('\n');
    assert.match(faulty!, /20260101-000000-one +finished +0\/7 +f1-macro \.672/);
    assert.match(
      why!,
      /metrics\.jsonl: This cannot be read \(EISDIR: a folder stands there\)\. Mend its/,
    );
    const [, told] = JSON.parse((await run('runs', '--json')).stdout) as Record<string, unknown>[];
    assert.equal(told!.state, 'finished');
    assert.match(String(told!.reason), /metrics\.jsonl: This cannot be read/);
  } finally {
    process.chdir(before);
  }
});

import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { UserError } from '../../../src/protocol/errors';
import { createRun } from '../../../src/runs/createRun';
import { listRuns } from '../../../src/runs/listRuns';
import { checkpointFolder, listCheckpoints, runPaths } from '../../../src/runs/runFolder';
import { nameOfConfig, runFolderName, sanitiseName } from '../../../src/runs/runName';
import { configFor, temporaryFolder } from '../../support/makeRun';

test('a run is named after its config file', () => {
  const rows = [
    ['/a/emotions.finetune.json', 'emotions'],
    ['emotions.json', 'emotions'],
    ['my.run.finetune.jsonc', 'my.run'],
    ['plain', 'plain'],
  ] as const;
  for (const [file, name] of rows) assert.equal(nameOfConfig(file), name);
});

test('a name becomes part of a folder name on any system', () => {
  const rows = [
    ['emotions', 'emotions'],
    ['../../etc/passwd', 'etc-passwd'],
    ['a b\tc\n', 'a-b-c'],
    ['überprüfung', 'überprüfung'],
    ['con', 'con-run'],
    ['LPT1', 'LPT1-run'],
    ['...', 'run'],
    ['', 'run'],
    ['<script>', 'script'],
    ['x'.repeat(300), 'x'.repeat(60)],
  ] as const;
  for (const [name, expected] of rows) assert.equal(sanitiseName(name), expected);
  assert.equal(runFolderName('a', new Date(2026, 0, 2, 3, 4, 5)), '20260102-030405-a');
  assert.ok(Buffer.byteLength(runFolderName('語'.repeat(300), new Date())) < 255);
});

test('two runs of the same second get folders of their own, with config and record', () => {
  const output = path.join(temporaryFolder(), '.finetune', 'runs');
  const config = configFor(output);
  const now = new Date(2026, 0, 2, 3, 4, 5);
  const run = { config, configFile: '/c.finetune.json', configSet: ['model'], name: 'c' };
  const folders = [createRun(run, now), createRun(run, now)];
  assert.deepEqual(
    folders.map((folder) => path.basename(folder)),
    ['20260102-030405-c', '20260102-030405-c-2'],
  );
  const paths = runPaths(folders[0]!);
  assert.deepEqual(JSON.parse(readFileSync(paths.config, 'utf8')), config);
  const record = JSON.parse(readFileSync(paths.record, 'utf8')) as Record<string, unknown>;
  assert.equal(record.state, 'starting');
  assert.equal(record.startedAt, now.getTime() / 1000);
  assert.deepEqual(readdirSync(folders[0]!).sort(), ['config.json', 'run.json']);
});

test('checkpoints are listed by step and half-written ones are not', () => {
  const folder = temporaryFolder();
  assert.deepEqual(listCheckpoints(folder), []);
  for (const step of [200, 1000, 5]) mkdirSync(checkpointFolder(folder, step), { recursive: true });
  mkdirSync(`${checkpointFolder(folder, 7)}.tmp`);
  assert.deepEqual(listCheckpoints(folder), [5, 200, 1000]);
  assert.equal(path.basename(checkpointFolder(folder, 200)), 'step-00000200');
});

test('an unreadable run hides no other and keeps its place', async () => {
  const output = temporaryFolder();
  const config = configFor(output);
  const make = (name: string, day: number): string =>
    createRun({ config, configFile: null, configSet: [], name }, new Date(2026, 0, day));
  const [old, broken, young] = [make('old', 1), make('broken', 2), make('young', 3)];
  writeFileSync(runPaths(broken).record, '{"state": "runn');
  mkdirSync(path.join(output, '20260104-000000-empty'));
  writeFileSync(path.join(output, 'stray.txt'), 'x');
  const entries = await listRuns([output, `${output}/`, '/does/not/exist']);
  assert.deepEqual(
    entries.map(({ type, folder }) => [type, path.basename(folder)]),
    [
      ['unreadable', '20260104-000000-empty'],
      ['run', path.basename(young)],
      ['unreadable', path.basename(broken)],
      ['run', path.basename(old)],
    ],
  );
  const reasons = entries.map((entry) => (entry.type === 'unreadable' ? entry.reason : ''));
  assert.deepEqual(reasons, ['run.json is missing', '', 'run.json is not JSON', '']);
});

test('an output that cannot be a folder is refused with the next action', () => {
  const folder = temporaryFolder();
  writeFileSync(path.join(folder, 'file'), '');
  const outputs = ['file', 'file/runs', 'n'.repeat(300)].map((name) => path.join(folder, name));
  if (process.platform === 'linux') outputs.push('/proc/none/runs');
  for (const output of outputs) {
    const run = { config: configFor(output), configFile: null, configSet: [], name: 'c' };
    assert.throws(
      () => createRun(run),
      (error: unknown) => error instanceof UserError && error.next !== undefined,
      output,
    );
  }
});

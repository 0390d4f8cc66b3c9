import assert from 'node:assert/strict';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { deleteRun, noteRun, removeParts, renameRun } from '../../../src/runs/changeRun';
import { UserError } from '../../../src/protocol/errors';
import { createRun } from '../../../src/runs/createRun';
import { listRuns, readRun } from '../../../src/runs/listRuns';
import { runPaths } from '../../../src/runs/runFolder';
import { lockRun } from '../../../src/runs/runLock';
import { newRecord, parseRecord, readRecord, writeRecord } from '../../../src/runs/runRecord';
import { deriveState } from '../../../src/runs/runState';
import { configFor, temporaryFolder } from '../../support/makeRun';

const record = newRecord({
  name: 'a',
  engine: 'compiled',
  configFile: null,
  configSet: [],
  startedAt: 1000,
});

test('a record survives being written and read', () => {
  const folder = temporaryFolder();
  writeRecord(folder, {
    ...record,
    note: 'ü "quoted"',
    best: { metric: 'loss', value: 1, step: 2 },
  });
  assert.deepEqual(readRecord(folder).best, { metric: 'loss', value: 1, step: 2 });
  assert.equal(readRecord(folder).note, 'ü "quoted"');
  assert.deepEqual(readdirSync(folder), ['run.json']);
});

test('a record with missing and wrong parts is read as far as it can be', () => {
  const read = parseRecord(
    JSON.stringify({
      name: 3,
      state: 'running',
      startedAt: 5,
      pid: '12',
      events: [null, 1, { type: 'note', step: 1, time: 2, message: 'm' }],
      failure: { reason: 'r' },
      versions: { node: 20, finetune: '1' },
    }),
  );
  assert.equal(read.name, 'run');
  assert.equal(read.pid, null);
  assert.deepEqual(read.events, [{ type: 'note', step: 1, time: 2, message: 'm' }]);
  assert.equal(read.failure, null);
  assert.deepEqual(read.versions, { finetune: '1' });
});

test('a record without a state, or of a newer version, is unreadable', () => {
  const rows = [
    ['[]', /does not hold an object/],
    ['{"state":"flying","startedAt":1}', /no known state/],
    ['{"state":"toString","startedAt":1}', /no known state/],
    ['{"state":"running"}', /when the run began/],
    ['{"version":2,"state":"running","startedAt":1}', /newer version/],
  ] as const;
  for (const [text, message] of rows) assert.throws(() => parseRecord(text), message);
});

test('a live state is believed unless the trainer is gone', () => {
  const live = { ...record, pid: 7 };
  const rows = [
    [{ ...live, state: 'running' }, true, 2000, 'running'],
    [{ ...live, state: 'running' }, false, 2000, 'interrupted'],
    [{ ...live, state: 'stopping' }, false, 2000, 'interrupted'],
    [{ ...live, state: 'starting' }, false, 1001, 'interrupted'],
    // The launcher wrote it and the trainer has not come yet.
    [{ ...record, state: 'starting' }, false, 1001, 'starting'],
    [{ ...record, state: 'starting' }, false, 2000, 'interrupted'],
    // The clock was set back.
    [{ ...record, state: 'starting' }, false, 10, 'interrupted'],
    [{ ...live, state: 'finished' }, false, 2000, 'finished'],
    [{ ...live, state: 'failed' }, false, 2000, 'failed'],
  ] as const;
  for (const [given, isAlive, now, expected] of rows)
    assert.equal(deriveState(given, isAlive, now), expected, `${given.state} ${now}`);
});

test('a record that says running is interrupted without a lock and running with one', async () => {
  const folder = temporaryFolder();
  writeRecord(folder, { ...record, state: 'running', pid: process.pid });
  const stateNow = async (): Promise<string> => {
    const run = await readRun(folder);
    return run.type === 'run' ? run.record.state : run.reason;
  };
  assert.equal(await stateNow(), 'interrupted');
  const lock = await lockRun(folder);
  assert.equal(await stateNow(), 'running');
  lock.release();
  assert.equal(await stateNow(), 'interrupted');
  assert.match(
    readFileSync(runPaths(folder).record, 'utf8'),
    /"running"/,
    'reading changes nothing',
  );
});

test('name and note change while a trainer keeps writing its record', async () => {
  const folder = temporaryFolder();
  writeRecord(folder, { ...record, state: 'running' });
  const lock = await lockRun(folder);
  await renameRun(folder, '  better  ');
  await noteRun(folder, 'why');
  writeRecord(folder, { ...record, state: 'running' });
  assert.deepEqual([readRecord(folder).name, readRecord(folder).note], ['better', 'why']);
  lock.release();
  writeRecord(folder, { ...record, state: 'finished' });
  await noteRun(folder, ' ');
  assert.deepEqual([readRecord(folder).name, readRecord(folder).note], ['better', null]);
  assert.match(readFileSync(runPaths(folder).record, 'utf8'), /"better"/);
  await assert.rejects(renameRun(folder, ' '), /needs a name/);
});

test('a run that is held is not deleted and not cleaned up', async () => {
  const output = temporaryFolder();
  const run = { config: configFor(output), configFile: null, configSet: [], name: 'x' };
  const folder = createRun(run);
  writeFileSync(runPaths(folder).log, 'log');
  const lock = await lockRun(folder);
  await assert.rejects(deleteRun(folder), /still training \(process \d+\) and cannot be deleted/);
  await assert.rejects(removeParts(folder, ['model']), /cannot be cleaned up/);
  await assert.rejects(lockRun(folder), new RegExp(`is held by process ${process.pid} since`));
  lock.release();
  await deleteRun(folder);
  assert.deepEqual(await listRuns([output]), []);
});

test('a record that cannot be read is the user’s to restore: place and next action', () => {
  const folder = temporaryFolder();
  const file = runPaths(folder).record;
  const refused = (reason: string) => (error: unknown) =>
    error instanceof UserError &&
    error.message === `The run cannot be read: ${reason}.` &&
    error.place?.file === file &&
    error.next !== undefined;
  assert.throws(() => readRecord(folder), refused('run.json is missing'));
  writeFileSync(file, '{"state":');
  assert.throws(() => readRecord(folder), refused('run.json is not JSON'));
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunEvent } from '../../../../src/protocol/run';
import { newRecord, readRecord } from '../../../../src/runs/runRecord';
import { openRecord } from '../../../../src/trainer/process/liveRecord';
import { temporaryFolder } from '../../../support/makeRun';

test('a resumed run forgets the events of the steps it makes again', () => {
  const folder = temporaryFolder();
  const made = {
    name: 'run',
    engine: 'compiled',
    configFile: null,
    configSet: [],
    startedAt: 0,
  } as const;
  const record = openRecord(folder, newRecord(made), () => undefined);
  const add = (type: RunEvent['type'], step: number): void => {
    record.event({ type, step, time: 0, message: `${type} ${step}` });
  };
  add('clipped-hard', 20);
  add('resumed', 200);
  add('loss-spike', 200);
  add('loss-spike', 201);
  add('non-finite', 231);
  add('resumed', 200);
  const kept = ['clipped-hard 20', 'resumed 200', 'loss-spike 200', 'resumed 200'];
  assert.deepEqual(
    readRecord(folder).events.map(({ message }) => message),
    kept,
  );
});

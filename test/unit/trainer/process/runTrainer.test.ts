import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { UserError } from '../../../../src/protocol/errors';
import type { FromTrainer } from '../../../../src/protocol/trainer';
import { createRun } from '../../../../src/runs/createRun';
import { readRun } from '../../../../src/runs/listRuns';
import { readLastMetrics } from '../../../../src/runs/metricsFile';
import { runPaths } from '../../../../src/runs/runFolder';
import { readRecord } from '../../../../src/runs/runRecord';
import { stopRun } from '../../../../src/runs/stopRun';
import { connectTrainer, type TrainerClient } from '../../../../src/runs/trainerClient';
import { runTrainer, type TrainerEvent } from '../../../../src/trainer/process/runTrainer';
import { fakeTrainable } from '../../../support/fakeTrainable';
import { configFor, temporaryFolder } from '../../../support/makeRun';

function makeRun(): string {
  const config = configFor(temporaryFolder());
  return createRun({ config, configFile: null, configSet: [], name: 'run' });
}

test('a run goes from starting to finished, and every state stands on disk when it is told', async () => {
  const folder = makeRun();
  const seen: string[] = [];
  const onEvent = (event: TrainerEvent): void => {
    if (event.type !== 'record') return;
    const { state } = event.record;
    if (seen.at(-1) !== state) seen.push(state);
    assert.equal(readRecord(folder).state, state);
  };
  const record = await runTrainer(folder, { resume: false, onEvent, trainable: fakeTrainable(5) });
  assert.deepEqual(seen, ['starting', 'running', 'finished']);
  assert.equal(record.totalSteps, 5);
  assert.equal(record.socket, null);
  assert.ok(record.peakMemoryBytes! > 1e6);
  assert.ok(record.phases.every(({ finishedAt }) => finishedAt !== null));
  assert.deepEqual(
    record.phases.map(({ phase }) => phase),
    ['read-config', 'load-model', 'train'],
  );
  assert.ok(record.versions.node !== undefined && record.versions.fake === '1');
  assert.deepEqual(readRecord(folder), record);
  assert.equal(readLastMetrics(folder, Infinity).length, 5);
  const events = readdirSync(folder).filter((name) => name.startsWith('events.out.tfevents.'));
  assert.equal(events.length, 1);
  assert.ok(!readdirSync(folder).includes('.reserve'));
});

test('a finished run that is resumed is left as it is', async () => {
  const folder = makeRun();
  await runTrainer(folder, { resume: false, trainable: fakeTrainable(2) });
  const before = readFileSync(runPaths(folder).record, 'utf8');
  const again = await runTrainer(folder, { resume: true, trainable: fakeTrainable(9) });
  assert.equal(again.state, 'finished');
  assert.equal(readFileSync(runPaths(folder).record, 'utf8'), before);
  await assert.rejects(
    runTrainer(folder, { resume: false, trainable: fakeTrainable(2) }),
    (error) => error instanceof UserError && (error.next ?? '').includes('--resume'),
  );
});

test('what the user must mend and what broke inside are both told, never hidden', async () => {
  const rows = [
    [
      new UserError('No rows.', { place: { file: 'a.jsonl', line: 3 }, next: 'Add some.' }),
      { reason: 'a.jsonl:3: No rows.', next: 'Add some.' },
    ],
    [
      Object.assign(new Error('ENOSPC: no space left'), { code: 'ENOSPC', path: '/x/y' }),
      {
        reason: '/x/y: The disk is full.',
        next: /intact\. Free some space, then go on: finetune train --resume \//,
      },
    ],
    [
      new TypeError('x is not a function'),
      { reason: 'Internal error: x is not a function', next: /log/ },
    ],
  ] as const;
  for (const [error, expected] of rows) {
    const folder = makeRun();
    const trainable = fakeTrainable(3, {
      atStep() {
        throw error;
      },
    });
    await assert.rejects(runTrainer(folder, { resume: false, trainable }));
    const { state, failure } = readRecord(folder);
    assert.equal(state, 'failed');
    assert.equal(failure?.reason, expected.reason);
    if (typeof expected.next === 'string') assert.equal(failure.next, expected.next);
    else assert.match(failure.next, expected.next);
    const log = readFileSync(runPaths(folder).log, 'utf8');
    if (error instanceof TypeError)
      assert.match(log, /runTrainer\.test/, 'the stack is in the log');
  }
});

test('a client is greeted, gets the record, lines and heartbeats, and can stop the run', async () => {
  const folder = makeRun();
  const messages: FromTrainer[] = [];
  let client: TrainerClient | null = null;
  let hangUp: () => void = () => undefined;
  const hungUp = new Promise<void>((resolve) => (hangUp = resolve));
  const connect = (address: string): void => {
    client ??= connectTrainer(address, {
      message(message) {
        messages.push(message);
        if (message.type === 'heartbeat') client?.send({ type: 'checkpoint-now' });
        if (message.type === 'checkpoint') client?.send({ type: 'stop' });
      },
      closed: () => {
        hangUp();
      },
    });
  };
  const record = await runTrainer(folder, {
    resume: false,
    trainable: fakeTrainable(100_000),
    onEvent(event) {
      if (event.type === 'record' && event.record.socket !== null) connect(event.record.socket);
    },
  });
  await hungUp;
  (client as TrainerClient | null)?.close();
  assert.equal(record.state, 'stopped');
  assert.ok(record.totalSteps === 100_000 && readLastMetrics(folder, Infinity).length < 100_000);
  const types = messages.map(({ type }) => type);
  assert.deepEqual(types.slice(0, 2), ['hello', 'record']);
  assert.ok(types.includes('lines') && types.includes('heartbeat'));
  const states = messages.map((message) => (message.type === 'record' ? message.record.state : ''));
  assert.ok(states.includes('stopping'));
});

test('stopRun asks through the socket and needs no signal', async () => {
  const folder = makeRun();
  const stopped: Promise<unknown>[] = [];
  const steps: string[] = [];
  const trainable = fakeTrainable(100_000, {
    atStep(step) {
      if (step === 3) stopped.push(stopRun(folder, (taken) => steps.push(taken)));
    },
  });
  await runTrainer(folder, { resume: false, trainable });
  assert.deepEqual(await Promise.all(stopped), ['stopped']);
  assert.deepEqual(steps, ['ask']);
});

test('a second trainer is refused and told who holds the run', async () => {
  const folder = makeRun();
  const refused: Promise<void>[] = [];
  let isRefused = false;
  const trainable = fakeTrainable(100_000, {
    atStep() {
      if (refused.length === 0)
        refused.push(
          assert
            .rejects(runTrainer(folder, { resume: true, trainable: fakeTrainable(1) }), {
              message: new RegExp(`held by process ${process.pid} since \\d{4}-`),
            })
            .then(() => {
              isRefused = true;
            }),
        );
      if (isRefused) throw new UserError('enough');
    },
  });
  await assert.rejects(runTrainer(folder, { resume: false, trainable }), /enough/);
  await Promise.all(refused);
  const run = await readRun(folder);
  assert.equal(run.type === 'run' && run.record.state, 'failed');
});

test('the socket stands in a folder of ours and is short', async () => {
  const folder = makeRun();
  let socket = '';
  const trainable = fakeTrainable(2, {
    atStep() {
      socket = readRecord(folder).socket ?? '';
    },
  });
  await runTrainer(folder, { resume: false, trainable });
  assert.ok(socket !== '' && Buffer.byteLength(socket) < 104, socket);
  if (process.platform !== 'win32') assert.match(path.dirname(socket), /finetune-\d+$/);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Phase, PhaseTime } from '../../../../src/protocol/run';
import { chronicle } from '../../../../src/trainer/process/chronicle';
import type { TrainerEvent } from '../../../../src/trainer/process/runTrainer';
import { fakeRecord } from '../../extension/fakeRun';

function phase(name: Phase, startedAt: number, finishedAt: number | null): PhaseTime {
  const detail = name === 'read-data' ? '4,000 rows' : null;
  return { phase: name, startedAt, finishedAt, done: null, detail };
}

function check(events: readonly TrainerEvent[], expected: readonly string[]): void {
  const wordsFor = chronicle();
  assert.deepEqual(events.flatMap(wordsFor), expected);
}

test('a log is lines of text, whatever groups are called', () => {
  check(
    [{ type: 'log', message: 'Groups by who: a\u001b[31m\nFinished. 3 rows.' }],
    ['Groups by who: a·[31m·Finished. 3 rows.'],
  );
});

test('a log tells phases once, evaluations, checkpoints and the end, but no steps', () => {
  const ready = [phase('load-model', 0, 1.25), phase('read-data', 1.25, 2)];
  const training = [...ready, phase('train', 2, null)];
  const record = (
    state: 'starting' | 'running' | 'finished',
    phases: PhaseTime[],
  ): TrainerEvent => ({
    type: 'record',
    record: fakeRecord({ state, phases }),
  });
  check(
    [
      record('starting', [phase('load-model', 0, null)]),
      record('starting', ready),
      record('starting', ready),
      record('running', training),
      {
        type: 'lines',
        lines: [
          { step: 1, epoch: 0, time: 3, split: 'validation', loss: 1.23456, 'f1-macro': null },
          {
            ...{ step: 2, epoch: 0, time: 3, split: 'train', loss: 1, learningRate: 0 },
            ...{ gradientNorm: 1, tokensPerSecond: 1 },
          },
        ],
      },
      { type: 'checkpoint', step: 2 },
      { type: 'heartbeat', time: 4 },
      { type: 'log', message: 'In words.' },
      record('finished', [...ready, phase('train', 2, 12)]),
    ],
    [
      'Loaded the model: 1.3 s.',
      'Read the data: 0.8 s (4,000 rows).',
      'Training.',
      'Evaluated at step 1: loss 1.23.',
      'Checkpoint of step 2.',
      'In words.',
      'Trained: 10.0 s.',
      'Finished.',
    ],
  );
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stopStep, untilNextStep } from '../../../src/runs/stopPolicy';

test('asked, then told, then ended: a function of time alone', () => {
  const times = { terminateAfter: 10, killAfter: 15 };
  const rows = [
    [0, 'ask', 10],
    [9.9, 'ask', 0.1],
    [10, 'terminate', 5],
    [14, 'terminate', 1],
    [15, 'kill', null],
    [1e9, 'kill', null],
  ] as const;
  for (const [seconds, step, left] of rows) {
    assert.equal(stopStep(seconds, times), step);
    const until = untilNextStep(seconds, times);
    assert.equal(until === null ? null : Number(until.toFixed(6)), left);
  }
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stopStep } from '../../../src/runs/stopPolicy';

test('asked, then told, then ended: a function of time alone', () => {
  const times = { terminateAfter: 10, killAfter: 15 };
  const rows = [
    [0, 'ask'],
    [9.9, 'ask'],
    [10, 'terminate'],
    [14, 'terminate'],
    [15, 'kill'],
    [1e9, 'kill'],
  ] as const;
  for (const [seconds, step] of rows) assert.equal(stopStep(seconds, times), step);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runParts } from '../../../src/extension/views/runParts';
import { fakeRun } from './fakeRun';

test('reports are named by their split and by when they were made', () => {
  const audits = ['20260102T030405', '20260102T030405-2', 'by-hand'].map(
    (name) => `audit-test-${name}.json`,
  );
  const part = runParts(fakeRun({ name: 'a' }, { audits })).find(({ label }) => label === 'Audits');
  const time = new Date(Date.UTC(2026, 0, 2, 3, 4, 5)).toLocaleString('sv');
  assert.deepEqual(
    part?.children.map(({ label, description }) => `${label} ${description}`),
    ['test by-hand', `test ${time}-2`, `test ${time}`],
  );
});

import assert from 'node:assert/strict';
import { appendFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { metricsAsCsv } from '../../../src/runs/exportCsv';
import { openMetrics, readLastMetrics } from '../../../src/runs/metricsFile';
import { progressOf } from '../../../src/runs/progress';
import { runPaths } from '../../../src/runs/runFolder';
import type { MetricLine } from '../../../src/protocol/run';
import { temporaryFolder, trainLine } from '../../support/makeRun';

const steps = (lines: readonly MetricLine[]): number[] => lines.map(({ step }) => step);

test('what is appended is read, and a torn line waits for its end', () => {
  const folder = temporaryFolder();
  assert.deepEqual(readLastMetrics(folder), []);
  const writer = openMetrics(folder);
  writer.append([1, 2, 3].map(trainLine));
  assert.deepEqual(readLastMetrics(folder), [1, 2, 3].map(trainLine));
  const { metrics } = runPaths(folder);
  const text = `${JSON.stringify(trainLine(4))}\n`;
  appendFileSync(metrics, text.slice(0, 20));
  assert.deepEqual(steps(readLastMetrics(folder)), [1, 2, 3]);
  appendFileSync(metrics, text.slice(20));
  assert.deepEqual(steps(readLastMetrics(folder)), [1, 2, 3, 4]);
  writer.close();
});

test('damaged lines are skipped and all others shown', () => {
  const folder = temporaryFolder();
  const { metrics } = runPaths(folder);
  const good = [1, 2].map((step) => JSON.stringify(trainLine(step)));
  writeFileSync(metrics, `${good[0]!}\n{"step": \u0000\nnull\n7\n\n${good[1]!}\n{"step":3`);
  assert.deepEqual(steps(readLastMetrics(folder)), [1, 2]);
});

test('the last lines come from the end of a long file', () => {
  const folder = temporaryFolder();
  const writer = openMetrics(folder);
  writer.append(Array.from({ length: 2_000 }, (_, index) => trainLine(index + 1)));
  writer.close();
  const lines = readLastMetrics(folder, 4_000);
  assert.equal(lines.at(-1)?.step, 2_000);
  assert.ok(lines.length > 10 && lines.length < 50);
});

test('progress: share, pace and the last figures', () => {
  const evaluation: MetricLine = {
    step: 10,
    epoch: 1,
    time: 1010,
    split: 'validation',
    accuracy: 0.5,
    'f1-macro': null,
  };
  const lines = [...Array.from({ length: 10 }, (_, index) => trainLine(index + 1)), evaluation];
  assert.deepEqual(progressOf(lines, 40), {
    step: 10,
    share: 0.25,
    loss: 0.1,
    tokensPerSecond: 100,
    secondsLeft: 30,
    metrics: { accuracy: 0.5, 'f1-macro': null },
  });
  assert.equal(progressOf([], null).share, null);
  const backwards = [trainLine(1), { ...trainLine(2), time: 5 }];
  assert.equal(
    progressOf(backwards, 10).secondsLeft,
    0,
    'a clock that jumps gives no negative time',
  );
});

test('CSV: one head for all lines, formulas made harmless', () => {
  const odd = { ...trainLine(1), split: '=1+1,"x"' } as unknown as MetricLine;
  const evaluation: MetricLine = {
    step: 1,
    epoch: 1,
    time: 2,
    split: 'validation',
    accuracy: null,
  };
  const rows = metricsAsCsv([odd, evaluation]).split('\r\n');
  assert.equal(
    rows[0],
    'step,epoch,time,split,loss,learningRate,gradientNorm,tokensPerSecond,accuracy',
  );
  assert.equal(rows[1], `1,0.1,1001,"'=1+1,""x""",1,0.001,1,100,`);
  assert.equal(rows[2], '1,1,2,validation,,,,,');
});

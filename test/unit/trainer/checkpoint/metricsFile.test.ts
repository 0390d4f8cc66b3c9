import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { cutMetrics } from '../../../../src/trainer/checkpoint/metricsFile';

const train = (step: number): string => JSON.stringify({ step, split: 'train' });
const evaluation = (step: number): string => JSON.stringify({ step, split: 'validation' });

test('the history is cut back to what the checkpoint knows', (t) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'run-'));
  t.after(() => {
    rmSync(folder, { recursive: true });
  });
  const file = path.join(folder, 'metrics.jsonl');
  cutMetrics(folder, { step: 2, evaluatedAt: 0 });

  const lines = [train(1), train(2), evaluation(2), train(3), train(4), evaluation(4), train(5)];
  const whole = `${lines.join('\n')}\n{"step":6,"spl`;
  const after = (end: Parameters<typeof cutMetrics>[1]): string => {
    writeFileSync(file, whole);
    cutMetrics(folder, end);
    return readFileSync(file, 'utf8');
  };
  const upTo = (count: number): string =>
    lines
      .slice(0, count)
      .map((line) => `${line}\n`)
      .join('');
  assert.equal(after({ step: 4, evaluatedAt: 4 }), upTo(6));
  assert.equal(after({ step: 4, evaluatedAt: 2 }), upTo(5));
  assert.equal(after({ step: 9, evaluatedAt: 4 }), upTo(7));
  assert.equal(after({ step: 0, evaluatedAt: 0 }), '');
  assert.deepEqual(readdirSync(folder), ['metrics.jsonl']);
});

import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { MetricsTail } from '../../../src/extension/runs/metricsTail';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'finetune-tail-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const file = (): string => path.join(folder, 'metrics.jsonl');
const line = (step: number): string => `${JSON.stringify({ step, split: 'train', loss: 1 })}\n`;
const steps = async (tail: MetricsTail): Promise<number[]> =>
  (await tail.read()).lines.map(({ step }) => step);

test('a run without metrics has no lines yet', async () => {
  assert.deepEqual(await steps(new MetricsTail(folder)), []);
});

test('each line comes once, a torn one when it is whole, a damaged one never', async () => {
  const tail = new MetricsTail(folder);
  writeFileSync(file(), `${line(1)}not json\n${line(2)}${line(3).slice(0, 9)}`);
  assert.deepEqual(await steps(tail), [1, 2]);
  assert.deepEqual(await steps(tail), []);
  appendFileSync(file(), `${line(3).slice(9)}${line(4)}`);
  assert.deepEqual(await steps(tail), [3, 4]);
});

test('lines that span the bytes read at once stay whole', async () => {
  const count = 8_000;
  const all = Array.from({ length: count }, (_, index) => line(index + 1)).join('');
  assert.ok(all.length > 300_000);
  writeFileSync(file(), all);
  const read = await steps(new MetricsTail(folder));
  assert.equal(read.length, count);
  assert.equal(read.at(-1), count);
});

test('a resume that cuts the file back starts the lines again', async () => {
  const tail = new MetricsTail(folder);
  writeFileSync(file(), line(1) + line(2) + line(3));
  await tail.read();
  const cut = path.join(folder, 'cut');
  writeFileSync(cut, line(1));
  renameSync(cut, file());
  const news = await tail.read();
  assert.equal(news.restarted, true);
  assert.deepEqual(
    news.lines.map(({ step }) => step),
    [1],
  );
});

import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { MetricsTail, readForPage } from '../../../src/extension/runs/metricsTail';

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

test('a damaged line is told with its place, and those around it are read', async () => {
  const tail = new MetricsTail(folder);
  writeFileSync(file(), line(1));
  assert.equal((await tail.read()).fault, null);
  appendFileSync(file(), `not json\n${line(2)}`);
  const { lines, fault } = await tail.read();
  assert.deepEqual([lines.length, fault?.reason], [1, `${file()}:2: This line is no point of a curve.`]); // prettier-ignore
  appendFileSync(file(), `{"step":"3"}\n\n${line(3)}[]\n`);
  assert.equal(
    (await tail.read()).fault?.reason,
    `${file()}:2: This line is no point of a curve, nor are 2 others.`,
  );
  writeFileSync(file(), line(1));
  assert.equal((await tail.read()).fault, null, 'a file that began again has no faults yet');
});

test('a page gets no lines and the reason where the file cannot be read', async () => {
  mkdirSync(file());
  const { lines, fault } = await readForPage(new MetricsTail(folder));
  assert.deepEqual(lines, []);
  assert.match(`${fault?.reason} ${fault?.next}`, /metrics\.jsonl: This cannot be read \(EISDIR: a folder stands there\)\. Mend/); // prettier-ignore
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

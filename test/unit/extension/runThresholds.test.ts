import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { resolvedConfigJson } from '../../../src/config/printRunConfig';
import type { DatasetFacts } from '../../../src/extension/datasets/datasetFacts';
import { runThresholds } from '../../../src/extension/runs/runThresholds';
import type { RunConfig } from '../../../src/protocol/runConfig';
import { summariseDataset } from '../../../src/data/summariseDataset';
import type { DataSource } from '../../../src/protocol/runConfig';
import { sampleConfig } from '../../support/pages/sampleRuns';
import { fakeRun } from './fakeRun';

test('a run is evaluated by its thresholds where its rows say whom they are about', async (t) => {
  const home = mkdtempSync(path.join(tmpdir(), 'thresholds-'));
  t.after(() => rmSync(home, { recursive: true }));
  const folder = path.join(home, 'run');
  mkdirSync(path.join(folder, 'model'), { recursive: true });
  writeFileSync(path.join(folder, 'model', 'config.json'), '{}');
  const file = (name: string, columns: object): DataSource => {
    const place = path.join(home, name);
    writeFileSync(place, `${JSON.stringify({ text: 'a', label: 'b', ...columns })}\n`.repeat(4));
    return { path: place, format: null, header: null, columns: null };
  };
  const gendered = file('gendered.jsonl', { gender: 'f' });
  const plain = file('plain.jsonl', {});
  const read = async (source: DataSource): Promise<DatasetFacts> => ({
    ...(await summariseDataset(source)),
    hash: '',
  });
  const check = async (
    model: unknown,
    data: Partial<RunConfig['data']>,
    expected: Awaited<ReturnType<typeof runThresholds>>,
  ): Promise<void> => {
    const text = typeof model === 'string' ? model : JSON.stringify(model);
    writeFileSync(path.join(folder, 'model', 'finetune.json'), text);
    const config = { ...sampleConfig, data: { ...sampleConfig.data, split: null, ...data } };
    writeFileSync(path.join(folder, 'config.json'), resolvedConfigJson(config));
    assert.deepEqual(await runThresholds(fakeRun({}, { folder }), { read }), expected, text);
  };
  const byGender = { thresholds: { groups: 'gender', thresholds: {} } };
  const has = { groups: 'gender', lacking: null };
  await check(byGender, { test: gendered, validation: plain }, has);
  await check(byGender, { test: null, validation: gendered }, has);
  await check(byGender, { test: plain, validation: gendered }, { ...has, lacking: 'plain.jsonl' });
  const cut = { train: gendered, test: null, validation: plain };
  await check(
    byGender,
    { ...cut, split: { validation: 0, test: 0.2, seed: 1, stratify: null } },
    has,
  );
  const byWords = { thresholds: { groups: { axis: 'age' }, thresholds: {} } };
  await check(byWords, { test: plain }, { groups: 'age', lacking: null });
  // What cannot be read is left to the command line.
  const gone = { ...plain, path: path.join(home, 'gone.jsonl') };
  await check(byGender, { test: gone }, has);
  await check({ labels: [] }, { test: gendered }, null);
  await check('{ "thresholds": ', { test: gendered }, null);
  rmSync(path.join(folder, 'model', 'finetune.json'));
  assert.equal(await runThresholds(fakeRun({}, { folder }), { read }), null);
});

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { resolvedConfigJson } from '../../../src/config/printRunConfig';
import { originalOf } from '../../../src/extension/audits/lineage';
import { differencesFromPrevious } from '../../../src/extension/runs/runConfigOf';
import type { RunConfig } from '../../../src/protocol/runConfig';
import { sampleConfig } from '../../support/pages/sampleRuns';
import { fakeRun } from './fakeRun';

const reweighing = {
  ...{ groups: 'gender', reweighing: true, groupDro: null, counterfactual: null },
  ...{ logitPairing: null, adversarial: null, thresholds: null },
} as const;
const dro = {
  ...reweighing,
  reweighing: false,
  groupDro: { over: 'group', stepSize: 0.01, adjustment: 0 },
} as const;
const swapped = { ...sampleConfig.data.train, path: '/workspace/data/swapped.jsonl' };

/** Name, config; each started after the one before. */
const runs: readonly (readonly [name: string, config: RunConfig])[] = [
  ['other', { ...sampleConfig, model: '/workspace/models/other' }],
  ['original', sampleConfig],
  ['fair', { ...sampleConfig, mitigation: reweighing }],
  ['fair-2', { ...sampleConfig, mitigation: dro }],
  ['same', sampleConfig],
  ['rows', { ...sampleConfig, data: { ...sampleConfig.data, train: swapped } }],
  ['longer', { ...sampleConfig, training: { ...sampleConfig.training, epochs: 9 } }],
  [
    'longer-fair',
    { ...sampleConfig, training: { ...sampleConfig.training, epochs: 9 }, mitigation: dro },
  ],
];

test('a remedied run knows the one that it is compared with', async (t) => {
  const home = mkdtempSync(path.join(tmpdir(), 'lineage-'));
  t.after(() => rmSync(home, { recursive: true }));
  const known = runs.map(([name, config], at) => {
    const folder = path.join(home, name);
    mkdirSync(folder);
    writeFileSync(path.join(folder, 'config.json'), resolvedConfigJson(config));
    return {
      ...fakeRun({ name, startedAt: 1_000 + at, state: 'finished' }),
      folder,
      hasModel: true,
    };
  });
  const expected: Readonly<Record<string, string | null>> = {
    other: null,
    original: null,
    fair: 'original',
    // Not the remedy before it.
    'fair-2': 'original',
    // Trained again without a remedy: nothing was done against bias.
    same: null,
    // Of two alike, the newest before it.
    rows: 'same',
    longer: null,
    'longer-fair': 'longer',
  };
  for (const run of known) {
    const found = await originalOf(run, known);
    assert.equal(found?.record.name ?? null, expected[run.record.name], run.record.name);
  }
  const fair = known[2]!;
  const without = known.filter(({ record }) => record.name !== 'original');
  assert.equal(await originalOf(fair, without), null);
});

test('a run whose config may not be read is compared with none, and the others go on', async (t) => {
  const home = mkdtempSync(path.join(tmpdir(), 'lineage-'));
  t.after(() => rmSync(home, { recursive: true }));
  const known = ['looped', 'fair'].map((name, at) => {
    const folder = path.join(home, name);
    mkdirSync(folder);
    return { ...fakeRun({ name, startedAt: 1_000 + at }), folder, hasModel: true };
  });
  // A link that leads to itself: nobody can look at it, not even root.
  symlinkSync('config.json', path.join(home, 'looped', 'config.json'));
  const fair = resolvedConfigJson({ ...sampleConfig, mitigation: reweighing });
  writeFileSync(path.join(home, 'fair', 'config.json'), fair);
  for (const run of known) {
    assert.equal(await originalOf(run, known), null);
    assert.deepEqual(await differencesFromPrevious(run, known), []);
  }
});

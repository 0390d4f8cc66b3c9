import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import type { MitigationConfig } from '../../src/protocol/mitigationConfig';
import { checkpointFolder } from '../../src/runs/runFolder';
import { openSafetensors } from '../../src/trainer/weights/readSafetensors';
import { mitigatedConfig, mitigationFixture } from '../unit/trainer/mitigation/mitigatedConfig';
import {
  factsOf,
  metricLines,
  runFixture,
  temporaryRun,
} from '../unit/trainer/training/fixtureRun';

const kinds: Record<string, Partial<MitigationConfig>> = {
  reweighing: { reweighing: true },
  'group DRO': { groupDro: { over: 'group-and-label', stepSize: 0.1, adjustment: 1 } },
  'logit pairing': { logitPairing: { axes: ['gender'], weight: 0.5 } },
  'augmentation on both sides': { counterfactual: { axes: ['gender'], sides: 2 } },
  'an adversary': { adversarial: { weight: 1, hidden: 8, rate: 10 } },
  'all that goes together': {
    groupDro: { over: 'group', stepSize: 0.1, adjustment: 0 },
    counterfactual: { axes: ['gender'], sides: 2 },
    logitPairing: { axes: ['gender'], weight: 0.5 },
    adversarial: { weight: 1, hidden: 8, rate: 10 },
  },
};

/** The fixture's rows, every other one about somebody. */
function swappableRows(folder: string): string {
  const lines = readFileSync(path.join(mitigationFixture, 'train.jsonl'), 'utf8').split('\n');
  const file = path.join(folder, 'train.jsonl');
  const words = ['she ', '', 'his wife ', ''];
  const put = (line: string, at: number): string =>
    line.replace('"text": "', `"text": "${words[at % 4] ?? ''}`);
  writeFileSync(file, lines.map(put).join('\n'));
  return file;
}

for (const [name, parts] of Object.entries(kinds)) {
  test(`a run with ${name} that is stopped and resumed equals one that never stopped, bit for bit`, async (t) => {
    const given = mitigatedConfig(parts);
    const file = swappableRows(path.dirname(temporaryRun(t)));
    const dropping = {
      ...given,
      data: { ...given.data, train: { ...given.data.train, path: file } },
      regularization: { ...given.regularization, dropout: 0.1 },
    };
    const whole = temporaryRun(t);
    await runFixture(whole, { config: dropping });
    const total = metricLines(whole).at(-1)!.step;
    for (const stopAt of [1, 5, total - 1]) {
      const folder = temporaryRun(t);
      await runFixture(folder, { config: dropping, stopAt });
      await runFixture(folder, { config: dropping, resume: true });
      assert.deepEqual(factsOf(folder), factsOf(whole), `stopped at ${stopAt}`);
      const files = readdirSync(checkpointFolder(whole, total));
      assert.deepEqual(readdirSync(checkpointFolder(folder, total)), files);
      for (const file of files) {
        const bytes = (run: string): Buffer =>
          readFileSync(path.join(checkpointFolder(run, total), file));
        assert.deepEqual(bytes(folder), bytes(whole), `${file}, stopped at ${stopAt}`);
      }
    }
    const saved = [
      ...openSafetensors(path.join(whole, 'model', 'model.safetensors')).entries.keys(),
    ];
    assert.ok(saved.length > 20 && saved.every((each) => !each.startsWith('adversary')));
  });
}

import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import type { CounterfactualConfig } from '../../src/protocol/mitigationConfig';
import type { RunConfig } from '../../src/protocol/runConfig';
import { mitigating } from '../unit/trainer/mitigation/mitigatedConfig';
import {
  factsOf,
  fixtureConfig,
  runFixture,
  temporaryRun,
} from '../unit/trainer/training/fixtureRun';

const words = ['she baba', 'her husband kale', 'the boys doba', 'gula gumi', 'pupu nono'];
const swaps = ['he baba', 'his wife kale', 'the girls doba', null, null];

/** A file in which every fifth row is each of `words`, and the same file as augmentation makes it. */
function filesBeside(run: string, sides: CounterfactualConfig['sides']): [string, string] {
  const labels = ['calm', 'cross', 'glad'];
  const row = (text: string, at: number): string =>
    `${JSON.stringify({ text, label: labels[at % 3] })}\n`;
  const plain = Array.from({ length: 40 }, (_, at) => row(`${words[at % 5]} ka${'le'.repeat(at % 4)}`, at)); // prettier-ignore
  const swapped = plain.flatMap((line, at) => {
    const swap = swaps[at % 5];
    if (swap === null || swap === undefined) return [line];
    const other = line.replace(words[at % 5]!, swap);
    return sides === 2 ? [line, other] : [other];
  });
  const files = ['plain.jsonl', 'swapped.jsonl'].map((name) => path.join(path.dirname(run), name));
  writeFileSync(files[0]!, plain.join(''));
  writeFileSync(files[1]!, swapped.join(''));
  return [files[0]!, files[1]!];
}

const configOn = (file: string, counterfactual: CounterfactualConfig | null): RunConfig => ({
  ...fixtureConfig,
  data: { ...fixtureConfig.data, train: { ...fixtureConfig.data.train, path: file } },
  mitigation: mitigating({ groups: null, counterfactual }),
});

for (const sides of [1, 2] as const) {
  test(`${sides}-sided augmentation trains as on a file that holds the swapped rows, bit for bit`, async (t) => {
    const [augmented, byHand] = [temporaryRun(t), temporaryRun(t)];
    const [plain, swapped] = filesBeside(augmented, sides);
    // note: token ids of the plain rows stand in the same cache and must not be taken for those of the swapped.
    const beside = `${augmented}-plain`;
    mkdirSync(beside);
    await runFixture(beside, { config: configOn(plain, null) });
    const told = await runFixture(augmented, {
      config: configOn(plain, { axes: ['gender'], sides }),
    });
    await runFixture(byHand, { config: configOn(swapped, null) });
    assert.ok(told.log.some((line) => line.startsWith('Trains on 24 rows (60 %) with gender')));
    assert.deepEqual(factsOf(augmented), factsOf(byHand));
    const weights = (run: string): Buffer =>
      readFileSync(path.join(run, 'model', 'model.safetensors'));
    assert.deepEqual(weights(augmented), weights(byHand));
  });
}

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { mitigatedConfig, mitigationFixture } from '../unit/trainer/mitigation/mitigatedConfig';
import {
  factsOf,
  metricLines,
  runFixture,
  temporaryRun,
} from '../unit/trainer/training/fixtureRun';

/** The fixture's validation rows often enough to compare groups, each time other texts; the training rows do not say whom they are about. */
function filesOf(folder: string): { train: string; validation: string } {
  const read = (name: string): string => readFileSync(path.join(mitigationFixture, name), 'utf8');
  const [train, validation] = ['t.jsonl', 'v.jsonl'].map((name) => path.join(folder, name));
  writeFileSync(train!, read('train.jsonl').replaceAll(/, "who": (null|"\w+")/g, ''));
  const turned = [0, 1, 2, 3].map((by) => turnedTexts(read('validation.jsonl'), by));
  writeFileSync(validation!, turned.join(''));
  return { train: train!, validation: validation! };
}

/** The first words of every text come last. */
function turnedTexts(lines: string, by: number): string {
  return lines.replaceAll(/"text": "([^"]*)"/g, (_, text: string) => {
    const words = text.split(' ');
    return `"text": "${[...words.slice(by), ...words.slice(0, by)].join(' ')}"`;
  });
}

test('every evaluation line has the disparities between groups of the validation rows', async (t) => {
  const folder = temporaryRun(t);
  const given = mitigatedConfig({});
  const files = filesOf(path.dirname(folder));
  const source = (file: string) => ({ ...given.data.train, path: file });
  const config = {
    ...given,
    data: { ...given.data, train: source(files.train), validation: source(files.validation) },
    mitigation: null,
    training: { ...given.training, learningRate: 2e-3, epochs: 12 },
    evaluation: {
      ...given.evaluation,
      everySteps: 18,
      audit: {
        groups: ['who'],
        metrics: ['demographic-parity-difference', 'equalized-odds-difference'] as const,
        positive: null,
      },
    },
  };
  await runFixture(folder, { config, stopAt: 40 });
  await runFixture(folder, { config, resume: true });
  const evaluations = metricLines(folder).filter(({ split }) => split === 'validation');
  assert.equal(evaluations.length, 6);
  const key = 'demographic-parity-difference/who';
  const values = evaluations.map((line) => (key in line ? line[key] : undefined));
  assert.ok(values.every((value) => typeof value === 'number' && value >= 0 && value <= 1));
  assert.ok(new Set(values).size > 1, values.join());
  assert.ok(evaluations.every((line) => 'equalized-odds-difference/who' in line));

  const whole = temporaryRun(t);
  await runFixture(whole, { config });
  assert.deepEqual(factsOf(folder), factsOf(whole));
});

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { parseRunConfig } from '../../src/config/parseRunConfig';
import type { MitigationConfig } from '../../src/protocol/mitigationConfig';
import { readFinetuneFile } from '../../src/trainer/modelFolder/finetuneFile';
import { randomNumbers } from '../support/randomNumbers';
import { mitigatedConfig } from '../unit/trainer/mitigation/mitigatedConfig';
import { metricLines, runFixture, temporaryRun } from '../unit/trainer/training/fixtureRun';

const parts = {
  reweighing: true,
  groupDro: { over: 'group-and-label', stepSize: 0.1, adjustment: 1 },
  counterfactual: { axes: ['gender'], sides: 2 },
  logitPairing: { axes: ['gender'], weight: 0.5 },
  adversarial: { weight: 1, hidden: 8, rate: 10 },
  thresholds: { constraint: 'demographic-parity', tolerance: 0.2 },
} as const satisfies Partial<MitigationConfig>;

type Part = keyof typeof parts;
const names = Object.keys(parts) as Part[];
const pairs = names.flatMap((one, at) => names.slice(at + 1).map((other) => [one, other] as const));
/** Parts that go by groups; the others swap words. */
const comparing: readonly Part[] = ['reweighing', 'groupDro', 'adversarial', 'thresholds'];

/** Those that cannot stand together, and why. */
const refused: Readonly<Record<string, RegExp>> = {
  'reweighing and groupDro': /both decide how much each group counts\. Keep one of the two\./,
};

const steps = 5;

function writeRows(file: string, count: number, seed: number): void {
  const random = randomNumbers(seed);
  const lines = Array.from({ length: count }, () => {
    const [isHers, isYes] = [random() < 0.5, random() < 0.5];
    const who = isHers ? 'she' : 'he';
    const text = `${who} ${isYes ? 'baba' : 'dodo'} ${random() < 0.5 ? 'mika' : 'mile'}`;
    return JSON.stringify({ text, label: random() < 0.9 === isYes ? 'yes' : 'no', who });
  });
  writeFileSync(file, `${lines.join('\n')}\n`);
}

for (const [one, other] of pairs) {
  const name = `${one} and ${other}`;
  const chosen = { [one]: parts[one], [other]: parts[other] };
  const needsGroups = comparing.includes(one) || comparing.includes(other);
  const written = { ...(needsGroups ? { groups: 'who' } : {}), ...chosen };
  const text = JSON.stringify({ model: 'm', data: { train: 't' }, mitigation: written });
  const { problems } = parseRunConfig(text, path.resolve('/work/x.finetune.json'));
  const why = refused[name];

  test(`mitigations together: ${name} ${why === undefined ? 'train' : 'are refused'}`, async (t) => {
    if (why !== undefined) {
      assert.equal(problems.length, 1);
      assert.match(`${problems[0]?.message} ${problems[0]?.next}`, why);
      return;
    }
    assert.deepEqual(problems, []);
    const folder = temporaryRun(t);
    const given = mitigatedConfig({ ...chosen, groups: needsGroups ? 'who' : null });
    const source = (file: string, count: number, seed: number) => {
      const whole = path.join(path.dirname(folder), file);
      writeRows(whole, count, seed);
      return { ...given.data.train, path: whole };
    };
    const config = {
      ...given,
      data: {
        ...given.data,
        train: source('train.jsonl', 48, 3),
        validation: source('validation.jsonl', 120, 4),
      },
      training: { ...given.training, maxSteps: steps, learningRate: 1e-3 },
      regularization: { ...given.regularization, dropout: 0.1 },
    };
    const { state, log } = await runFixture(folder, { config });
    assert.equal(state, 'finished', log.join('\n'));
    const lines = metricLines(folder).filter(({ split }) => split === 'train');
    assert.equal(lines.length, steps);
    for (const line of lines)
      for (const [key, value] of Object.entries(line))
        if (typeof value === 'number') assert.ok(Number.isFinite(value), `${key} of ${line.step}`);
    const { thresholds } = readFinetuneFile(path.join(folder, 'model')) ?? {};
    assert.equal(thresholds !== undefined, one === 'thresholds' || other === 'thresholds');
    const kept = readFileSync(path.join(folder, 'model', 'model.safetensors'), 'latin1');
    assert.ok(!kept.includes('adversary'), 'the adversary stays behind');
  });
}

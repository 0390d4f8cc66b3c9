import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { readFinetuneFile } from '../../src/trainer/modelFolder/finetuneFile';
import { evaluate } from '../../src/cli/commands/evaluate';
import { commandLine } from '../../src/cli/commandLine';
import { commands } from '../../src/cli/commandList';
import { parseArguments } from '../../src/cli/parseArguments';
import type { AuditReport } from '../../src/protocol/audit';
import { UserError } from '../../src/protocol/errors';
import type { PredictionLine } from '../../src/protocol/reports';
import { fakeOutput } from '../support/fakeOutput';
import { mitigatedConfig, mitigationFixture } from '../unit/trainer/mitigation/mitigatedConfig';
import { runFixture, temporaryRun } from '../unit/trainer/training/fixtureRun';

/** The fixture's rows with two labels, validation rows often enough for both groups. */
function twoLabels(folder: string, name: string, times: number): string {
  const text = readFileSync(path.join(mitigationFixture, name), 'utf8')
    .replaceAll('"label": "cross"', '"label": "no"')
    .replaceAll(/"label": "(calm|glad)"/g, '"label": "yes"');
  const file = path.join(folder, name);
  writeFileSync(file, text.repeat(times));
  return file;
}

const config = (folder: string) => {
  const given = mitigatedConfig({
    thresholds: { constraint: 'demographic-parity', tolerance: 0.05 },
  });
  const source = (file: string) => ({ ...given.data.train, path: file });
  return {
    ...given,
    data: {
      ...given.data,
      train: source(twoLabels(folder, 'train.jsonl', 1)),
      validation: source(twoLabels(folder, 'validation.jsonl', 4)),
    },
    training: { ...given.training, epochs: 8 },
  };
};

test('a run keeps thresholds by group beside its model, and evaluate uses them when asked', async (t) => {
  const folder = temporaryRun(t);
  const told = await runFixture(folder, { config: config(path.dirname(folder)) });
  const model = path.join(folder, 'model');
  const { thresholds } = readFinetuneFile(model)!;
  assert.ok(thresholds !== undefined, told.log.join('\n'));
  assert.deepEqual(Object.keys(thresholds.thresholds), ['east', 'west']);
  assert.equal(thresholds.groups, 'who');
  assert.equal(thresholds.label, 'yes');
  assert.ok(told.log.some((line) => line.startsWith('Thresholds of "yes" by who: "east" ')));
  assert.ok(told.log.some((line) => line.includes('unlawful')));

  const run = async (...flags: string[]) => {
    const { output, text } = fakeOutput();
    const given = await parseArguments('evaluate', commands.evaluate!, [model, '--json', ...flags]);
    await evaluate(given, output);
    return { report: JSON.parse(text.stdout) as Report, said: text.stderr };
  };
  const plain = await run();
  assert.doesNotMatch(plain.said, /unlawful/);
  const decided = await run('--groups', 'who');
  assert.match(decided.said, /Decides "yes" by who: "east" .*unlawful in many places/);
  assert.equal(plain.report.thresholdsBy, undefined);
  assert.equal(decided.report.thresholdsBy, 'who');
  const validation = path.join(path.dirname(folder), 'validation.jsonl');
  const difference = differenceOf(decided.report, validation);
  assert.ok(difference <= 0.05 + 1e-9, String(difference));
  await assert.rejects(run('--groups', 'age'), (error: unknown) => {
    assert.ok(error instanceof UserError);
    return (
      error.message.includes('groups by "who", not "age"') &&
      (error.next ?? '').includes('--groups who')
    );
  });
});

test('predict and audit decide by the thresholds, and say what is missing', async (t) => {
  const folder = temporaryRun(t);
  await runFixture(folder, { config: config(path.dirname(folder)) });
  const model = path.join(folder, 'model');
  const { thresholds } = readFinetuneFile(model)!;
  const validation = path.join(path.dirname(folder), 'validation.jsonl');
  const ask = async (...parameters: string[]) => {
    const { output, text } = fakeOutput();
    return { code: await commandLine(parameters, output), ...text };
  };

  const predicted = await ask('predict', model, '--input', validation, '--json');
  assert.match(predicted.stderr, /Decides "yes" by who: "east" .*unlawful in many places/);
  const who = readFileSync(validation, 'utf8')
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { who: string | null }).who);
  const lines = predicted.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as PredictionLine);
  assert.equal(lines.length, who.length);
  for (const { row, prediction, scores } of lines) {
    const limit = thresholds!.thresholds[who[row - 1] ?? ''] ?? 0.5;
    if (Math.abs(scores.yes! - limit) > 1e-6)
      assert.equal(prediction, scores.yes! > limit ? 'yes' : 'no', `row ${row}`);
  }
  const plain = await ask('predict', model, '--input', validation, '--json', '--no-thresholds');
  assert.equal(plain.stderr, '');
  assert.notEqual(plain.stdout, predicted.stdout);

  const auditedOn = async (file: string, ...flags: string[]) => {
    const { stdout, stderr } = await ask(
      ...['audit', model, '--data', file, '--groups', 'who', '--built-in', 'none', '--json'],
      ...flags,
    );
    assert.equal(stderr, '');
    return JSON.parse(stdout) as AuditReport;
  };
  const audited = (...flags: string[]) => auditedOn(validation, ...flags);
  const selection = ({ checks }: AuditReport): number =>
    checks.find(({ metric }) => metric === 'demographic-parity-difference')!.value!;
  const [decided, undecided] = [await audited(), await audited('--no-thresholds')];
  assert.ok(selection(decided) <= 0.05 + 1e-9, String(selection(decided)));
  assert.ok(decided.caveats.some((each) => /Decides "yes" by who.*unlawful/.test(each)));
  assert.ok(undecided.caveats.some((each) => each.includes('these figures are without them')));
  // What the thresholds decided is not the likeliest label.
  const saysLikeliest = ({ caveats }: AuditReport): boolean =>
    caveats.some((each) => each.includes('that is its likeliest'));
  assert.deepEqual([saysLikeliest(decided), saysLikeliest(undecided)], [false, true]);
  assert.notEqual(selection(undecided), selection(decided));

  const strange = path.join(path.dirname(folder), 'strange.jsonl');
  writeFileSync(strange, readFileSync(validation, 'utf8').replaceAll('"east"', '"north"'));
  const north = who.filter((each) => each === 'east').length;
  const { caveats } = await auditedOn(strange);
  assert.match(caveats.join(' '), new RegExp(`without a threshold \\(.*"north" ${north}`));
  for (const [command, flag] of [
    ['predict', '--input'],
    ['evaluate', '--data'],
  ] as const) {
    const groups = command === 'evaluate' ? ['--groups', 'who'] : [];
    const { stderr } = await ask(command, model, flag, strange, '--json', ...groups);
    assert.match(stderr, new RegExp(`Of ${who.length} rows, \\d+ are of a group without a threshold \\(.*"north" ${north}.*\\): \\.500 decides them`)); // prettier-ignore
  }

  const without = path.join(path.dirname(folder), 'without.jsonl');
  writeFileSync(without, readFileSync(validation, 'utf8').replaceAll('"who"', '"other"'));
  for (const parameters of [
    ['predict', model, '--input', without],
    ['audit', model, '--data', without, '--groups', 'other'],
  ]) {
    const { code, stderr } = await ask(...parameters);
    assert.equal(code, 1);
    assert.match(stderr, /thresholds for groups by "who".*no column "who".*--no-thresholds/);
  }
});

interface Report {
  readonly thresholdsBy?: string;
  readonly outcomes: { readonly rows: readonly number[]; readonly predicted: readonly number[] };
}

/** Difference of the shares of rows of either group that are predicted to have the second label. */
function differenceOf({ outcomes }: Report, file: string): number {
  const who = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { who: string | null }).who);
  const share = (group: string): number => {
    const own = outcomes.predicted.filter((_, at) => who[outcomes.rows[at]! - 1] === group);
    return own.reduce((a, b) => a + b, 0) / own.length;
  };
  return Math.abs(share('east') - share('west'));
}

test('thresholds with three labels are refused before anything is trained', async (t) => {
  const folder = temporaryRun(t);
  const given = mitigatedConfig({
    thresholds: { constraint: 'equalized-odds', tolerance: 0.05 },
  });
  await assert.rejects(runFixture(folder, { config: given }), (error: unknown) => {
    assert.ok(error instanceof UserError);
    assert.equal(error.key, 'mitigation.thresholds');
    return error.message.includes('for two labels, and these rows have 3: calm, cross, glad');
  });
});

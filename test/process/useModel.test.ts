import assert from 'node:assert/strict';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import type { EvaluationReport, PredictionLine } from '../../src/protocol/reports';
import { makeWorkspace, onlyRun, runCli, startCli } from '../support/cliProcess';

const labels = ['calm', 'cross', 'glad'];
const json = (text: string): unknown => JSON.parse(text);
const lines = (text: string): PredictionLine[] =>
  text
    .trim()
    .split('\n')
    .map((line) => json(line) as PredictionLine);

test('a trained run is evaluated and predicts, as text and as nothing but JSON', async () => {
  const cwd = makeWorkspace({ 'training.epochs': 8, 'training.learningRate': 3e-3 });
  assert.equal((await runCli(['train', 'tiny.finetune.json'], { cwd })).code, 0);
  const run = onlyRun(cwd);
  const ft = async (...parameters: string[]): Promise<string> => {
    const { code, stdout, stderr } = await runCli(parameters, { cwd });
    assert.deepEqual([code, stderr], [0, ''], parameters.join(' '));
    return stdout;
  };

  // There is no test split: the validation split is what it is measured on.
  const report = json(await ft('evaluate', 'tiny', '--json')) as EvaluationReport;
  assert.deepEqual(
    [report.task, report.rows, report.split],
    ['text-classification', 30, 'validation'],
  );
  const { accuracy } = report.metrics;
  const { value, low, high } = accuracy!;
  assert.ok(value! >= low! && value! <= high! && value! > 0.8, 'the tiny rule is learnt');
  assert.deepEqual(report.confusionMatrix.labels, labels);
  const counted = report.confusionMatrix.counts.flat().reduce((sum, count) => sum + count, 0);
  assert.equal(counted, 30);
  assert.deepEqual(Object.keys(report.perClass), labels);
  // The training left a report of its own; the newest is that of `evaluate`.
  const reports = readdirSync(path.join(run, 'reports')).filter((name) => name.endsWith('.json'));
  const kept = reports.sort().at(-1);
  const ofTraining = json(
    readFileSync(path.join(run, 'reports', reports[0]!), 'utf8'),
  ) as EvaluationReport;
  assert.deepEqual(ofTraining.confusionMatrix, report.confusionMatrix);
  assert.match(kept!, /^evaluation-validation-\d{8}T\d{6}\.json$/);
  assert.deepEqual(json(readFileSync(path.join(run, 'reports', kept!), 'utf8')), report);
  assert.ok(readdirSync(path.join(run, 'reports')).includes(kept!.replace('.json', '.md')));
  // What the model answered stands beside the report, row by row, for finetune lint --probabilities.
  const answers = kept!.replace('.json', '.predictions.jsonl');
  const kinds = lines(readFileSync(path.join(run, 'reports', answers), 'utf8'));
  assert.deepEqual(
    kinds.map(({ row, prediction }) => [row, labels.indexOf(prediction)]),
    report.outcomes!.rows.map((row, at) => [row, report.outcomes!.predicted[at]]),
  );
  const file = path.join('.finetune', 'runs', path.basename(run), 'reports', answers);
  await ft('lint', 'validation.jsonl', '--probabilities', file, '--rules', 'L-LBL-01');
  const shown = await ft('evaluate', run);
  assert.match(shown, /validation split, 30 rows/);
  assert.match(shown, /accuracy +\S+ +\S+ – /);
  assert.match(shown, /true \\ predicted +calm +cross +glad/);

  // The model folder works alone, also on a file of another form.
  const rows = 'review\trating\nguba puka\tglad\npuno dofi\tcross\n';
  writeFileSync(path.join(cwd, 'other.tsv'), rows);
  const fields = ['--fields', 'text=review,label=rating'];
  const model = path.join(run, 'model');
  const other = json(
    await ft('evaluate', model, '--data', 'other.tsv', ...fields, '--json'),
  ) as EvaluationReport;
  assert.deepEqual([other.rows, other.split], [2, null]);

  const [one] = lines(await ft('predict', model, '--text', 'guba', '--json'));
  assert.deepEqual([one!.row, one!.prediction], [1, 'glad']);
  assert.deepEqual(Object.keys(one!.scores).sort(), labels);
  const sum = Object.values(one!.scores).reduce((total, score) => total + score, 0);
  assert.ok(Math.abs(sum - 1) < 1e-5);
  const many = lines(await ft('predict', run, '--input', 'other.tsv', ...fields, '--json'));
  assert.deepEqual(
    many.map(({ row, prediction }) => [row, prediction]),
    [
      [1, 'glad'],
      [2, 'cross'],
    ],
  );
  assert.match(await ft('predict', run, '--text', 'guba'), /^glad\n {2}glad +▕█/);
  assert.match(await ft('predict', run, '--input', 'train.jsonl'), /^ {5}1 {2}\w+ {2}\.\d{3} /);

  // The run recognised its columns; in a file that could mean others too, they are meant.
  const ambiguous = 'comment,text,target,label\npuno dofi,guba puka,cross,glad\n';
  writeFileSync(path.join(cwd, 'more.csv'), ambiguous);
  const [meant] = lines(await ft('predict', model, '--input', 'more.csv', '--json'));
  assert.equal(meant!.prediction, 'glad');
  const again = json(
    await ft('evaluate', model, '--data', 'more.csv', '--json'),
  ) as EvaluationReport;
  assert.equal(again.perClass.glad!.support, 1);

  writeFileSync(path.join(cwd, 'odd.jsonl'), '{"text":"ba","label":"odd"}\n');
  writeFileSync(path.join(cwd, 'wide.csv'), 'title,body,label\nba,puno,calm\n');
  const refusals: readonly [string[], RegExp][] = [
    [['evaluate', run, '--data', 'odd.jsonl'], /odd\.jsonl:1: .*odd/],
    [['evaluate', run, '--data', 'wide.csv'], /wide\.csv.*"title", "body"/],
    [['evaluate', run, '--task', 'ner'], /"ner" is not in this version yet/],
    [['evaluate', 'nothing'], /no run and no model folder "nothing"/],
    [['evaluate', cwd], /neither a run nor a model/],
    [['predict', run], /either --text or --input/],
    [['predict', run, '--text', 'a', '--input', 'b'], /either --text or --input/],
    [['predict', run, '--input', 'no.jsonl'], /no\.jsonl/],
  ];
  for (const [parameters, says] of refusals) {
    const { code, stdout, stderr } = await runCli([...parameters, '--json'], { cwd });
    assert.deepEqual([code, stdout], [1, ''], parameters.join(' '));
    assert.match(stderr, says);
    assert.ok(stderr.trimEnd().length <= 600);
  }

  writeFileSync(path.join(cwd, 'validation.jsonl'), '{"text":"gudo","label":"glad"}\n');
  const changed = await runCli(['evaluate', run, '--json'], { cwd });
  assert.equal(changed.code, 0);
  assert.match(changed.stderr, /the validation data changed since the run read it/);
  assert.equal((json(changed.stdout) as EvaluationReport).rows, 1);
});

test('init writes a config that trains, and overwrites nothing', async () => {
  const cwd = makeWorkspace();
  const model = (
    json(readFileSync(path.join(cwd, 'tiny.finetune.json'), 'utf8')) as { model: string }
  ).model;
  const parameters = ['init', 'train.jsonl', '--model', model, '--out', 'new.finetune.json'];
  const written = await runCli(parameters, { cwd });
  assert.deepEqual([written.code, written.stderr], [0, '']);
  assert.match(written.stdout, /66 rows · text, label · 3 labels/);
  const text = readFileSync(path.join(cwd, 'new.finetune.json'), 'utf8');
  assert.match(text, /"validation": "\.\/validation\.jsonl"/, 'the file beside it is found');
  const again = await runCli(parameters, { cwd });
  assert.equal(again.code, 1);
  assert.match(again.stderr, /new\.finetune\.json: This file exists already/);
  assert.equal(readFileSync(path.join(cwd, 'new.finetune.json'), 'utf8'), text);
  const flags = ['--set', 'training.epochs=1', '--set', 'training.maxLength=16', '--json'];
  const trained = await runCli(['train', 'new.finetune.json', ...flags], { cwd });
  assert.equal(trained.code, 0, trained.stderr);
  const missing = await runCli(['init', 'train.jsonl'], { cwd });
  assert.match(missing.stderr, /Without a terminal "finetune init" needs --model/);
});

test('a reader that goes away does not end a training', async () => {
  const cwd = makeWorkspace();
  const cli = startCli(['train', 'tiny.finetune.json', '--json'], { cwd });
  cli.closeStdout();
  const { code, stderr } = await cli.ended;
  assert.deepEqual([code, stderr], [0, '']);
});

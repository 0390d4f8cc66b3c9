import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { commandLine } from '../../../src/cli/commandLine';
import type { AuditReport } from '../../../src/protocol/audit';
import { fakeOutput } from '../../support/fakeOutput';
import { seededRandom } from '../data/seededRandom';
import { temporaryFolder } from '../data/temporaryFolder';

const root = process.env.FINETUNE_ROOT ?? '.';
/** A random classifier of calm, cross and glad. */
const classifier = path.join(root, 'test/fixtures/models/bert');
const { write } = temporaryFolder();

async function run(
  ...parameters: string[]
): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  const { output, text } = fakeOutput();
  const code = await commandLine(parameters, output);
  return { code, ...text };
}

const jsonl = (rows: readonly object[]): string =>
  rows.map((row) => `${JSON.stringify(row)}\n`).join('');

const { next } = seededRandom(7);
const rows = Array.from({ length: 400 }, (_, at) => {
  const isWoman = next() < 0.5;
  const label = ['calm', 'cross', 'glad'][Math.floor(next() * 3)]!;
  return { text: `person ${at} is singing`, label, gender: isWoman ? 'woman' : 'man' };
});
const data = write('rows.jsonl', jsonl(rows));
const ofGroups = ['--data', data, '--groups', 'gender'];

async function reportOf(...parameters: string[]): Promise<AuditReport> {
  const { code, stdout, stderr } = await run('audit', ...parameters, '--json');
  assert.equal(code, 0, stderr);
  return JSON.parse(stdout) as AuditReport;
}

test('stored predictions give the report of their model', async () => {
  const predicted = await run('predict', classifier, '--input', data, '--json');
  const file = write('predictions.jsonl', predicted.stdout);
  const stored = await reportOf('--predictions', file, ...ofGroups);
  const asked = await reportOf(classifier, ...ofGroups, '--built-in', 'none');
  assert.deepEqual(stored.checks, asked.checks);
  assert.deepEqual(stored.coverage, asked.coverage);
  assert.deepEqual([stored.kind, stored.subject], ['classifier', file]);
  const hash = createHash('sha256').update(readFileSync(file)).digest('hex');
  assert.deepEqual(
    stored.sources.find(({ kind }) => kind === 'predictions'),
    { kind: 'predictions', path: file, hash, rows: rows.length },
  );
  assert.ok(stored.sources.some(({ kind, path: named }) => kind === 'data' && named === data));
  assert.match(stored.caveats.join('\n'), /were not swapped/);
});

/** Right for nine in ten, and of men too often glad where asked. */
function twoLabels(favours: boolean): { label: string; score: number }[] {
  const random = seededRandom(3);
  return rows.map(({ label, gender }) => {
    const isRight = random.next() < 0.9;
    const isFavoured = favours && gender === 'man' && random.next() < 0.5;
    const isGlad = isFavoured || (label === 'glad') === isRight;
    return { label: isGlad ? 'glad' : 'other', score: 0.5 + random.next() / 2 };
  });
}
const simple = write(
  'two.jsonl',
  jsonl(rows.map((row) => ({ ...row, label: row.label === 'glad' ? 'glad' : 'other' }))),
);

test('a label and its score are enough for two labels, and two files are compared', async () => {
  const [fair, unfair] = [false, true].map((favours) =>
    write(`${favours}.jsonl`, jsonl(twoLabels(favours))),
  ) as [string, string];
  const on = ['--data', simple, '--groups', 'gender', '--positive', 'glad'];
  const { checks, changes, base } = await reportOf('--predictions', unfair, '--base', fair, ...on);
  const parity = checks.find(({ metric }) => metric === 'demographic-parity-difference');
  assert.equal(parity?.verdict, 'disparity');
  const change = changes.find(({ metric }) => metric === 'demographic-parity-difference');
  assert.deepEqual([base, change?.verdict], [fair, 'worse']);
  const back = await reportOf('--predictions', fair, '--base', unfair, ...on);
  const better = back.changes.find(({ metric }) => metric === 'demographic-parity-difference');
  assert.ok(Math.abs((better?.value ?? 0) + (change?.value ?? 0)) < 1e-12);
});

test('rates are those of what was decided, areas those of the scores', async () => {
  const likeliest = twoLabels(false).map(({ label, score }) => ({
    scores: { [label]: score, [label === 'glad' ? 'other' : 'glad']: 1 - score },
  }));
  // Men need less to count as glad.
  const decided = likeliest.map(({ scores }, at) => {
    const threshold = rows[at]!.gender === 'man' ? 0.2 : 0.5;
    return { scores, prediction: (scores.glad ?? 0) > threshold ? 'glad' : 'other' };
  });
  const on = ['--data', simple, '--groups', 'gender', '--positive', 'glad'];
  const [usual, own] = [
    await reportOf('--predictions', write('usual.jsonl', jsonl(likeliest)), ...on),
    await reportOf('--predictions', write('decided.jsonl', jsonl(decided)), ...on),
  ];
  const figure = ({ checks }: AuditReport, metric: string): number | null | undefined =>
    checks.find((check) => check.metric === metric && check.group !== 'woman')?.value;
  const share = rows.filter(
    (row, at) => row.gender === 'man' && decided[at]!.prediction === 'glad',
  );
  const men = rows.filter(({ gender }) => gender === 'man');
  assert.equal(figure(own, 'selection-rate'), share.length / men.length);
  assert.notEqual(figure(own, 'selection-rate'), figure(usual, 'selection-rate'));
  assert.equal(figure(own, 'auc'), figure(usual, 'auc'));
  assert.match(own.caveats.join('\n'), /were decided otherwise/);
});

/** What must be said, in one sentence with the next action, when it is asked for like that. */
async function refused(parameters: readonly string[], why: RegExp): Promise<void> {
  const { code, stdout, stderr } = await run('audit', ...parameters);
  assert.deepEqual([code, stdout], [1, ''], `${parameters.join(' ')}: ${stderr}`);
  assert.match(stderr, why, parameters.join(' '));
  assert.ok(stderr.length <= 600 && stderr.trim().split('\n').length === 1, stderr);
}

test('a base that is the same, or no better than chance, is told beside its changes', async () => {
  const on = ['--data', simple, '--groups', 'gender', '--positive', 'glad'];
  const answers = write('answers.jsonl', jsonl(twoLabels(false)));
  const copy = write('copy.jsonl', jsonl(twoLabels(false)));
  const same = await reportOf('--predictions', answers, '--base', copy, ...on);
  assert.match(same.baseNotes?.[0]?.text ?? '', /^Both give the same answers/);
  assert.match(same.summary, /The base gives the same answers: nothing changed\.$/);
  const random = seededRandom(11);
  const guesses = rows.map(() => ({ label: random.next() < 0.5 ? 'glad' : 'other', score: 0.7 }));
  const weak = write('guesses.jsonl', jsonl(guesses));
  const from = await reportOf('--predictions', answers, '--base', weak, ...on);
  assert.deepEqual(
    from.baseNotes?.map(({ kind }) => kind),
    ['weak'],
  );
  assert.match(from.summary, /But the base is hardly better than chance/);
  for (const format of ['text', 'markdown', 'model-card']) {
    const shown = await run(
      'audit',
      '--predictions',
      answers,
      '--base',
      weak,
      ...on,
      '--format',
      format,
    );
    assert.match(
      shown.stdout.replaceAll(/\s+/g, ' '),
      /Of the base: The balanced accuracy/,
      format,
    );
  }
  const back = await reportOf('--predictions', weak, '--base', answers, ...on);
  assert.deepEqual(
    back.baseNotes?.map(({ kind }) => kind),
    ['weak-after'],
  );
  assert.match(back.baseNotes[0]?.text ?? '', /^Of the model itself: .* not mended/);
  await refused(
    [
      '--predictions',
      answers,
      '--base',
      path.join(path.dirname(answers), '.', 'answers.jsonl'),
      ...on,
    ],
    /answers\.jsonl: --predictions and --base name the same file: .*leave --base out/,
  );
});

test('predictions that cannot be audited are refused with what to do instead', async () => {
  const good = write('good.jsonl', jsonl(twoLabels(false)));
  const two = ['--data', simple, '--groups', 'gender'];
  await refused(['--predictions', good], /what they are about.*--data FILE/);
  await refused(['--predictions', good, '--data', simple], /none are named.*--groups COLUMN/);
  await refused([classifier, '--predictions', good, ...two], /stands in the place of a model/);
  await refused(['--predictions', good, ...two, '--suite', 'template=x'], /--suite asks a model/);
  await refused(['--predictions', good, ...two, '--built-in', 'swap'], /--built-in asks a model/);
  await refused(['--predictions', good, ...two, '--no-thresholds'], /--no-thresholds asks a model/);
  await refused(['--predictions', 'nowhere.jsonl', ...two], /nowhere\.jsonl: .*no such file/);
  await refused(['--predictions', good, ...two, '--positive', 'gald'], /Did you mean "glad"/);
  await refused(
    ['--predictions', good, ...ofGroups],
    /rows\.jsonl:\d+: Label "c\w+" is unknown; the labels are "glad", "other"/,
  );
  const short = write('short.jsonl', jsonl(twoLabels(false).slice(1)));
  await refused(
    ['--predictions', short, ...two],
    /two\.jsonl:400: Row 400 has no prediction: two\.jsonl holds 400 rows, short\.jsonl 399 predictions.*predict RUN/,
  );
  const large = write(
    'large.jsonl',
    '{"label": "glad", "score": 0.5}\n{"label": "a", "score": 7}\n',
  );
  await refused(['--predictions', large, ...two], /large\.jsonl:2: The score of "a" is 7/);
  // One odd line of many is the mistake, not the first one, which lacks what it has.
  const odd = (line: string): string => {
    const scores = '{"scores": {"glad": 0.4, "other": 0.6}}';
    return write('odd.jsonl', [...Array<string>(20).fill(scores), line, scores, ''].join('\n'));
  };
  await refused(
    ['--predictions', odd('{"scores": {"gald": 0.4, "other": 0.6}}'), ...two],
    /odd\.jsonl:21: This line has a score of "gald", which most lines do not have; their labels are "glad", "other"/,
  );
  await refused(
    ['--predictions', odd('{"scores": {"other": 1}}'), ...two],
    /odd\.jsonl:21: This line has no score of "glad", as others have/,
  );
  await refused(
    ['--predictions', odd('{"scores": {"glad": 1e400, "other": 0}}'), ...two],
    /odd\.jsonl:21: The score of "glad" is not a finite number, which is no probability/,
  );
  const third = twoLabels(false).map((line, at) => (at === 7 ? { ...line, label: 'gald' } : line));
  await refused(
    ['--predictions', write('third.jsonl', jsonl(third)), ...two],
    /third\.jsonl:8: The label "gald" is a third one beside "glad" and "other"/,
  );
  await refused(
    ['--predictions', good, ...two, '--format', 'md'],
    /There is no format "md"\. Did you mean markdown\? Reports are text, json, sarif, markdown, model-card; data files are jsonl/,
  );
  await refused(['--predictions', simple, ...two], /two\.jsonl:1: This line is no prediction/);
  const table = write('table.csv', 'label,score\nglad,0.5\n');
  await refused(['--predictions', table, ...two], /table\.csv:1/);
  const other = write(
    'others.jsonl',
    jsonl(rows.map(() => ({ probabilities: { a: 0.5, b: 0.5 } }))),
  );
  await refused(
    ['--predictions', good, '--base', other, ...two],
    /others\.jsonl: These predictions are of the labels "a", "b", the others of "glad", "other"/,
  );
});

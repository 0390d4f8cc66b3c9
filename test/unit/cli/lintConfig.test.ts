import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { commandLine } from '../../../src/cli/commandLine';
import type { LintReport } from '../../../src/protocol/lint';
import { fakeOutput } from '../../support/fakeOutput';
import { temporaryFolder } from '../../support/makeRun';

const root = path.resolve(process.env.FINETUNE_ROOT ?? '.');
const model = path.join(root, 'test', 'fixtures', 'training', 'model');

async function lint(...given: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const { output, text } = fakeOutput();
  const code = await commandLine(['lint', ...given], output);
  return { code, ...text };
}

async function json(...given: string[]): Promise<LintReport> {
  const { stdout, stderr } = await lint(...given, '--json');
  assert.equal(stderr, '');
  return JSON.parse(stdout) as LintReport;
}

function write(folder: string, files: Readonly<Record<string, unknown>>): void {
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  }
}

/** Columns that no name gives away: only a config tells which holds what. */
const rows = ['bala bala', 'dodo dodo dodo dodo dodo dodo', 'gugu']
  .map((words, row) => JSON.stringify({ a: words, b: `l${row % 2}`, c: ' spaced ' }))
  .join('\n');

const fields = { text: 'a', label: 'b' };
const config = (data: object, training: object = {}): object => ({
  model,
  data: { train: '../data/rows.jsonl', fields, ...data },
  training,
});

test('a run config that names the file says which columns, which model and how many tokens', async () => {
  const folder = temporaryFolder();
  const file = path.join(folder, 'data', 'rows.jsonl');
  write(folder, { 'data/rows.jsonl': rows });
  const alone = await json(file);
  assert.equal(alone.files[0]?.config, null);
  assert.equal(alone.counts['L-LEN-02'], undefined, 'no model is known');

  write(folder, {
    'tiny.finetune.json': config({ train: 'data/rows.jsonl' }, { maxLength: 4 }),
    'other.finetune.json': config({ train: 'data/others.jsonl', fields: { text: 'c' } }),
  });
  const named = await json(file);
  assert.equal(named.files[0]?.config, path.join(folder, 'tiny.finetune.json'));
  assert.ok((named.counts['L-LEN-02'] ?? 0) >= 1, 'the tokens of its model are counted');

  const { stdout } = await lint(file);
  assert.match(
    stdout,
    /rows\.jsonl: 3 rows, .*\nAs .*tiny\.finetune\.json says: text in "a", label in "b", tokens of model, at most 4\n/,
  );
  const longer = await json(file, '--max-length', '64');
  assert.equal(longer.counts['L-LEN-02'], undefined, 'a flag has the last word');
  const other = await json(file, '--fields', 'text=c');
  assert.equal(other.counts['L-TXT-02'], 3, 'so it has on columns');
  const without = await json(file, '--no-config');
  assert.deepEqual(without, alone);
});

test('the labels of a config are the ones that rows may have', async () => {
  const folder = temporaryFolder();
  const file = path.join(folder, 'rows.csv');
  const labels = ['1', 'good', 'bad'];
  const written = ['good', 'Good', 'god', 'bad', '1', 'other'];
  const lines = written.map((label, row) => `text number ${row},${label},x`).join('\n');
  write(folder, {
    'rows.csv': `text,label,topic\n${lines}\n`,
    'a.finetune.json': { model, data: { train: 'rows.csv', labels: [1, 'good', 'bad'] } },
  });
  const { counts, files } = await json(file, '--rules', 'L-LBL-03,L-SIZE-01');
  assert.deepEqual(counts, { 'L-LBL-03': 3, 'L-SIZE-01': 1 });
  const said = (files[0]?.findings ?? []).map(({ line, message, fixable }) => ({
    ...{ line, message, fixable },
  }));
  const none = `none of ${labels.map((label) => `"${label}"`).join(', ')}.`;
  assert.deepEqual(said.slice(1), [
    { line: 3, message: `The label "Good" is ${none} Is "good" meant?`, fixable: true },
    { line: 4, message: `The label "god" is ${none} Is "good" meant?`, fixable: true },
    { line: 7, message: `The label "other" is ${none}`, fixable: false },
  ]);
  assert.match(
    said[0]?.message ?? '',
    /fewer than 60 \(10 for each of 6 labels\)/,
    'those that stand there and the others that may',
  );
  const { stdout } = await lint(file);
  assert.match(stdout, /As .*a\.finetune\.json says: labels "1", "good", "bad", tokens of model/);
  const alone = await json(file, '--rules', 'L-LBL-03', '--no-config');
  assert.deepEqual(alone.counts, { 'L-LBL-03': 1 }, 'only the other way of writing');
  const other = await json(file, '--rules', 'L-LBL-03', '--fields', 'label=topic');
  assert.deepEqual(other.counts, {}, 'the labels of the config are those of its own column');
});

test('of several configs the nearest one that names the file counts', async () => {
  const folder = temporaryFolder();
  const file = path.join(folder, 'data', 'rows.jsonl');
  write(folder, {
    'data/rows.jsonl': rows,
    'a.finetune.json': config({ train: 'data/rows.jsonl' }),
    'data/b.finetune.json': config({ train: 'rows.jsonl' }),
  });
  assert.equal((await json(file)).files[0]?.config, path.join(folder, 'data', 'b.finetune.json'));
});

test('a config with a mistake, or whose model cannot be read, is told and does not stop the check', async () => {
  const folder = temporaryFolder();
  const file = path.join(folder, 'rows.jsonl');
  write(folder, {
    'rows.jsonl': rows,
    'a.finetune.json': '{ "model": "x",\n  "data": { "train": "rows.jsonl" }, "trainig": {} }',
    'b.finetune.json': { model: './absent', data: { train: 'rows.jsonl', fields } },
  });
  const { stdout, code } = await lint(file, '--rules', 'row');
  assert.equal(code, 0);
  assert.match(
    stdout,
    /Not used: .*a\.finetune\.json:2:38, which may name this file, has a mistake/,
  );
  assert.match(stdout, /As .*b\.finetune\.json says: .*; tokens are not counted: /);
});

test('levels and thresholds come from the settings of the project', async () => {
  const folder = temporaryFolder();
  const file = path.join(folder, 'data', 'rows.jsonl');
  const spaced = '{"text":" a word","label":"x"}\n'.repeat(3);
  write(folder, {
    'data/rows.jsonl': `${spaced}{"text":"{{NAME}}","label":"y"}\n`,
    '.vscode/settings.json':
      '{\n  // of the project\n  "finetune.lint.rules": { "L-TXT-02": "error", "L-TXT-08": "off" },\n}',
  });
  const { counts, files } = await json(file, '--rules', 'row');
  assert.deepEqual(counts, { 'L-TXT-02': 3 });
  assert.equal(files[0]?.findings[0]?.severity, 'error');
  assert.equal((await lint(file, '--rules', 'row')).code, 2);
  assert.match((await lint(file)).stdout, /\nLevels and thresholds: .*settings\.json\.\n/);
  assert.deepEqual((await json(file, '--rules', 'L-TXT-08')).counts, { 'L-TXT-08': 1 });
  assert.deepEqual((await json(file, '--rules', 'L-TXT-08', '--no-config')).counts, {
    'L-TXT-08': 1,
  });
  for (const [settings, message] of [
    ['{\n "finetune.lint.rules": { "L-TXT-99": "off" } }', /settings\.json:2:27: There is no rule/],
    ['{ "finetune.lint.rules": { "L-TXT-02": "loud" } }', /L-TXT-02 has no level "loud"/],
    ['{ "finetune.lint.thresholds": { "typeMajority": 7 } }', /typeMajority cannot be 7\. .*0\.5/],
    ['{ "finetune.lint.thresholds": { "typeMajorty": 1 } }', /Did you mean typeMajority\?/],
  ] as const) {
    write(folder, { '.vscode/settings.json': settings });
    const { code, stderr } = await lint(file);
    assert.deepEqual([code, message.test(stderr.replace('\n', ' '))], [1, true], stderr);
  }
});

test('a threshold of the settings is the one that counts', async () => {
  const folder = temporaryFolder();
  const file = path.join(folder, 'rows.jsonl');
  const mixed = Array.from({ length: 10 }, (_, row) => ({
    text: `a word ${row}`,
    label: row < 7 ? 'x' : 3,
  }));
  write(folder, { 'rows.jsonl': mixed.map((row) => JSON.stringify(row)).join('\n') });
  // The column has no type of its own, which is one finding; with one, each other value is.
  assert.deepEqual((await json(file, '--rules', 'L-FMT-06')).counts, { 'L-FMT-06': 1 });
  const thresholds = { 'finetune.lint.thresholds': { typeMajority: 0.6 } };
  write(folder, { '.vscode/settings.json': thresholds });
  assert.deepEqual((await json(file, '--rules', 'L-FMT-06')).counts, { 'L-FMT-06': 3 });
});

test('a column that is not there is named, with those that are', async () => {
  const folder = temporaryFolder();
  const [file, table] = [path.join(folder, 'rows.jsonl'), path.join(folder, 'rows.csv')];
  write(folder, { 'rows.jsonl': rows, 'rows.csv': 'review,stars\ngood,5\n' });
  const { code, stdout, stderr } = await lint(file, '--fields', 'text=nope', '--json');
  assert.deepEqual([code, stdout], [1, '']);
  assert.match(
    stderr,
    /rows\.jsonl: There is no column "nope" for the text; there are "a", "b", "c"/,
  );
  assert.match((await lint(table, '--fields', 'text=reviews')).stderr, /Did you mean "review"\?/);
  assert.equal((await lint(table, '--fields', 'text=1,label=2', '--rules', 'row')).code, 0);
});

test('two reports at once are refused', async () => {
  const folder = temporaryFolder();
  const file = path.join(folder, 'rows.jsonl');
  write(folder, { 'rows.jsonl': rows });
  for (const flags of [
    ['--json', '--format', 'sarif'],
    ['--json', '--format', 'text'],
    ['--format', 'text', '--format', 'sarif'],
  ]) {
    const { code, stdout, stderr } = await lint(file, ...flags);
    assert.deepEqual([code, stdout], [1, ''], stderr);
    assert.match(stderr, / and .* ask for different reports\. Keep one of them\./s);
  }
  assert.equal((await lint(file, '--json', '--format', 'json', '--rules', 'L-TXT-10')).code, 0);
});

import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { parseRunConfig } from '../../../src/config/parseRunConfig';
import { estimateText } from '../../../src/extension/commands/estimateText';
import { nameFromData, siblingSplits } from '../../../src/data/siblingSplits';
import { suggestionOf } from '../../../src/extension/commands/suggestionOf';
import type { DatasetFacts } from '../../../src/extension/datasets/datasetFacts';
import {
  columnDescription,
  datasetDescription,
  datasetUses,
  labelDescription,
} from '../../../src/extension/datasets/datasetText';
import { namedSources } from '../../../src/extension/datasets/namedSources';
import { readConfig } from '../../../src/extension/readConfig';
import { pathsOnly } from '../../../src/extension/editor/pathsOnly';
import { beyondSchema } from '../../../src/extension/editor/beyondSchema';
import { failurePlaces } from '../../../src/extension/editor/failurePlaces';
import { isSaidByLint } from '../../../src/extension/editor/saidByLint';
import type { LintFinding, RuleId } from '../../../src/protocol/lint';
import { estimateLabel } from '../../../src/extension/editor/lensText';
import { configTextOf } from '../../../src/extension/runs/configTextOf';
import { EndedRuns } from '../../../src/extension/views/endedRuns';
import { fakeRecord, fakeRun } from './fakeRun';

const startedAt = fakeRecord().startedAt;

test('diagnostics of a config leave to the schema what the schema tells', () => {
  const text = JSON.stringify({
    ...{ model: './m', data: { train: 'a.jsonl', split: { validation: 0 } } },
    ...{ engine: 'compiled', device: 'wasm' },
  });
  const codes = beyondSchema(parseRunConfig(text, '/w/a.finetune.json').problems).map(
    ({ code }) => code,
  );
  assert.deepEqual([...new Set(codes)], ['combination']);
  const typo = parseRunConfig('{"modell": 1}', '/w/a.finetune.json').problems;
  assert.ok(typo.some(({ code }) => code !== 'unknown-key'));
  assert.deepEqual(
    beyondSchema(typo).map(({ code }) => code),
    ['unknown-key'],
  );
});

test('paths are checked also while something else in the config is wrong', () => {
  const text =
    '{ "model": "./absent", /* c */ "data": { "train": "a.jsonl", "feilds": 1 }, "training": { "epochs": 0 }, }';
  assert.equal(parseRunConfig(text, '/w/a.finetune.json').config, null);
  const { config } = parseRunConfig(pathsOnly(text), '/w/a.finetune.json');
  assert.equal(config?.model, path.resolve('/w/absent'));
  assert.equal(config.data.train.path, path.resolve('/w/a.jsonl'));
  for (const odd of ['', '[]', '{"data": 3}']) {
    assert.equal(parseRunConfig(pathsOnly(odd), '/w/a.finetune.json').config, null);
  }
});

test('a config with a mistake names the files it named before', () => {
  const file = '/w/a.finetune.json';
  const good = { model: './m', task: 'text-classification', output: '/o' };
  const data = {
    train: { path: 'a.csv', header: false, columns: ['text', 'label'] },
    test: 'b.csv',
  };
  const text = JSON.stringify({ ...good, data });
  const mistakes = [
    '',
    text.slice(0, -3),
    text.replace('"/o"', '3'),
    text.replace('"task"', '"tusk"'),
    text.replace('"a.csv"', '0'),
  ];
  const before = readConfig(text, file, null);
  for (const mistake of mistakes) {
    const now = readConfig(mistake, file, before);
    assert.equal(now.parsed.config, null, mistake);
    assert.deepEqual(namedSources([now]), namedSources([before]), mistake);
    assert.equal(now.lastGood?.output, before.lastGood?.output);
    const later = readConfig(text.replace('b.csv', 'c.csv'), file, now);
    assert.deepEqual(
      namedSources([later]).map((source) => source.path),
      ['a.csv', 'c.csv'].map((name) => path.resolve('/w', name)),
    );
  }
  const opened = readConfig(text.replace('"/o"', '3'), file, null);
  assert.deepEqual(namedSources([opened, before]), namedSources([before]));
  assert.deepEqual(namedSources([readConfig('{', file, null)]), []);
});

test('a broken data line is marked until a newer run of the config gets past it', () => {
  const failed = fakeRun({
    state: 'failed',
    failure: { reason: '/d/train.jsonl:5:9: This line is not JSON.', next: 'Mend it.' },
  });
  const places = failurePlaces([failed]);
  assert.deepEqual(
    places.map(({ place, message }) => ({ place, message })),
    [
      {
        place: { file: '/d/train.jsonl', line: 5, column: 9 },
        message: 'This line is not JSON. Mend it.',
      },
    ],
  );
  const later = fakeRun({ startedAt: startedAt + 9 }, { folder: '/w/later' });
  assert.deepEqual(failurePlaces([failed, later]), []);
  const other = fakeRun({ startedAt: startedAt + 9, configFile: '/x.json' }, { folder: '/w/x' });
  assert.equal(failurePlaces([failed, other]).length, 1);
});

test('a failure at a row gives way to what lint says of the same', () => {
  const place = { file: '/d/train.jsonl', line: 5 };
  const finding = (rule: RuleId, line: number, field: string | null): LintFinding => ({
    ...{ rule, severity: 'error', row: line, line, column: 1, endLine: line + 1, endColumn: 3 },
    ...{ field, message: '', fixable: false, related: [] },
  });
  const broken = 'Broken JSON: a comma is missing. Correct the row, or remove it.';
  const empty =
    'Row 5 has an empty "text"; so has one other row. Fill them in, or remove the rows.';
  const infinite = 'The loss of step 3 is not a finite number. Its batch: lines 5, 8.';
  const rows: readonly [string, LintFinding, boolean][] = [
    [broken, finding('L-FMT-01', 5, null), true],
    [broken, finding('L-FMT-01', 4, null), true], // it reaches to line 5
    [broken, finding('L-FMT-01', 3, null), false],
    [broken, finding('L-FMT-01', 6, null), false],
    [broken, finding('L-PII-02', 5, null), false],
    [empty, finding('L-TXT-01', 5, 'text'), true],
    [empty, finding('L-TXT-01', 5, 'label'), false],
    [infinite, finding('L-TXT-02', 5, 'text'), false],
    [infinite, finding('L-FMT-05', 5, null), false],
  ];
  for (const [message, found, isSaid] of rows)
    assert.equal(isSaidByLint(place, message, [found]), isSaid, `${found.rule} ${message}`);
  const atLine = finding('L-FMT-01', 5, null);
  assert.equal(isSaidByLint({ file: place.file }, broken, [atLine]), false);
  assert.equal(isSaidByLint(place, broken, []), false);
});

test('only runs of over 30 seconds that ended by themselves are told, once', () => {
  const ended = new EndedRuns();
  const live = fakeRun();
  assert.deepEqual(ended.update([live]), []);
  const finished = fakeRun({ state: 'finished', finishedAt: startedAt + 31 });
  assert.deepEqual(
    ended.update([finished]).map(({ text, failed }) => [text, failed]),
    [['emotions has finished.', false]],
  );
  assert.deepEqual(ended.update([finished]), []);

  for (const [state, finishedAt, count] of [
    ['finished', startedAt + 30, 0],
    ['stopped', startedAt + 99, 0],
    ['failed', startedAt + 99, 1],
  ] as const) {
    const watch = new EndedRuns();
    watch.update([live]);
    assert.equal(watch.update([fakeRun({ state, finishedAt })]).length, count, state);
  }
});

test('the lens and the message give the estimate', () => {
  const memoryBytes = {
    weights: 9e7,
    gradients: 9e7,
    optimizer: 1.8e8,
    activations: 8e8,
    total: 1.2e9,
  };
  const estimate = { memoryBytes, seconds: 118, diskBytes: 4e8, fits: true };
  assert.equal(estimateLabel(null), 'Estimate');
  assert.equal(estimateLabel(estimate), 'Estimate: 1.2 GB, 2 m');
  assert.match(estimateLabel({ ...estimate, fits: false }), /does not fit/);
  assert.match(estimateText('a', { ...estimate, fits: false }), /1\.2 GB.*lower batchSize/);
});

test('splits beside a training file are found by name', () => {
  const names = ['e.train.jsonl', 'e.dev.jsonl', 'E.TEST.jsonl', 'other.dev.jsonl'];
  const folder = path.join('/d');
  assert.deepEqual(siblingSplits('/d/e.train.jsonl', names), {
    validation: path.join(folder, 'e.dev.jsonl'),
    test: path.join(folder, 'E.TEST.jsonl'),
  });
  assert.deepEqual(siblingSplits('/d/train.tsv', ['train.tsv', 'val.tsv']), {
    validation: path.join(folder, 'val.tsv'),
    test: null,
  });
  assert.deepEqual(
    siblingSplits('/d/training-notes.csv', ['test-notes.csv']).test,
    '/d/test-notes.csv',
  );
  assert.deepEqual(siblingSplits('/d/data.csv', ['test.csv']), { validation: null, test: null });
  assert.equal(nameFromData('/d/emotions.train.jsonl'), 'emotions');
  assert.equal(nameFromData('/d/train.tsv'), 'train');
});

test('the answers become paths relative to the config', () => {
  const fields = { text: 'text', label: 'label' };
  const answers = { file: '/w/data/a.jsonl', fields, model: '/models/m' };
  const cut = suggestionOf('/w', {
    ...answers,
    split: { type: 'ratio', validation: 0.1, test: 0 },
  });
  assert.equal(cut.train.path, './data/a.jsonl');
  assert.equal(cut.model, '../models/m');
  assert.deepEqual(cut.split, { validation: 0.1, test: 0 });
  const files = suggestionOf('/w', {
    ...answers,
    split: { type: 'files', validation: '/w/data/b.jsonl', test: null },
  });
  assert.equal(files.validation?.path, './data/b.jsonl');
  assert.deepEqual(files.split, { validation: 0, test: 0 });
});

test('the config of a run becomes a file that gives the same run again', () => {
  const source = JSON.stringify({
    model: './models/m',
    data: { train: 'data/a.jsonl', validation: 'data/b.jsonl' },
    training: { epochs: 2, learningRate: 1e-4 },
  });
  const { config, setKeys } = parseRunConfig(source, '/w/a.finetune.json');
  assert.ok(config);
  const text = configTextOf(config, { name: 'a\n"x"', configSet: setKeys }, '/w/sub');
  const again = parseRunConfig(text, '/w/sub/new.finetune.json');
  assert.deepEqual(again.problems, []);
  assert.deepEqual(again.config, { ...config, output: again.config?.output });
  assert.ok(!text.includes('batchSize'));
});

const facts: DatasetFacts = {
  format: 'jsonl',
  rows: 43_410,
  columns: [
    { name: 'text', type: 'text', filled: 43_410, distinct: null },
    { name: 'label', type: 'text', filled: 43_409, distinct: null },
  ],
  fields: { text: 'text', label: 'label' },
  reason: null,
  labels: [{ label: 'positive', count: 13_023 }],
  moreLabels: 0,
  hash: 'abc',
};

test('a dataset says its rows and columns', () => {
  assert.equal(datasetDescription(facts), '43,410 rows · text, label');
  assert.equal(datasetDescription({ ...facts, rows: 1, fields: null }), '1 row · text, label');
  assert.equal(
    columnDescription({ name: 'a', type: 'text', filled: 43_409, distinct: null }, 43_410),
    'text · 99.9 % filled',
  );
  assert.equal(
    columnDescription({ name: 'a', type: 'number', filled: 5, distinct: null }, 5),
    'number · 100 % filled',
  );
  assert.equal(labelDescription(13_023, 43_410), '13,023 · 30 %');
});

test('a file knows which runs used its content, also after it moved', () => {
  const dataset = { split: 'train', path: '/d/a.jsonl', hash: 'abc', rows: 3 } as const;
  const same = fakeRun({ datasets: [dataset] }, { folder: '/r/1' });
  const earlier = fakeRun({ datasets: [{ ...dataset, hash: 'old' }] }, { folder: '/r/2' });
  const moved = fakeRun({ datasets: [{ ...dataset, path: '/elsewhere' }] }, { folder: '/r/3' });
  const foreign = fakeRun(
    { datasets: [{ ...dataset, path: '/x', hash: 'x' }] },
    { folder: '/r/4' },
  );
  const uses = datasetUses('/d/a.jsonl', 'abc', [same, earlier, moved, foreign]);
  assert.deepEqual(
    uses.map(({ run, isSame }) => [run.folder, isSame]),
    [
      ['/r/1', true],
      ['/r/2', false],
      ['/r/3', true],
    ],
  );
});

import assert from 'node:assert/strict';
import { homedir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { parseOverride } from '../../../src/config/overrides';
import { parseRunConfig } from '../../../src/config/parseRunConfig';
import { diffRunConfigs, resolvedConfigJson } from '../../../src/config/printRunConfig';
import type { ProblemCode } from '../../../src/config/problem';
import { flattenConfig } from '../../../src/protocol/configValues';
import { UserError } from '../../../src/protocol/errors';

const file = path.resolve('/work-folder/emotions.finetune.json');
const folder = path.dirname(file);
const least = '{ "model": "./models/minilm", "data": { "train": "train.jsonl" } }';

function parse(text: string, overrides: readonly string[] = []) {
  return parseRunConfig(text, file, overrides.map(parseOverride));
}

test('a schema may be named with its columns', () => {
  const { config, problems } = parse(
    '{ "model": "m", "data": { "train": "t.jsonl", "schema": "alpaca", "fields": { "output": "answer" } } }',
  );
  assert.deepEqual(problems, []);
  assert.equal(config?.data.schema, 'alpaca');
  assert.deepEqual(config.data.fields, { text: null, label: null, output: 'answer' });
});

test('the least config gets every default', () => {
  const { config, setKeys, problems } = parse(least);
  assert.deepEqual(problems, []);
  assert.deepEqual(setKeys, ['model', 'data.train.path']);
  assert.deepEqual(config, {
    model: path.join(folder, 'models/minilm'),
    task: 'text-classification',
    data: {
      train: { path: path.join(folder, 'train.jsonl'), format: null, header: null, columns: null },
      validation: null,
      test: null,
      schema: null,
      fields: { text: null, label: null },
      labels: null,
      split: { validation: 0.1, test: 0.1, stratify: 'label', seed: 42 },
    },
    method: { type: 'full' },
    training: {
      epochs: 3,
      maxSteps: null,
      batchSize: 16,
      maxLength: 128,
      learningRate: 2e-5,
      schedule: 'linear',
      warmupRatio: 0.1,
      gradientClip: 1,
      gradientAccumulation: 1,
      classWeights: null,
      seed: 42,
      shuffle: true,
      bucketByLength: true,
    },
    regularization: { dropout: null, weightDecay: 0.01, labelSmoothing: 0, earlyStopping: null },
    mitigation: null,
    evaluation: {
      everySteps: null,
      best: 'accuracy',
      metrics: ['accuracy', 'precision-macro', 'recall-macro', 'f1-macro'],
      audit: null,
    },
    checkpoints: { everySteps: null, keep: 2 },
    device: 'auto',
    engine: 'compiled',
    output: path.join(folder, '.finetune/runs'),
  });
});

test('the documented config with comments and trailing commas is accepted as written', () => {
  const { config, problems } = parse(`{
    "$schema": "x", // where editors look
    "model": "./models/minilm",
    "task": "text-classification",
    "data": { "train": "train.jsonl", "validation": "dev.jsonl", "test": { "path": "t.tsv", "format": "tsv", "header": false, "columns": ["text", "label"] },
              "fields": { "text": "text", "label": "label" } },
    "method": { "type": "full" },
    "training": { "epochs": 3, "maxSteps": null, "batchSize": 16, "maxLength": 128, "learningRate": 2e-5, "schedule": "linear",
                  "warmupRatio": 0.1, "gradientClip": 1.0, "gradientAccumulation": 1, "classWeights": {"a.b": 2}, "seed": 42,
                  "shuffle": true, "bucketByLength": true },
    "regularization": { "dropout": null, "weightDecay": 0.01, "labelSmoothing": 0,
                        "earlyStopping": { "metric": "f1-macro", "patience": 3 } },
    "evaluation": { "everySteps": 200, "metrics": ["accuracy", "precision-macro", "recall-macro", "f1-macro"] },
    "checkpoints": { "everySteps": 200, "keep": 2 },
    "device": "auto", "engine": "compiled",
    "output": ".finetune/runs", /* the end */
  }`);
  assert.deepEqual(problems, []);
  assert.equal(config?.evaluation.best, 'f1-macro', 'best follows early stopping');
  assert.equal(config.data.split, null, 'a validation file needs no split');
  assert.deepEqual(config.data.test?.columns, ['text', 'label']);
});

test('labels are declared as rows write them', () => {
  const { config, problems } = parse(withData('"labels": ["none", 1, 2.50, true]'));
  assert.deepEqual(problems, []);
  assert.deepEqual(config?.data.labels, ['none', '1', '2.5', 'true']);
  const given = parse(least, ['data.labels=["b","a"]']);
  assert.deepEqual(given.config?.data.labels, ['b', 'a'], 'in the order in which they stand');
});

interface Row {
  text: string;
  overrides?: string[];
  code: ProblemCode;
  /** line:column-endLine:endColumn */
  at: string;
  says: RegExp;
}

const withTraining = (body: string): string =>
  `{ "model": "m", "data": { "train": "t.csv" },\n  "training": { ${body} } }`;
const withTop = (body: string): string =>
  `{ "model": "m", "data": { "train": "t.csv" },\n${body} }`;
const withData = (body: string): string =>
  `{ "model": "m",\n"data": { "train": "t.csv", ${body} } }`;

const refused: Record<string, Row> = {
  'zero epochs': {
    text: withTraining('"epochs": 0'),
    code: 'range',
    at: '2:27-2:28',
    says: /"training.epochs" is 0\. Allowed: a whole number from 1 to 10,000/,
  },
  'a batch of a thousand million': {
    text: withTraining('"batchSize": 1e9'),
    code: 'range',
    at: '2:30-2:33',
    says: /"training.batchSize" is 1000000000\. Allowed: a whole number from 1 to 4,096/,
  },
  'a learning rate of 1e308': {
    text: withTraining('"learningRate": 1e308'),
    code: 'range',
    at: '2:33-2:38',
    says: /"training.learningRate" is 1e\+308\. Allowed: a number above 0, at most 10/,
  },
  'a number too large for a number': {
    text: withTraining('"learningRate": 1e999'),
    code: 'type',
    at: '2:33-2:38',
    says: /"training.learningRate" is Infinity/,
  },
  'a length beyond what is a length': {
    text: withTraining('"maxLength": 9007199254740993'),
    code: 'range',
    at: '2:30-2:46',
    says: /"training.maxLength"/,
  },
  'half an epoch': {
    text: withTraining('"epochs": 1.5'),
    code: 'type',
    at: '2:27-2:30',
    says: /"training.epochs" is 1.5/,
  },
  'a number in quotes': {
    text: withTraining('"batchSize": "16"'),
    code: 'type',
    at: '2:30-2:34',
    says: /"training.batchSize" is "16"/,
  },
  'an unknown key': {
    text: withTraining('"epoch": 3'),
    code: 'unknown-key',
    at: '2:17-2:24',
    says: /Unknown key "training.epoch"\. Did you mean "training.epochs"/,
  },
  'a key as another tool names it': {
    text: withTraining('"per_device_train_batch_size": 3'),
    code: 'unknown-key',
    at: '2:17-2:46',
    says: /Did you mean "training.batchSize"/,
  },
  'a key in the wrong section': {
    text: withTop('"weightDecay": 0'),
    code: 'unknown-key',
    at: '2:1-2:14',
    says: /Did you mean "regularization.weightDecay"/,
  },
  'a key like none of ours': {
    text: withTop('"colour": 0'),
    code: 'unknown-key',
    at: '2:1-2:9',
    says: /Unknown key "colour"\. Allowed here: model, task, data/,
  },
  'a key that every object has': {
    text: withTop('"constructor": 1'),
    code: 'unknown-key',
    at: '2:1-2:14',
    says: /Unknown key "constructor"\. Allowed here: model/,
  },
  'a prototype key': {
    text: withTop('"__proto__": { "model": "x" }'),
    code: 'unknown-key',
    at: '2:1-2:12',
    says: /__proto__/,
  },
  'a metric cut short': {
    text: withTop('"evaluation": { "best": "f1" }'),
    code: 'value',
    at: '2:25-2:29',
    says: /"evaluation.best" is "f1"\. Did you mean "f1-macro"/,
  },
  'no model': {
    text: '{ "data": { "train": "t.csv" } }',
    code: 'missing-key',
    at: '1:1-1:2',
    says: /"model" is missing.*".\/models\/minilm"/,
  },
  'no training data': {
    text: '{ "model": "m",\n "data": { } }',
    code: 'missing-key',
    at: '2:2-2:8',
    says: /"data.train" is missing.*train.jsonl/,
  },
  'a list as config': { text: '[1]', code: 'type', at: '1:1-1:4', says: /one object, not a list/ },
  'an empty file': { text: '', code: 'syntax', at: '1:1-1:2', says: /empty/ },
  'only a comment': { text: '// hello', code: 'syntax', at: '1:1-1:2', says: /empty/ },
  'a missing comma': {
    text: '{ "model": "m"\r\n  "data": 1 }',
    code: 'syntax',
    at: '2:3-2:9',
    says: /comma/,
  },
  'a missing brace': { text: '{ "model": "m"', code: 'syntax', at: '1:15-1:16', says: /closing }/ },
  NaN: {
    text: withTraining('"warmupRatio": NaN'),
    code: 'syntax',
    at: '2:32-2:35',
    says: /NaN is not JSON/,
  },
  'a key twice': {
    text: withTraining('"epochs": 1, "epochs": 2'),
    code: 'syntax',
    at: '2:30-2:38',
    says: /"epochs" stands here twice/,
  },
  'a text nested too deeply': {
    text: '['.repeat(400_000),
    code: 'syntax',
    at: '1:1-1:2',
    says: /nested too deeply/,
  },
  'an object nested too deeply': {
    text: withTop(`"training": ${'{"a":'.repeat(2_000)}1${'}'.repeat(2_000)}`),
    code: 'syntax',
    at: '1:1-1:2',
    says: /nested too deeply/,
  },
  'a huge text': {
    text: ' '.repeat(2_000_000),
    code: 'syntax',
    at: '1:1-1:2',
    says: /over 1 MB/,
  },
  'the method lora': {
    text: withTop('"method": { "type": "lora", "rank": 8, "targets": ["query"] }'),
    code: 'later',
    at: '2:21-2:27',
    says: /Method "lora" is not in this version yet.*"full"/,
  },
  'lora as a bare word': {
    text: withTop('"method": "lora"'),
    code: 'later',
    at: '2:11-2:17',
    says: /Method "lora" is not in this version yet/,
  },
  'a method nobody knows': {
    text: withTop('"method": { "type": "ful" }'),
    code: 'value',
    at: '2:21-2:26',
    says: /"method.type" is "ful"\. Did you mean "full"/,
  },
  'another task': {
    text: withTop('"task": "token-classification"'),
    code: 'later',
    at: '2:9-2:31',
    says: /Task "token-classification" is not in this version yet/,
  },
  'a sweep': {
    text: withTop('"sweep": {}'),
    code: 'later',
    at: '2:1-2:8',
    says: /Sweeps are not in this version yet/,
  },
  'an address as model': {
    text: '{ "model": "https://huggingface.co/bert", "data": { "train": "t" } }',
    code: 'later',
    at: '1:12-1:41',
    says: /does not download models yet/,
  },
  'an Arrow file': {
    text: '{ "model": "m", "data": { "train": { "path": "t", "format": "arrow" } } }',
    code: 'later',
    at: '1:61-1:68',
    says: /Format "arrow" is not in this version yet/,
  },
  'the device directml': {
    text: withTop('"device": "directml"'),
    code: 'later',
    at: '2:11-2:21',
    says: /Device "directml" is not in this version yet.*"auto"/,
  },
  'compiled on cuda': {
    text: withTop('"device": "cuda"'),
    code: 'combination',
    at: '2:11-2:17',
    says: /compiled engine does not run on cuda in this version yet/,
  },
  'compiled on wasm': {
    text: withTop('"device": "wasm"'),
    code: 'combination',
    at: '2:11-2:17',
    says: /compiled engine does not run on wasm/,
  },
  'eager on webgpu': {
    text: withTop('"device": "webgpu", "engine": "eager"'),
    code: 'combination',
    at: '2:11-2:19',
    says: /eager engine does not run on webgpu/,
  },
  'a split that leaves nothing': {
    text: withData('"split": { "validation": 0.5, "test": 0.5 }'),
    code: 'combination',
    at: '2:38-2:72',
    says: /leaves no rows for training/,
  },
  'a split that leaves nothing beside the share it leaves out': {
    text: withData('"split": { "validation": 0.95 }'),
    code: 'combination',
    at: '2:38-2:60',
    says: /takes 0\.95 for validation and 0\.1 for test, which leaves no rows for training/,
  },
  'a split of all rows': {
    text: withData('"split": { "validation": 1 }'),
    code: 'range',
    at: '2:54-2:55',
    says: /"data.split.validation" is 1\. Allowed: a number from 0 to below 1/,
  },
  'a split beside a file': {
    text: withData('"validation": "v.csv", "split": { "validation": 0.1 }'),
    code: 'combination',
    at: '2:77-2:80',
    says: /"data.validation" names a file/,
  },
  'a header in JSON lines': {
    text: withData('"test": { "path": "v", "format": "jsonl", "header": true }'),
    code: 'combination',
    at: '2:37-2:87',
    says: /"header" and "columns" are for CSV and TSV/,
  },
  'two columns of one name': {
    text: withData('"test": { "path": "v", "columns": ["a", "a"] }'),
    code: 'combination',
    at: '2:63-2:73',
    says: /names a column twice/,
  },
  'no labels': {
    text: withData('"labels": []'),
    code: 'range',
    at: '2:39-2:41',
    says: /"data.labels" is an empty list\. Allowed: a list of strings, numbers, booleans or null/,
  },
  'a label that is a list': {
    text: withData('"labels": ["a", ["b"]]'),
    code: 'value',
    at: '2:45-2:50',
    says: /"data.labels.1" is a list\. Allowed: a string/,
  },
  'one label': {
    text: withData('"labels": ["a"]'),
    code: 'combination',
    at: '2:39-2:44',
    says: /"data.labels" has one label: there would be nothing to learn/,
  },
  'a label twice, as a number and as a text': {
    text: withData('"labels": [1, "0", "1"]'),
    code: 'combination',
    at: '2:48-2:51',
    says: /"data.labels" names "1" twice/,
  },
  'an empty label': {
    text: withData('"labels": ["a", " "]'),
    code: 'combination',
    at: '2:45-2:48',
    says: /"data.labels" has an empty label/,
  },
  'a label with whitespace around it': {
    text: withData('"labels": ["a", "b "]'),
    code: 'combination',
    at: '2:45-2:49',
    says: /whitespace around "b ".*Write "b"/,
  },
  'labels for rows that have none': {
    text: withData('"labels": ["a", "b"], "schema": "alpaca"'),
    code: 'combination',
    at: '2:39-2:49',
    says: /"data.labels" is for rows with a text and a label; "data.schema" is "alpaca"/,
  },
  'a weight of a label that is not declared': {
    text: '{ "model": "m", "data": { "train": "t.csv", "labels": ["spam", "ham"] },\n"training": { "classWeights": { "ham": 1, "spma": 2 } } }',
    code: 'combination',
    at: '2:51-2:52',
    says: /"training.classWeights" names the label "spma", which "data.labels" does not have\. Did you mean "spam"/,
  },
  'the rate of a label that is not declared': {
    text: '{ "model": "m", "data": { "train": "t.csv", "labels": ["spam", "ham"] },\n"evaluation": { "audit": { "groups": ["g"], "positive": "toxic" } } }',
    code: 'combination',
    at: '2:57-2:64',
    says: /"evaluation.audit.positive" names the label "toxic"/,
  },
  'labels outside of their section': {
    text: withTop('"labels": ["a", "b"]'),
    code: 'unknown-key',
    at: '2:1-2:9',
    says: /Did you mean "data.labels"/,
  },
};

for (const [name, { text, code, at, says }] of Object.entries(refused)) {
  test(`refuses ${name}`, () => {
    const { config, problems } = parse(text);
    assert.equal(config, null);
    const [problem] = problems;
    assert.ok(problem, 'a problem was expected');
    const { line, column, endLine, endColumn } = problem;
    assert.equal(`${line}:${column}-${endLine}:${endColumn}`, at, problem.message);
    assert.equal(problem.code, code);
    assert.match(`${problem.message} ${problem.next}`, says);
    if (code !== 'syntax') assert.equal(problems.length, 1, 'one mistake, one problem');
  });
}

test('reports every problem, in the order of the file', () => {
  const { problems } = parse(withTraining('"seed": -1, "epochs": 0, "foo": 1, "shuffle": "yes"'));
  assert.deepEqual(
    problems.map(({ key }) => key),
    ['training.seed', 'training.epochs', 'training.foo', 'training.shuffle'],
  );
});

test('overrides replace, add, and keep text where text is due', () => {
  const { config, problems, setKeys } = parse(least, [
    'training.epochs=5',
    'training.epochs=7',
    'model=123',
    'data.train.format=csv',
    'data.fields.label=2',
    'evaluation.metrics=["loss"]',
    'training.classWeights.very.good=2',
    'regularization.earlyStopping.patience=2',
  ]);
  assert.deepEqual(problems, []);
  assert.equal(config?.training.epochs, 7);
  assert.equal(config.model, path.join(folder, '123'));
  assert.equal(config.data.train.format, 'csv');
  assert.equal(config.data.train.path, path.join(folder, 'train.jsonl'));
  assert.equal(config.data.fields.label, '2');
  assert.deepEqual(config.evaluation.metrics, ['loss']);
  assert.deepEqual(config.training.classWeights, { 'very.good': 2 });
  assert.deepEqual(config.regularization.earlyStopping, { metric: 'loss', patience: 2 });
  assert.ok(setKeys.includes('training.epochs'));
});

test('a bad override is named, not searched in the file', () => {
  const { problems } = parse(least, ['training.epochs=0']);
  assert.equal(problems[0]?.override, 'training.epochs=0');
  for (const bad of ['training.epoch=1', 'training', '=3', '__proto__.x=1', 'model.x=1']) {
    assert.throws(() => parseOverride(bad), UserError, bad);
  }
  assert.throws(() => parseOverride('training.epoch=1'), {
    next: 'Did you mean "training.epochs"?',
  });
});

test('the resolved config reads back as itself', () => {
  const texts = [
    least,
    withData('"split": { "validation": 0.2, "test": 0, "stratify": null, "seed": 7 }'),
    withData('"validation": "v.csv", "split": { "test": 0.2 }'),
    withData('"labels": [1, 0, "none"]'),
    withTop(
      '"regularization": { "earlyStopping": {} }, "training": { "classWeights": { "x": 2 } }, "evaluation": { "best": "loss" }',
    ),
  ];
  for (const text of texts) {
    const { config } = parse(text);
    assert.ok(config);
    const again = parseRunConfig(resolvedConfigJson(config), '/elsewhere/config.json');
    assert.deepEqual(again.problems, []);
    assert.deepEqual(again.config, config);
  }
});

test('the difference of two configs lists dotted keys', () => {
  const before = parse(least).config;
  const after = parse(least, ['training.epochs=5', 'training.classWeights={"a":1}']).config;
  assert.ok(before && after);
  assert.deepEqual(diffRunConfigs(before, before), []);
  assert.deepEqual(diffRunConfigs(before, after), [
    { key: 'training.epochs', before: 3, after: 5 },
    { key: 'training.classWeights.a', before: undefined, after: 1 },
    { key: 'training.classWeights', before: null, after: undefined },
  ]);
  assert.equal(flattenConfig(after).get('training.epochs'), 5);
});

test('a text full of mistakes takes no longer than it is long', () => {
  for (const [name, text] of Object.entries({
    words: 'x '.repeat(300_000),
    keys: `{${Array.from({ length: 50_000 }, (_, index) => `"key${index}": 1`).join(',\n')}}`,
    twins: `{${'"a": 1,\n'.repeat(50_000)}"a": 1}`,
  })) {
    const began = performance.now();
    const { config, problems } = parse(text);
    const tookMs = performance.now() - began;
    assert.equal(config, null);
    assert.ok(problems.length >= 100 && problems.length <= 200, `${name}: ${problems.length}`);
    // note: about 0.3 s alone; looking for every mistake from the start took minutes.
    assert.ok(tookMs < 10_000, `${name} took ${tookMs} ms`);
  }
});

test('a path may begin at the home folder', () => {
  const { config } = parse(
    '{ "model": "~/models/m", "data": { "train": "~x/t.csv" }, "output": "~" }',
  );
  assert.ok(config);
  assert.equal(config.model, path.join(homedir(), 'models', 'm'));
  assert.equal(path.basename(path.dirname(config.data.train.path)), '~x');
  assert.equal(config.output, homedir());
});

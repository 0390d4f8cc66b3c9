import assert from 'node:assert/strict';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test, type TestContext } from 'node:test';
import { printUserError, UserError } from '../../../../src/protocol/errors';
import type { DataConfig } from '../../../../src/protocol/runConfig';
import { readModelFolder, type ModelFolder } from '../../../../src/trainer/modelFolder/loadModel';
import { saveModel } from '../../../../src/trainer/modelFolder/saveModel';
import { openSafetensors, readTensor } from '../../../../src/trainer/weights/readSafetensors';
import {
  writeSafetensors,
  type NamedTensor,
} from '../../../../src/trainer/weights/writeSafetensors';
import { bertFolder, largestDifference, reference } from '../models/bertFixture';

const { labels } = reference;

function copyOfBert(t: TestContext): string {
  const parent = mkdtempSync(path.join(tmpdir(), 'finetune-model-'));
  t.after(() => rmSync(parent, { recursive: true }));
  const folder = path.join(parent, 'bert');
  cpSync(bertFolder, folder, { recursive: true });
  return folder;
}

function read(folder: string, wanted: readonly string[] | null = labels, seed = 1): ModelFolder {
  return readModelFolder(folder, { labels: wanted, dropout: null, seed });
}

function tensorsOf(folder: string): NamedTensor[] {
  const file = openSafetensors(path.join(folder, 'model.safetensors'));
  return [...file.entries.values()].map(({ name, shape }) => ({
    name,
    shape,
    data: readTensor(file, name),
  }));
}

/** Replaces the weights of a copied model. */
async function rewrite(
  folder: string,
  change: (tensors: NamedTensor[]) => NamedTensor[],
): Promise<void> {
  await writeSafetensors(path.join(folder, 'model.safetensors'), change(tensorsOf(folder)));
}

function setConfig(folder: string, values: Readonly<Record<string, unknown>>): void {
  const file = path.join(folder, 'config.json');
  const config = JSON.parse(readFileSync(file, 'utf8')) as object;
  writeFileSync(file, JSON.stringify({ ...config, ...values }));
}

test('every parameter is read under its own name', () => {
  const { weight, model, notes, parameterCount } = read(bertFolder);
  const names = model.spans.flatMap(({ members }) => members.map(({ name }) => name));
  const tensors = tensorsOf(bertFolder);
  assert.deepEqual([...names].sort(), tensors.map(({ name }) => name).sort());
  for (const { name, data } of tensors) assert.deepEqual(weight(name), data, name);
  assert.deepEqual(notes, []);
  assert.equal(
    parameterCount,
    tensors.reduce((sum, { data }) => sum + data.length, 0),
  );
});

test('names without prefix and old names of LayerNorm are understood', async (t) => {
  const folder = copyOfBert(t);
  await rewrite(folder, (tensors) => [
    ...tensors.map((tensor) => ({
      ...tensor,
      name: tensor.name
        .replace(/^bert\./, '')
        .replace('LayerNorm.weight', 'LayerNorm.gamma')
        .replace('LayerNorm.bias', 'LayerNorm.beta'),
    })),
    { name: 'embeddings.position_ids', shape: [2], data: Int32Array.of(0, 1) },
  ]);
  const { weight, notes } = read(folder);
  for (const { name, data } of tensorsOf(bertFolder)) assert.deepEqual(weight(name), data, name);
  assert.deepEqual(notes, []);
});

test('what a checkpoint lacks starts untrained, the same for the same seed', async (t) => {
  const folder = copyOfBert(t);
  await rewrite(folder, (tensors) => [
    ...tensors.filter(({ name }) => !/pooler|classifier/.test(name)),
    { name: 'cls.predictions.bias', shape: [1], data: Float32Array.of(1) },
  ]);
  setConfig(folder, { initializer_range: 0.05 });
  const { weight, notes } = read(folder, ['x', 'y'], 3);
  assert.match(notes[0]!, /Starts untrained: bert\.pooler\.dense\.weight,.*classifier\.bias\./);
  assert.match(notes[1]!, /cls\.predictions\.bias/);
  const pooler = weight('bert.pooler.dense.weight');
  assert.deepEqual(pooler, weight('bert.pooler.dense.weight'));
  assert.notDeepEqual(pooler, read(folder, ['x', 'y'], 4).weight('bert.pooler.dense.weight'));
  // 1,024 draws: the mean is within 4 standard errors, the deviation within 10 %.
  const mean = pooler.reduce((a, b) => a + b, 0) / pooler.length;
  const deviation = Math.sqrt(pooler.reduce((a, b) => a + (b - mean) ** 2, 0) / pooler.length);
  assert.ok(Math.abs(mean) < (4 * 0.05) / 32, `mean ${mean}`);
  assert.ok(Math.abs(deviation / 0.05 - 1) < 0.1, `deviation ${deviation}`);
  assert.deepEqual(weight('classifier.bias'), new Float32Array(2));
  assert.equal(weight('classifier.weight').length, 64);
});

const ownTensors = openSafetensors(path.join(bertFolder, 'model.safetensors'));
const ownHead = readTensor(ownTensors, 'classifier.weight');
const ownBias = readTensor(ownTensors, 'classifier.bias');

for (const [what, config, wanted, expected, keepsHead] of [
  ['the model knows', {}, ['glad', 'calm'], ['calm', 'cross', 'glad'], true],
  ['the model does not know', {}, ['b', 'c', 'a'], ['a', 'b', 'c'], false],
  ['that are more', {}, ['glad', 'calm', 'cross', 'a'], ['a', 'calm', 'cross', 'glad'], false],
  ['that are numbers', {}, ['10', '9', '-1'], ['-1', '9', '10'], false],
  [
    'nobody ever named',
    { id2label: { 0: 'LABEL_0', 1: 'LABEL_1', 2: 'LABEL_2' } },
    ['b', 'c', 'a'],
    ['a', 'b', 'c'],
    true,
  ],
  ['of the model itself', {}, null, ['calm', 'cross', 'glad'], true],
  ['given by label2id alone', { id2label: null }, null, ['calm', 'cross', 'glad'], true],
] as const) {
  test(`labels ${what} get their ids`, (t) => {
    const folder = copyOfBert(t);
    setConfig(folder, config);
    const { labels: found, weight } = read(folder, wanted);
    assert.deepEqual(found, expected);
    const head = weight('classifier.weight');
    assert.equal(
      head.length === ownHead.length && largestDifference(head, ownHead) === 0,
      keepsHead,
    );
  });
}

for (const [what, declared, from] of [
  ['in another order', ['glad', 'calm', 'cross'], [2, 0, 1]],
  ['in the same order', ['calm', 'cross', 'glad'], [0, 1, 2]],
  ['that are fewer', ['glad', 'calm'], [2, 0]],
  ['that are more', ['glad', 'calm', 'cross', 'sad'], null],
  ['of another set', ['yes', 'no', 'calm'], null],
] as const) {
  test(`declared labels ${what} keep their order, and the head what it knows of them`, () => {
    const {
      labels: found,
      weight,
      notes,
      model,
    } = readModelFolder(bertFolder, {
      ...{ labels: [...declared].sort(), declared, dropout: null, seed: 1 },
    });
    assert.deepEqual(found, declared);
    const width = ownHead.length / 3;
    const head = weight('classifier.weight');
    const bias = weight('classifier.bias');
    assert.deepEqual([head.length, bias.length], [declared.length * width, declared.length]);
    const shapes = model.spans.flatMap(({ members }) => members);
    assert.equal(
      shapes.find(({ name }) => name === 'classifier.weight')?.shape[0],
      declared.length,
    );
    const [first] = notes;
    if (from === null) {
      assert.match(
        first ?? '',
        /^The head starts anew: the model tells "calm", "cross", "glad" apart/,
      );
      assert.deepEqual(bias, new Float32Array(declared.length));
      return;
    }
    const rows = from.map((row) => [...ownHead.subarray(row * width, (row + 1) * width)]);
    assert.deepEqual([...head], rows.flat());
    assert.deepEqual(
      [...bias],
      from.map((row) => ownBias[row]),
    );
    if (what === 'in the same order') assert.deepEqual(notes, []);
    else
      assert.match(first ?? '', /^The head goes on with the ids of "data\.labels": 0 = "glad", 1/);
  });
}

const refusedConfigs: readonly (readonly [Readonly<Record<string, unknown>>, RegExp])[] = [
  [{ model_type: 'roberta' }, /"model_type".*"roberta" is not supported; possible: "bert"/],
  [{ model_type: undefined }, /"model_type".*"" is not supported/],
  [{ num_hidden_layers: 1e9 }, /"num_hidden_layers".*1000000000 is not an integer from 1 to 256/],
  [{ num_hidden_layers: 1.5 }, /"num_hidden_layers"/],
  [{ hidden_size: -32 }, /"hidden_size"/],
  [{ hidden_size: '32' }, /"hidden_size".*"32" is not/],
  [{ hidden_size: 30 }, /"hidden_size".*not a multiple of the 4 attention heads/],
  [{ hidden_size: undefined }, /"hidden_size".*nothing is not an integer/],
  [{ vocab_size: 1e12 }, /"vocab_size"/],
  [{ max_position_embeddings: 1e308 }, /"max_position_embeddings"/],
  [{ layer_norm_eps: 'x' }, /"layer_norm_eps"/],
  [{ hidden_dropout_prob: 1 }, /"hidden_dropout_prob"/],
  [{ hidden_act: 'mish' }, /"hidden_act".*possible: "gelu"/],
  [{ position_embedding_type: 'relative_key' }, /"position_embedding_type".*"absolute"/],
  [{ is_decoder: true }, /"is_decoder"/],
  [{ auto_map: { AutoModel: 'modeling.py' } }, /"auto_map".*never run/],
  [{ quantization_config: {} }, /"quantization_config"/],
  [{ id2label: { 0: 'a', 2: 'b' } }, /"id2label".*no label for the id 1/],
  [{ id2label: { 0: 'a', 1: 'a' } }, /"id2label".*same label/],
  [{ id2label: ['a'] }, /"id2label"/],
];

for (const [values, message] of refusedConfigs) {
  test(`a config with ${JSON.stringify(values)} is refused`, (t) => {
    const folder = copyOfBert(t);
    setConfig(folder, values);
    assert.throws(
      () => read(folder),
      (error) =>
        error instanceof UserError &&
        message.test(error.message) &&
        error.place?.file === path.join(folder, 'config.json') &&
        error.next !== undefined &&
        printUserError(error).length <= 600,
    );
  });
}

const damage: Readonly<
  Record<string, readonly [spoil: (folder: string) => unknown, message: RegExp]>
> = {
  'no config': [(folder) => rmSync(path.join(folder, 'config.json')), /file .* is missing/],
  'a config cut in half': [
    (folder) => writeFileSync(path.join(folder, 'config.json'), '{"model_type": "be'),
    /not valid JSON/,
  ],
  'a config that is a list': [
    (folder) => writeFileSync(path.join(folder, 'config.json'), '[]'),
    /must hold a JSON object/,
  ],
  'a config nested without end': [
    (folder) => {
      const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
      writeFileSync(path.join(folder, 'config.json'), `{"hidden_size": ${deep}}`);
    },
    /nested too deeply/,
  ],
  'no weights': [(folder) => rmSync(path.join(folder, 'model.safetensors')), /no weights/],
  'no tokenizer': [(folder) => rmSync(path.join(folder, 'vocab.txt')), /no tokenizer/],
  'a tensor of the wrong shape': [
    (folder) => setConfig(folder, { intermediate_size: 38 }),
    /"bert\.encoder\.layer\.0\.intermediate\.dense\.weight" has the shape \[37, 32\]; config\.json asks for \[38, 32\]/,
  ],
  'a layer too few': [
    (folder) => setConfig(folder, { num_hidden_layers: 3 }),
    /lack the tensor "bert\.encoder\.layer\.2\./,
  ],
  'the same parameter twice': [
    (folder) =>
      rewrite(folder, (tensors) => [
        ...tensors,
        {
          ...tensors.find(({ name }) => name === 'bert.pooler.dense.bias')!,
          name: 'pooler.dense.bias',
        },
      ]),
    /are the same parameter/,
  ],
  'a vocabulary bigger than its embedding': [
    (folder) =>
      writeFileSync(
        path.join(folder, 'vocab.txt'),
        `[UNK]\n${'x\n'.repeat(10)}`.concat(
          Array.from({ length: 60 }, (_, i) => `t${i}\n`).join(''),
        ),
      ),
    /the model has ids from 0 to 59/,
  ],
  'a finetune.json of another version': [
    (folder) => writeFileSync(path.join(folder, 'finetune.json'), '{"version": 2}'),
    /another version/,
  ],
};

for (const [what, [spoil, message]] of Object.entries(damage)) {
  test(`a model folder with ${what} is refused`, async (t) => {
    const folder = copyOfBert(t);
    await spoil(folder);
    assert.throws(
      () => read(folder),
      (error) =>
        error instanceof UserError &&
        message.test(error.message) &&
        error.place?.file.startsWith(folder) === true &&
        error.next !== undefined,
    );
  });
}

test('a model without a head cannot classify', async (t) => {
  const folder = copyOfBert(t);
  await rewrite(folder, (tensors) => tensors.filter(({ name }) => !name.startsWith('classifier')));
  assert.throws(() => read(folder, null), /no classification head/);
});

for (const [name, message] of [
  ['nowhere', /There is no folder here/],
  ['bert/config.json', /This is a file, not a folder/],
] as const) {
  test(`${name} is no model`, (t) => {
    const folder = path.join(path.dirname(copyOfBert(t)), name);
    assert.throws(() => read(folder), message);
  });
}

const data: DataConfig = {
  train: { path: '/data/train.jsonl', format: null, header: null, columns: null },
  validation: null,
  test: null,
  fields: { text: 'text', label: 'label' },
  split: null,
};

test('a saved model loads again with its labels, numbers and fields', async (t) => {
  const source = read(bertFolder, ['b', 'a']);
  const folder = path.join(copyOfBert(t), '..', 'saved');
  const tensors = source.model.spans.flatMap(({ members }) =>
    members.map(({ name, shape }) => ({ name, shape, data: source.weight(name) })),
  );
  const finetune = {
    version: 1,
    task: 'text-classification',
    labels: ['a', 'b'],
    maxLength: 16,
    data,
  } as const;
  await saveModel(folder, { saved: source, tensors, finetune });
  await saveModel(folder, { saved: source, tensors, finetune });

  assert.deepEqual(readdirSync(path.dirname(folder)).sort(), ['bert', 'saved']);
  assert.deepEqual(readdirSync(folder).sort(), [
    'config.json',
    'finetune.json',
    'model.safetensors',
    'vocab.txt',
  ]);
  const config = JSON.parse(readFileSync(path.join(folder, 'config.json'), 'utf8')) as Record<
    string,
    unknown
  >;
  assert.deepEqual(config.architectures, ['BertForSequenceClassification']);
  assert.deepEqual(config.id2label, { 0: 'a', 1: 'b' });
  assert.deepEqual(config.label2id, { a: 0, b: 1 });
  assert.equal(config.problem_type, 'single_label_classification');
  assert.equal(config.torch_dtype, 'float32');
  assert.equal(config.hidden_size, 32);
  const again = read(folder, null);
  assert.deepEqual(again.labels, ['a', 'b']);
  assert.deepEqual(again.finetune, finetune);
  assert.deepEqual(again.notes, []);
  for (const { name, data: values } of tensors) assert.deepEqual(again.weight(name), values, name);
});

test('a model that lacks a parameter is not saved', async (t) => {
  const source = read(bertFolder);
  const folder = path.join(copyOfBert(t), '..', 'saved');
  const finetune = {
    version: 1,
    task: 'text-classification',
    labels,
    maxLength: 16,
    data,
  } as const;
  await assert.rejects(saveModel(folder, { saved: source, tensors: [], finetune }), /missing/);
  assert.ok(!existsSync(folder));
});

import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { parseRunConfig } from '../../../src/config/parseRunConfig';
import { suggestConfig } from '../../../src/config/suggestConfig';
import type { Suggestion } from '../../../src/config/suggestConfig';
import type { RunConfig } from '../../../src/protocol/runConfig';

const file = path.resolve('/w/a.finetune.json');

function suggested(suggestion: Suggestion): RunConfig {
  const text = suggestConfig(suggestion);
  const { config, problems } = parseRunConfig(text, file);
  assert.deepEqual(problems, [], text);
  assert.ok(config);
  return config;
}

test('one file: fields as recognised, validation and test rows cut from it', () => {
  const { model, data, evaluation } = suggested({
    model: 'models\\mini "lm"',
    train: { path: 'train.jsonl' },
    fields: { text: 'text', label: 'mood' },
  });
  assert.equal(model, path.resolve('/w/models/mini "lm"'));
  assert.equal(data.train.path, path.resolve('/w/train.jsonl'));
  assert.deepEqual(data.fields, { text: 'text', label: 'mood' });
  assert.deepEqual(data.split, { validation: 0.1, test: 0.1, stratify: 'label', seed: 42 });
  assert.equal(evaluation.best, 'f1-macro');
});

test('a file for each part: nothing is cut', () => {
  const { data, training } = suggested({
    model: '../models/minilm',
    train: { path: '/data/train.tsv', header: false, columns: ['text', 'label'], format: 'tsv' },
    validation: { path: 'dev.tsv', header: false },
    test: { path: 'test.tsv' },
    fields: null,
    training: { epochs: 2, batchSize: 8, maxLength: 64, learningRate: 1e-4 },
  });
  assert.equal(data.split, null);
  assert.deepEqual(data.train, {
    path: path.resolve('/data/train.tsv'),
    ...{ format: 'tsv', header: false, columns: ['text', 'label'] },
  });
  assert.equal(data.validation?.header, false);
  assert.deepEqual([training.epochs, training.batchSize, training.maxLength], [2, 8, 64]);
  assert.equal(training.learningRate, 1e-4);
});

test('every mix of files and shares is accepted and keeps the shares', () => {
  for (const validation of [null, { path: 'dev.csv' }]) {
    for (const held of [null, { path: 'test.csv' }]) {
      for (const split of [null, { validation: 0.2, test: 0 }, { validation: 0.2, test: 0.3 }]) {
        const { data } = suggested({
          ...{ model: 'm', train: { path: 't.csv' }, fields: null },
          ...{ validation, test: held, split },
        });
        const expected = split ?? { validation: 0.1, test: validation === null ? 0.1 : 0 };
        assert.equal(data.split?.validation ?? 0, validation === null ? expected.validation : 0);
        assert.equal(data.split?.test ?? 0, held === null ? expected.test : 0);
      }
    }
  }
});

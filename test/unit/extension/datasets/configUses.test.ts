import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { configUses } from '../../../../src/extension/datasets/configUses';
import { readConfig } from '../../../../src/extension/readConfig';

function configOf(name: string, data: Readonly<Record<string, string>>) {
  const file = path.join('/w', name);
  const text = JSON.stringify({ model: 'm', task: 'text-classification', data });
  return { file, ...readConfig(text, file, null) };
}

const configs = [
  configOf('a.finetune.json', { train: 'a.jsonl', validation: 'v.jsonl', test: 't.jsonl' }),
  configOf('b.finetune.json', { train: 'a.jsonl' }),
  configOf('c.finetune.json', { train: 'c.jsonl', test: 'c.jsonl' }),
];

for (const [file, expected] of [
  [
    'a.jsonl',
    ['train of a.finetune.json: validation v.jsonl, test t.jsonl', 'train of b.finetune.json: '],
  ],
  ['t.jsonl', ['test of a.finetune.json: train a.jsonl, validation v.jsonl']],
  ['c.jsonl', ['train of c.finetune.json: ', 'test of c.finetune.json: ']],
  ['x.jsonl', []],
] as const) {
  test(`what run configs make of ${file}`, () => {
    const uses = configUses(path.join('/w', file), configs).map(
      ({ name, split, siblings }) =>
        `${split} of ${name}: ${siblings.map((each) => `${each.split} ${each.name}`).join(', ')}`,
    );
    assert.deepEqual(uses, expected);
  });
}

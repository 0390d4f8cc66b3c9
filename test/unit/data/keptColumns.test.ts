import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadDatasets } from '../../../src/data/loadDatasets';
import { loadExamples, selectExamples } from '../../../src/data/loadExamples';
import { sourceOf } from '../../../src/data/readRows';
import { UserError } from '../../../src/protocol/errors';
import { temporaryFolder } from './temporaryFolder';

const { write } = temporaryFolder();
const recognise = { text: null, label: null };

function load(file: string, name: string, key: string | null = null) {
  return loadExamples(sourceOf(file), {
    fields: recognise,
    needsLabel: true,
    columns: [{ name, key }],
  });
}

const kept: Record<string, { file: string; content: string; values: (string | null)[] }> = {
  'words, numbers and booleans as JSON writes them': {
    file: 'a.jsonl',
    content: '"f"\n 3 \ntrue\n" m "',
    values: ['f', '3', 'true', 'm'],
  },
  'null, nothing and blanks as no value': {
    file: 'b.jsonl',
    content: '"f"\nnull\n" "\n""',
    values: ['f', null, null, null],
  },
};

for (const [name, { file, content, values }] of Object.entries(kept)) {
  test(`a further column is kept: ${name}`, async () => {
    const rows = content.split('\n').map((value) => `{"text":"a","label":"x","who":${value}}\n`);
    const examples = await load(write(file, rows.join('')), 'who');
    assert.deepEqual(examples.columns, { who: values });
    const picked = selectExamples(examples, [3, 0]);
    assert.deepEqual(picked.columns, { who: [values[3], values[0]] });
  });
}

test('a key that some rows lack is null there', async () => {
  const rows = '{"text":"a","label":"x"}\n{"text":"b","label":"y","who":{"id":"w"}}\n';
  const examples = await load(write('nested.jsonl', rows), 'who.id');
  assert.deepEqual(examples.columns, { 'who.id': [null, 'w'] });
});

const refused: Record<string, { content: string; message: RegExp; next: RegExp }> = {
  'a column that is not there': {
    content: 'text,label,gendr\na,x,f\n',
    message: /no column "gender".* It has text, label, gendr\./,
    next: /Did you mean "gendr"\?/,
  },
  'a column like none': {
    content: 'text,label\na,x\n',
    message: /no column "gender"/,
    next: /one of these/,
  },
};

for (const [name, { content, message, next }] of Object.entries(refused)) {
  test(`${name} is refused with its key`, async () => {
    await assert.rejects(
      load(write('r.csv', content), 'gender', 'mitigation.groups'),
      (error: unknown) => {
        assert.ok(error instanceof UserError);
        assert.match(error.message, message);
        assert.match(error.next ?? '', next);
        assert.equal(error.key, 'mitigation.groups');
        return true;
      },
    );
  });
}

test('a list is no value', async () => {
  const rows = '{"text":"a","label":"x","who":"f"}\n{"text":"b","label":"y","who":["f","m"]}\n';
  await assert.rejects(
    load(write('l.jsonl', rows), 'who'),
    /Row 2 has a list or an object in "who"/,
  );
});

test('all files of a run keep the column, cut parts too', async () => {
  const row = (index: number): string =>
    `{"text":"t${index}","label":"${index % 2}","who":"w${index}"}\n`;
  const train = write('train.jsonl', Array.from({ length: 20 }, (_, index) => row(index)).join(''));
  const test20 = write('test.jsonl', row(20) + row(21));
  const datasets = await loadDatasets(
    {
      train: sourceOf(train),
      validation: null,
      test: sourceOf(test20),
      fields: recognise,
      split: { validation: 0.2, test: 0, stratify: 'label', seed: 1 },
    },
    { label2id: null, columns: [{ name: 'who', key: null }] },
  );
  for (const part of [datasets.train, datasets.validation, datasets.test]) {
    assert.ok(part !== null);
    assert.deepEqual(part.columns.who, part.texts.map((text) => text.replace('t', 'w'))); // prettier-ignore
  }
});

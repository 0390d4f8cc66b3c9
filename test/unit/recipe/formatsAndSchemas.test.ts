import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { readRows, sourceOf } from '../../../src/data/readRows';
import { detectSchema, recogniseAll } from '../../../src/data/schemas/detectSchema';
import type { SchemaName } from '../../../src/data/schemas/schema';
import { loadRecipe } from '../../../src/recipe/loadRecipe';
import { runRecipe } from '../../../src/recipe/runRecipe';
import { temporaryFolder } from '../data/temporaryFolder';

const { folder: root } = temporaryFolder();

type Row = Readonly<Record<string, unknown>>;

const user = { role: 'user', content: 'How high is it?' };
const assistant = { role: 'assistant', content: 'Some 300 metres, "they" say.\nOr so.' };

/** A row of every schema, as it is usually written, by the number of the row. */
const schemas: Readonly<Partial<Record<SchemaName, (at: number) => Row>>> = {
  classification: (at) => ({ text: `A film, number ${at}`, label: at % 2 === 0 ? 'good' : 'bad' }),
  alpaca: (at) => ({ instruction: `Add ${at} and 1`, input: '', output: `It is ${at + 1}.` }),
  sharegpt: (at) => ({
    conversations: [
      { from: 'human', value: `Hi ${at}` },
      { from: 'gpt', value: 'Hello' },
    ],
  }),
  messages: (at) => ({ messages: [user, { ...assistant, content: `No ${at}` }] }),
  'prompt-completion': (at) => ({ prompt: `How high, ${at}?`, completion: 'Some 300 metres' }),
  preference: (at) => ({ prompt: `Say ${at}`, chosen: `${at}, sir`, rejected: 'No way' }),
  feedback: (at) => ({ prompt: `Say ${at}`, completion: `${at}, sir`, label: at % 2 === 0 }),
  'question-answering': (at) => ({
    context: `The tower is ${at} m high.`,
    question: 'How high is it?',
    answers: { text: [`${at} m`], answer_start: [13] },
  }),
  'token-classification': (at) => ({ tokens: ['In', 'Rome', `${at}`], ner_tags: [0, 5, 0] }),
  parallel: (at) => ({ source: `A house, ${at}`, target: `Ein Haus, ${at}` }),
  text: (at) => ({ text: `A line of running text, ${at}` }),
};

/** What cells of a table hold: text and nothing nested. */
const flat = new Set<string>([
  'classification',
  'alpaca',
  'prompt-completion',
  'preference',
  'parallel',
  'text',
]);

for (const [name, rowAt] of Object.entries(schemas)) {
  const formats = ['jsonl', 'json', 'parquet', ...(flat.has(name) ? ['csv', 'tsv'] : [])];
  test(`rows of ${name} come back from ${formats.join(', ')} and are recognised`, async () => {
    const rows = Array.from({ length: 30 }, (_, at) => rowAt(at));
    const folder = mkdtempSync(path.join(root, 'matrix-'));
    writeFileSync(
      path.join(folder, 'in.jsonl'),
      rows.map((row) => `${JSON.stringify(row)}\n`).join(''),
    );
    for (const format of formats) {
      const recipe = path.join(folder, `${format}.recipe.json`);
      const output = `${format}.${format}`;
      writeFileSync(recipe, JSON.stringify({ input: 'in.jsonl', output, steps: [] }));
      await runRecipe(await loadRecipe(recipe));
      const found: Row[] = [];
      for await (const { values } of readRows(sourceOf(path.join(folder, output))))
        found.push(values);
      assert.deepEqual(found, rows, format);
      const schema = detectSchema(
        found.map((values) => ({ values })),
        recogniseAll,
      );
      assert.equal(schema.name, name, format);
      assert.ok(schema.confidence >= 0.9, `${format}: ${schema.confidence}, ${schema.evidence}`);
    }
  });
}

/** Tables without names of columns, and lines of prose: what becomes of them in each format, and back. */
const unnamed = [
  [
    'in.csv',
    'A fine film,good\nA dull film,bad\nA fine day,good\n',
    { 1: 'A fine film', 2: 'good' },
  ],
  [
    'in.tsv',
    'A fine film\tgood\nA dull film\tbad\nA fine day\tgood\n',
    { 1: 'A fine film', 2: 'good' },
  ],
  ['in.txt', 'A line of prose.\nAnother.\nA third.\n', { text: 'A line of prose.' }],
] as const;

for (const [input, content, first] of unnamed)
  test(`rows of ${input} without a header come back from every format`, async () => {
    const folder = mkdtempSync(path.join(root, 'unnamed-'));
    writeFileSync(path.join(folder, input), content);
    for (const format of ['jsonl', 'json', 'parquet', 'csv', 'tsv']) {
      const recipe = path.join(folder, `${format}.recipe.json`);
      const output = `${format}.${format}`;
      writeFileSync(recipe, JSON.stringify({ input, output, steps: [] }));
      await runRecipe(await loadRecipe(recipe));
      const found: Row[] = [];
      for await (const { values } of readRows(sourceOf(path.join(folder, output))))
        found.push(values);
      assert.deepEqual([found.length, found[0]], [3, first], format);
    }
  });

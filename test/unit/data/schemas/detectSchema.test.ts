import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { readRows, sourceOf } from '../../../../src/data/readRows';
import { codeUnitAt } from '../../../../src/data/schemas/codePoints';
import { detectSchema, recogniseAll } from '../../../../src/data/schemas/detectSchema';
import type { SchemaChoice } from '../../../../src/data/schemas/schema';

function check(
  rows: readonly Record<string, unknown>[],
  expected: string,
  choice: SchemaChoice = recogniseAll,
): void {
  const { name, columns, confidence } = detectSchema(
    rows.map((values) => ({ values })),
    choice,
  );
  const pairs = Object.entries(columns).map(([key, column]) =>
    key === column ? key : `${key}=${column}`,
  );
  assert.equal(`${name} (${pairs.join(' ')}) ${confidence}`, expected);
}

const chat = [
  { role: 'user', content: 'Hi' },
  { role: 'assistant', content: 'Hello' },
];

test('columns as real tools name them', () => {
  check([{ instruction: 'a', input: '', output: 'b' }], 'alpaca (instruction output input) 1');
  check(
    [{ instruction: 'a', context: '', response: 'b', category: 'c' }],
    'alpaca (instruction output=response input=context) 0.95',
  );
  check([{ messages: chat }], 'messages (messages) 1');
  check([{ conversations: chat }], 'messages (messages=conversations) 0.95');
  check([{ messages: [{ from: 'human', value: 'Hi' }] }], 'sharegpt (conversations=messages) 0.95');
  check([{ prompt: 'a', completion: 'b' }], 'prompt-completion (prompt completion) 1');
  check(
    [{ question: 'a', answer: 'b' }],
    'prompt-completion (prompt=question completion=answer) 0.95',
  );
  check(
    [{ document: 'a', summary: 'b' }],
    'prompt-completion (prompt=document completion=summary) 1',
  );
  check([{ prompt: 'a', chosen: 'b', rejected: 'c' }], 'preference (chosen rejected prompt) 1');
  check([{ chosen: chat, rejected: chat }], 'preference (chosen rejected) 1');
  check([{ prompt: 'a', completion: 'b', label: false }], 'feedback (prompt completion label) 1');
  check([{ messages: chat, label: true }], 'feedback (prompt=messages label) 1');
  check(
    [{ id: '1', context: 'a', question: 'b', answers: { text: ['a'], answer_start: [0] } }],
    'question-answering (context question answers) 1',
  );
  check([{ tokens: ['a'], ner_tags: [3] }], 'token-classification (tokens tags=ner_tags) 1');
  check(
    [{ id: '0', tokens: ['a'], pos_tags: [1], chunk_tags: [1], ner_tags: [3] }],
    'token-classification (tokens tags=ner_tags) 1',
  );
  check(
    [{ text: 'Ada runs', entities: [{ start: 0, end: 3, label: 'PER' }] }],
    'token-classification (tokens=text tags=entities) 1',
  );
  check([{ source: 'a', target: 'b' }], 'parallel (source target) 1');
  check([{ en: 'a', de: 'b' }], 'parallel (source=en target=de) 1');
  check(
    [{ translation: { en: 'a', de: 'b' } }],
    'parallel (source=translation.en target=translation.de) 1',
  );
  check([{ text: 'a', label: 'b' }], 'classification (text label) 1');
  check([{ sentence: 'a', gold: 2 }], 'classification (text=sentence label=gold) 0.95');
  check([{ Text: 'a', Label: 'b', title: 'c' }], 'classification (text=Text label=Label) 0.95');
  check([{ text: 'a' }], 'text (text) 1');
});

test('what nothing tells has no confidence', () => {
  check([{ context: 'a b', question: 'b c', ans0: 'd e', label: 1 }], 'text () 0');
  check([{}], 'text () 0');
  check([], 'text () 0');
  check([{ messages: [] }, { messages: null }], 'messages (messages) 0.1');
});

test('the most frequent schema of a mixed file wins, with less confidence', () => {
  const rows = [
    ...Array.from({ length: 6 }, () => ({ instruction: 'a', output: 'b' })),
    ...Array.from({ length: 4 }, () => ({ messages: chat })),
  ];
  check(rows, 'alpaca (instruction output) 0.48');
  const { evidence } = detectSchema(
    rows.map((values) => ({ values })),
    recogniseAll,
  );
  assert.equal(evidence, '6 of 10 rows have instruction and output; 4 look like messages');
});

test('the evidence says where only the first rows were looked at', () => {
  const evidence = (broken: number, looked: 'all' | 'first'): string => {
    const rows = Array.from({ length: 1_000 }, (_, at) => ({
      values: at < broken ? { note: 'n' } : { text: 'a', label: 'b' },
    }));
    return detectSchema(rows, recogniseAll, looked).evidence;
  };
  assert.equal(evidence(0, 'all'), 'all 1,000 rows have text and label');
  assert.equal(evidence(0, 'first'), 'all of the first 1,000 rows have text and label');
  assert.equal(evidence(10, 'first'), '990 of the first 1,000 rows have text and label');
});

test('numbers of columns are called so, where a table has no names for them', () => {
  const rows = Array.from({ length: 60 }, (_, at) => ({
    values: { 1: `The ${at} ships were late.`, 2: at % 2 === 0 ? 'a' : 'b' },
  }));
  const { evidence } = detectSchema(rows, recogniseAll);
  assert.equal(evidence, 'all 60 rows have columns 1 and 2');
});

test('names in the config stand', () => {
  const rows = [{ review: 'fine film', stars: 5, note: 'seen twice' }];
  check(rows, 'classification (text=review label=stars) 1', {
    name: null,
    fields: { text: 'review', label: 'stars' },
  });
  check([{ a: 'x', b: 'y' }], 'alpaca (instruction output) 1', {
    name: 'alpaca',
    fields: { text: null, label: null },
  });
  check(
    [{ 'some text': 'x', 'its label': 'y' }],
    'classification (text=some text label=its label) 1',
    {
      name: null,
      fields: { text: '1', label: '2' },
    },
  );
});

const shared = path.join(process.env.FINETUNE_ROOT ?? '', '../shared/data');

const real: readonly (readonly [file: string, expected: string])[] = [
  ['instructions/alpaca_en_demo.json', 'alpaca (instruction output input) 1'],
  ['instructions/identity.json', 'alpaca (instruction output input) 1'],
  ['instructions/glaive_toolcall_en_demo.json', 'sharegpt (conversations tools) 1'],
  ['instructions/v1_sft_demo.jsonl', 'messages (messages) 1'],
  ['instructions/dpo_en_demo.json', 'preference (chosen rejected prompt=conversations) 1'],
  ['axolotl_fixtures/alpaca.json', 'alpaca (instruction output input) 1'],
  ['axolotl_fixtures/conversation.json', 'sharegpt (conversations) 1'],
  ['axolotl_fixtures/conversation.missingturns.json', 'sharegpt (conversations) 1'],
  ['xquad/xquad.en.json', 'question-answering (context question answers) 1'],
  ['wikitext2/valid.txt', 'text (text) 1'],
  ['tinyshakespeare/input.txt', 'text (text) 1'],
  ['axolotl_fixtures/conversation.tokenized.json', 'text () 0'],
  ['sst2/train.tsv', 'classification (text=1 label=2) 0.9'],
  ['goemotions/group/train.tsv', 'classification (text=1 label=2) 0.6'],
  ['amazon_reviews/reviews.jsonl', 'classification (text label) 1'],
  ['bbq/Age.jsonl', 'text () 0'],
  ['crows_pairs/crows_pairs_anonymized.csv', 'text () 0'],
];

for (const [file, expected] of real) {
  const at = path.join(shared, file);
  test(`schema of ${file}`, { skip: existsSync(at) ? false : `needs ${file}` }, async () => {
    const rows: Record<string, unknown>[] = [];
    for await (const { values } of readRows(sourceOf(at))) if (rows.push(values) === 1_000) break;
    check(rows, expected);
  });
}

const questions = path.join(shared, 'xquad/xquad.en.json');
test(
  'questions of SQuAD are rows, each with its own answer',
  { skip: existsSync(questions) ? false : 'needs xquad/xquad.en.json' },
  async () => {
    let rows = 0;
    for await (const { values } of readRows(sourceOf(questions))) {
      rows += 1;
      const { context, answers } = values as {
        context: string;
        answers: { text: string[]; answer_start: number[] };
      };
      const [text = '?', start = -1] = [answers.text[0], answers.answer_start[0]];
      assert.ok(context.startsWith(text, codeUnitAt(context, start)), text);
    }
    assert.equal(rows, 1_190);
  },
);

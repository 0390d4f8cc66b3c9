import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { commandLine } from '../../../src/cli/commandLine';
import { schemaNames, type SchemaName } from '../../../src/protocol/schemaNames';
import { fakeOutput } from '../../support/fakeOutput';
import { temporaryFolder } from '../../support/makeRun';

type Row = Readonly<Record<string, unknown>>;

const root = temporaryFolder();

/** Runs a recipe of one step through `finetune preprocess`; the rows it wrote, or what it said. */
async function preprocess(rows: readonly Row[], to: SchemaName): Promise<readonly Row[] | string> {
  const folder = mkdtempSync(path.join(root, 'convert-'));
  const at = (name: string): string => path.join(folder, name);
  writeFileSync(at('in.jsonl'), rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  const steps = [{ type: 'convert', to }];
  const recipe = { input: 'in.jsonl', output: 'out.jsonl', steps };
  writeFileSync(at('a.recipe.json'), JSON.stringify(recipe, null, 2));
  const { output, text } = fakeOutput();
  const code = await commandLine(['preprocess', at('a.recipe.json'), '--json'], output);
  if (code === 1) return text.stderr.replaceAll(`${folder}/`, '');
  assert.deepEqual([code, text.stderr], [0, '']);
  const { rowsIn, rowsOut } = JSON.parse(text.stdout) as { rowsIn: number; rowsOut: number };
  assert.deepEqual([rowsIn, rowsOut], [rows.length, rows.length]);
  const written = readFileSync(at('out.jsonl'), 'utf8').trimEnd().split('\n');
  return written.map((line) => JSON.parse(line) as Row);
}

/** What `preprocess` says of rows that it refuses. */
async function refusal(rows: readonly Row[], to: SchemaName): Promise<string> {
  const said = await preprocess(rows, to);
  return typeof said === 'string' ? said : assert.fail(`${to}: ${JSON.stringify(said)}`);
}

const say = (role: string, content: string) => ({ role, content });
const turn = (from: string, value: string) => ({ from, value });
const [q, a] = ['Add 1 and 1', 'It is 2.'];

/** One exchange, as each schema of chats writes it. */
const exchange = {
  alpaca: { instruction: q, input: '', output: a, id: 7 },
  sharegpt: { conversations: [turn('human', q), turn('gpt', a)], id: 7 },
  messages: { messages: [say('user', q), say('assistant', a)], id: 7 },
  'prompt-completion': { prompt: [say('user', q)], completion: [say('assistant', a)], id: 7 },
} as const;
const asTexts = { prompt: q, completion: a, id: 7 };

/** Several turns with a system prompt. */
const dialogue = {
  alpaca: {
    ...{ instruction: q, input: '', output: a, system: 'Be terse.', history: [['Hi', 'Hello']] },
  },
  sharegpt: {
    conversations: [
      turn('system', 'Be terse.'),
      ...[turn('human', 'Hi'), turn('gpt', 'Hello'), turn('human', q), turn('gpt', a)],
    ],
  },
  messages: {
    messages: [
      say('system', 'Be terse.'),
      ...[say('user', 'Hi'), say('assistant', 'Hello'), say('user', q), say('assistant', a)],
    ],
  },
  'prompt-completion': {
    prompt: [
      ...[say('system', 'Be terse.'), say('user', 'Hi'), say('assistant', 'Hello'), say('user', q)],
    ],
    completion: [say('assistant', a)],
  },
} as const;

type Chat = keyof typeof exchange;
const chats = Object.keys(exchange) as Chat[];

/** Alpaca holds texts, and a prompt and completion made of them are texts too, with no place for a system prompt. */
const isOfTexts = (from: Chat, to: Chat): boolean =>
  from === 'alpaca' && to === 'prompt-completion';

for (const from of chats)
  for (const to of chats) {
    if (from === to) continue;
    const back = isOfTexts(to, from) ? 'that its texts' : `that ${from} again`;
    test(`${from} becomes ${to}, and ${back}`, async () => {
      const expected = isOfTexts(from, to) ? asTexts : exchange[to];
      assert.deepEqual(await preprocess([exchange[from]], to), [expected]);
      const again = isOfTexts(to, from) ? asTexts : exchange[from];
      assert.deepEqual(await preprocess([expected], from), [again]);
    });
    test(`${from} of several turns becomes ${to}, and ${back}`, async () => {
      const refused = /^in\.jsonl:1: .*a system prompt: convert it to messages/;
      if (isOfTexts(from, to)) {
        assert.match(await refusal([dialogue[from]], to), refused);
        return;
      }
      assert.deepEqual(await preprocess([dialogue[from]], to), [dialogue[to]]);
      if (isOfTexts(to, from)) assert.match(await refusal([dialogue[to]], from), refused);
      else assert.deepEqual(await preprocess([dialogue[to]], from), [dialogue[from]]);
    });
  }

/** Pairs of texts are written as chats, and come back as lists of messages. */
for (const to of chats)
  test(`a prompt and completion of texts becomes ${to}`, async () => {
    const expected = to === 'prompt-completion' ? asTexts : exchange[to];
    assert.deepEqual(await preprocess([asTexts], to), [expected]);
  });

const calls = [
  { id: 'a', type: 'function', function: { name: 'search', arguments: '{"q":  1.0}' } },
];
const withTools = {
  messages: {
    messages: [
      say('user', q),
      { role: 'assistant', content: null, tool_calls: calls },
      { role: 'tool', content: '2', tool_call_id: 'a' },
      say('assistant', a),
    ],
    tools: [{ type: 'function', function: { name: 'search', parameters: { type: 'object' } } }],
  },
  sharegpt: {
    conversations: [
      turn('human', q),
      turn('function_call', '{"name": "search", "id": "a", "arguments": {"q":  1.0}}'),
      { ...turn('observation', '2'), tool_call_id: 'a' },
      turn('gpt', a),
    ],
    tools: '[{"name": "search", "parameters": {"type": "object"}}]',
  },
};

test('calls of tools keep their ids and the spelling of their arguments, there and back', async () => {
  assert.deepEqual(await preprocess([withTools.messages], 'sharegpt'), [withTools.sharegpt]);
  assert.deepEqual(await preprocess([withTools.sharegpt], 'messages'), [withTools.messages]);
  assert.match(await refusal([withTools.messages], 'alpaca'), /alpaca has no tool calls/);
});

test('text and label become chats, and the label keeps its column', async () => {
  const rows = [
    { sentence: 'Fine film', label: 'good' },
    { sentence: 'Dull film', label: 'bad' },
  ];
  const [text, label] = ['Fine film', 'good'];
  const expected: Readonly<Record<Chat, Row>> = {
    alpaca: { instruction: text, input: '', output: label, label },
    sharegpt: { conversations: [turn('human', text), turn('gpt', label)], label },
    messages: { messages: [say('user', text), say('assistant', label)], label },
    'prompt-completion': { prompt: text, completion: label, label },
  };
  for (const to of chats) assert.deepEqual((await preprocess(rows, to))[0], expected[to], to);
  assert.deepEqual(await preprocess(rows, 'classification'), [
    { text: 'Fine film', label: 'good' },
    { text: 'Dull film', label: 'bad' },
  ]);
});

/** A row of each schema under names of columns that are not its usual ones, and with them. */
const usual: Readonly<Record<Exclude<SchemaName, Chat | 'classification'>, readonly [Row, Row]>> = {
  preference: [
    { question: q, chosen: a, rejected: '3' },
    { prompt: q, chosen: a, rejected: '3' },
  ],
  feedback: [
    { prompt: q, response: a, label: true },
    { prompt: q, completion: a, label: true },
  ],
  'question-answering': [
    { context: a, question: q, answers: { text: ['2'], answer_start: [6] } },
    { context: a, question: q, answers: { text: ['2'], answer_start: [6] } },
  ],
  'token-classification': [
    { words: ['In', 'Rome'], ner_tags: ['O', 'B-LOC'] },
    { tokens: ['In', 'Rome'], tags: ['O', 'B-LOC'] },
  ],
  parallel: [
    { translation: { en: 'A house', de: 'Ein Haus' } },
    { source: 'A house', target: 'Ein Haus' },
  ],
  text: [{ content: 'A line of running text.' }, { text: 'A line of running text.' }],
};

for (const [name, [row, expected]] of Object.entries(usual)) {
  const from = name as keyof typeof usual;
  test(`${from} takes its usual columns, and turns into no other schema by itself`, async () => {
    assert.deepEqual(await preprocess([row], from), [expected]);
    for (const to of schemaNames) {
      if (to === from) continue;
      const said = await refusal([row], to);
      assert.match(said, /^a\.recipe\.json:\d+:\d+: Rows of .+\. .+/, to);
      assert.ok(said.length <= 600);
    }
  });
}

test('chats turn into nothing but chats', async () => {
  for (const from of chats)
    for (const to of schemaNames) {
      if (to in exchange) continue;
      const said = await refusal([exchange[from]], to);
      assert.match(said, /^a\.recipe\.json:\d+:\d+: Rows of .+\. .+/, `${from} to ${to}`);
    }
});

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { readRows, sourceOf } from '../../../../src/data/readRows';
import { conversionProblem, convertRow } from '../../../../src/data/schemas/convert/convertRow';
import { detectSchema, recogniseAll } from '../../../../src/data/schemas/detectSchema';
import { schemaNames, type SchemaName } from '../../../../src/data/schemas/schema';
import { seededRandom, type SeededRandom } from '../seededRandom';
import { randomRow } from './randomValues';
import { usualSchema } from './usualSchema';

type Values = Readonly<Record<string, unknown>>;

function convert(from: SchemaName, to: SchemaName, values: Values): Values | string {
  const result = convertRow(usualSchema(from), to, values);
  return result.type === 'converted' ? result.values : result.reason;
}

/** The row in the other schema, and whether the way back gives the row again. */
function check(from: SchemaName, to: SchemaName, values: Values, expected: Values): void {
  const converted = convert(from, to, values);
  assert.deepEqual(converted, expected);
  assert.deepEqual(convert(to, from, converted), values);
}

function refused(from: SchemaName, to: SchemaName, values: Values, reason: RegExp): void {
  const result = convert(from, to, values);
  assert.ok(typeof result === 'string', JSON.stringify(result));
  assert.match(result, reason);
}

const user = (content: string) => ({ role: 'user', content });
const assistant = (content: string) => ({ role: 'assistant', content });
const system = (content: string) => ({ role: 'system', content });
const human = (value: string) => ({ from: 'human', value });
const gpt = (value: string) => ({ from: 'gpt', value });

test('rows there and back', () => {
  check(
    'alpaca',
    'messages',
    {
      ...{ instruction: 'c', input: '', output: 'd', system: 's', source: 'mine' },
      history: [['a', 'b']],
    },
    {
      messages: [system('s'), user('a'), assistant('b'), user('c'), assistant('d')],
      source: 'mine',
    },
  );
  check(
    'sharegpt',
    'messages',
    {
      conversations: [
        { from: 'system', value: 's' },
        human('a'),
        { from: 'function_call', value: '{"name": "f", "arguments": {"x":1.0}}' },
        { from: 'observation', value: '7' },
        { ...gpt('b'), weight: 0 },
      ],
      tools: '[{"name": "f", "parameters": {"type": "object"}}]',
    },
    {
      messages: [
        system('s'),
        user('a'),
        {
          role: 'assistant',
          content: null,
          tool_calls: [{ type: 'function', function: { name: 'f', arguments: '{"x":1.0}' } }],
        },
        { role: 'tool', content: '7' },
        { ...assistant('b'), weight: 0 },
      ],
      tools: [{ type: 'function', function: { name: 'f', parameters: { type: 'object' } } }],
    },
  );
  // Ids of calls and results, several calls at once, and how arguments are spelt.
  const calls = [
    { id: 'a', type: 'function', function: { name: 'f', arguments: '{"x": 1}' } },
    { id: 'b', type: 'function', function: { name: 'g', arguments: '{"y":  [2]}' } },
  ];
  check(
    'messages',
    'sharegpt',
    {
      messages: [
        user('q'),
        { role: 'assistant', content: null, tool_calls: calls },
        { role: 'tool', content: '1', tool_call_id: 'a' },
        { role: 'tool', content: '2', tool_call_id: 'b' },
        assistant('r'),
      ],
    },
    {
      conversations: [
        human('q'),
        {
          from: 'function_call',
          value:
            '[{"name": "f", "id": "a", "arguments": {"x": 1}}, {"name": "g", "id": "b", "arguments": {"y":  [2]}}]',
        },
        { from: 'observation', value: '1', tool_call_id: 'a' },
        { from: 'observation', value: '2', tool_call_id: 'b' },
        gpt('r'),
      ],
    },
  );
  check(
    'messages',
    'prompt-completion',
    { messages: [user('a'), assistant('b'), user('c'), assistant('d')], id: 3 },
    { prompt: [user('a'), assistant('b'), user('c')], completion: [assistant('d')], id: 3 },
  );
  check(
    'alpaca',
    'prompt-completion',
    { instruction: 'a', input: '', output: 'b' },
    { prompt: 'a', completion: 'b' },
  );
});

test('what is spelt another way for good', () => {
  const [once, twice] = [
    convert('alpaca', 'messages', { instruction: 'Add', input: '1 2', output: '3' }),
    convert('sharegpt', 'messages', { conversations: [human('a'), gpt('b')], system: 's' }),
  ];
  assert.deepEqual(once, { messages: [user('Add\n1 2'), assistant('3')] });
  assert.deepEqual(twice, { messages: [system('s'), user('a'), assistant('b')] });
  assert.deepEqual(convert('prompt-completion', 'messages', { prompt: 'a', completion: 'b' }), {
    messages: [user('a'), assistant('b')],
  });
});

test('names of columns become the usual ones', () => {
  const schema = { name: 'alpaca', columns: { instruction: 'q', output: 'a' } } as const;
  const result = convertRow(schema, 'messages', { q: 'x', a: 'y', id: 1 });
  assert.deepEqual(result, {
    type: 'converted',
    values: { messages: [user('x'), assistant('y')], id: 1 },
  });
  const nested = { source: 'translation.en', target: 'translation.de' };
  assert.deepEqual(
    convertRow({ name: 'parallel', columns: nested }, 'parallel', {
      translation: { en: 'a', de: 'b', fr: 'c' },
    }),
    { type: 'converted', values: { source: 'a', target: 'b', translation: { fr: 'c' } } },
  );
});

test('pairs of answers in text and in messages', () => {
  const text = { prompt: 'a', chosen: 'b', rejected: 'c' };
  assert.deepEqual(convert('preference', 'preference', text), text);
  const schema = {
    name: 'preference',
    columns: { prompt: 'conversations', chosen: 'chosen', rejected: 'rejected' },
  } as const;
  const [chosen, rejected] = [gpt('b'), gpt('c')];
  const values = { prompt: [user('a')], chosen: [assistant('b')], rejected: [assistant('c')] };
  assert.deepEqual(
    convertRow(schema, 'preference', { conversations: [human('a')], chosen, rejected }),
    { type: 'converted', values },
  );
  assert.deepEqual(
    convert('preference', 'preference', {
      chosen: [user('a'), assistant('b')],
      rejected: [user('a'), assistant('c')],
    }),
    values,
  );
  refused('preference', 'messages', text, /the rejected answer would be lost/);
});

test('what would be lost is refused', () => {
  const call = { id: 'a', type: 'function', function: { name: 'f', arguments: '{}' } };
  const called = { role: 'assistant', content: null, tool_calls: [call] };
  const chat = (...messages: unknown[]) => ({ messages });
  refused('messages', 'alpaca', chat(user('a'), called), /alpaca has no tool calls/);
  refused('messages', 'alpaca', chat(user('a'), { ...assistant('b'), weight: 0 }), /"weight"/);
  refused('messages', 'alpaca', chat(user('a'), user('b'), assistant('c')), /do not alternate/);
  refused('messages', 'sharegpt', chat(user('a'), { ...called, content: 'x' }), /a text beside/);
  refused(
    'messages',
    'sharegpt',
    chat({ role: 'user', content: [{ type: 'image_url' }] }, assistant('b')),
    /a message of "user" is more than a text/,
  );
  refused('messages', 'sharegpt', chat({ role: 'Bob', content: 'x' }), /the role "Bob"/);
  refused('messages', 'prompt-completion', chat(user('a')), /its last message/);
  refused(
    'messages',
    'alpaca',
    { ...chat(user('a'), assistant('b')), output: 1 },
    /"output" already/,
  );
  refused(
    'sharegpt',
    'messages',
    { conversations: [human('a'), { from: 'function_call', value: 'f()' }] },
    /a function_call is not JSON/,
  );
  refused(
    'alpaca',
    'prompt-completion',
    { instruction: 'a', output: 'b', system: 's' },
    /convert it to messages/,
  );
  assert.match(conversionProblem('parallel', 'messages') ?? '', /rename their columns/);
});

const words = [
  'a',
  'Grüße 世界 😀',
  ' spaces ',
  'two\nlines',
  '"quotes"',
  '{}',
  '\\',
  'x'.repeat(300),
];

/** A sound row of a chat schema, as its own tools write it. */
function soundRow(random: SeededRandom, name: SchemaName): Values {
  const word = (): string => random.pick(words);
  const extra = random.chance(0.3) ? { id: random.below(9), meta: { of: [word()] } } : {};
  const pairs = Array.from({ length: 1 + random.below(3) }, () => [word(), word()] as const);
  if (name === 'alpaca') {
    const [last, ...history] = [...pairs].reverse();
    return {
      ...{ instruction: last?.[0], input: '', output: last?.[1] },
      ...(history.length > 0 ? { history: history.reverse().map((pair) => [...pair]) } : {}),
      ...(random.chance(0.5) ? { system: word() } : {}),
      ...extra,
    };
  }
  const messages: Values[] = random.chance(0.5) ? [system(word())] : [];
  for (const [question, answer] of pairs) {
    messages.push(user(question));
    if (name === 'messages' && random.chance(0.4)) {
      const ids = Array.from({ length: 1 + random.below(2) }, (_, at) => `call_${at}`);
      const tool_calls = ids.map((id) => ({
        ...{ id, type: 'function' },
        function: { name: 'search', arguments: random.pick(['{}', '{"q": "x"}', '{"n":1e3}']) },
      }));
      messages.push({ role: 'assistant', content: null, tool_calls });
      for (const id of ids) messages.push({ role: 'tool', content: word(), tool_call_id: id });
    }
    messages.push(random.chance(0.2) ? { ...assistant(answer), weight: 0 } : assistant(answer));
  }
  const tools = random.chance(0.3)
    ? { tools: [{ type: 'function', function: { name: 'search', parameters: {} } }] }
    : {};
  return { messages, ...tools, ...extra };
}

test('JSON text in a row that is nested without end is refused', () => {
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
  const conversations = [human('a'), { from: 'gpt', value: 'b' }];
  const call = { from: 'function_call', value: `{"name": "f", "arguments": {"x": ${deep}}}` };
  const called = { id: '1', type: 'function', function: { name: 'f', arguments: `{"x":${deep}}` } };
  const asked = { role: 'assistant', content: null, tool_calls: [called] };
  const [reason, to] = [/nested too deeply/, 'messages'] as const;
  refused('sharegpt', to, { conversations, tools: deep }, reason);
  refused('sharegpt', to, { conversations: [human('a'), call], tools: '[]' }, reason);
  refused('messages', 'sharegpt', { messages: [user('a'), asked], tools: [] }, reason);
});

test('there and back again gives the same row, or the row is refused', () => {
  let [converted, all] = [0, 0];
  for (let seed = 0; seed < 1_500; seed += 1) {
    const random = seededRandom(seed);
    const start = random.pick(['alpaca', 'messages'] as const);
    const row = soundRow(random, start);
    for (const to of ['alpaca', 'sharegpt', 'messages', 'prompt-completion'] as const) {
      const there = convert(start, to, row);
      all += 1;
      if (typeof there === 'string') continue;
      converted += 1;
      assert.deepEqual(convert(to, start, there), row, `seed ${seed}: ${start} to ${to}`);
      // From there on the spelling is settled: a third schema gives the same.
      const further = convert(to, 'sharegpt', there);
      if (typeof further === 'string') continue;
      const direct = convert(start, 'sharegpt', row);
      assert.deepEqual(further, direct, `seed ${seed}: ${start} to ${to} to sharegpt`);
    }
  }
  assert.ok(converted > all / 2, `${converted} of ${all}`);
});

test('conversions never throw', () => {
  for (let seed = 0; seed < 2_000; seed += 1) {
    const values = randomRow(seededRandom(seed));
    for (const from of schemaNames) {
      for (const to of schemaNames) {
        try {
          convertRow(usualSchema(from), to, values);
        } catch (error) {
          assert.fail(`seed ${seed}, ${from} to ${to}: ${String(error)}`);
        }
      }
    }
  }
});

const shared = path.join(process.env.FINETUNE_ROOT ?? '', '../shared/data');

/** Rows of real files that come back as they were, and those that are refused on the way. */
const real: readonly (readonly [file: string, to: SchemaName, same: number, refused: number])[] = [
  ['instructions/glaive_toolcall_en_demo.json', 'messages', 300, 0],
  // The 412 others have an input, which goes under the instruction.
  ['instructions/alpaca_en_demo.json', 'messages', 587, 0],
  // Its contents are lists of one text.
  ['instructions/v1_sft_demo.jsonl', 'sharegpt', 0, 0],
  ['axolotl_fixtures/conversation.json', 'messages', 1, 0],
];

for (const [file, to, same, refusedRows] of real) {
  const at = path.join(shared, file);
  test(
    `${file} to ${to} and back`,
    { skip: existsSync(at) ? false : `needs ${file}` },
    async () => {
      const rows: Values[] = [];
      for await (const { values } of readRows(sourceOf(at))) rows.push(values);
      const schema = detectSchema(
        rows.map((values) => ({ values })),
        recogniseAll,
      );
      const counts = { same: 0, refused: 0 };
      const reasons = new Set<string>();
      for (const row of rows) {
        const there = convertRow(schema, to, row);
        if (there.type === 'refused') {
          counts.refused += 1;
          reasons.add(there.reason);
          continue;
        }
        const back = convertRow(usualSchema(to), schema.name, there.values);
        assert.equal(back.type, 'converted');
        if (JSON.stringify(back.values) === JSON.stringify(row)) {
          counts.same += 1;
        }
      }
      assert.deepEqual(counts, { same, refused: refusedRows }, [...reasons].join('; '));
    },
  );
}

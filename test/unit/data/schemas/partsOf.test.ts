import assert from 'node:assert/strict';
import { test } from 'node:test';
import { detectSchema, fitsSchema, recogniseAll } from '../../../../src/data/schemas/detectSchema';
import { partsOf } from '../../../../src/data/schemas/partsOf';
import { schemaNames } from '../../../../src/data/schemas/schema';
import { seededRandom } from '../seededRandom';
import { randomRow } from './randomValues';
import { usualSchema } from './usualSchema';

/** Each part as `path role: text`. */
function check(values: Record<string, unknown>, expected: readonly string[]): void {
  const schema = detectSchema([{ values }], recogniseAll);
  const parts = partsOf(schema, values).map(
    ({ path, role, text }) => `${path.join('.')} ${role}: ${text}`,
  );
  assert.deepEqual(parts, expected);
}

test('the parts of a row, schema by schema', () => {
  check({ text: 'Good', label: 1 }, ['text prompt: Good', 'label label: 1']);
  check(
    { instruction: 'Add', input: '', output: '3', system: 'Be brief', history: [['Hi', 'Hello']] },
    [
      'system system: Be brief',
      'history.0.0 prompt: Hi',
      'history.0.1 target: Hello',
      'instruction prompt: Add',
      'output target: 3',
    ],
  );
  check(
    {
      conversations: [
        { from: 'human', value: 'Weather?' },
        { from: 'function_call', value: '{"name": "weather"}' },
        { from: 'observation', value: 'Sunny' },
        { from: 'gpt', value: 'It is sunny.' },
      ],
      tools: '[]',
    },
    [
      'tools context: []',
      'conversations.0.value prompt: Weather?',
      'conversations.1.value target: {"name": "weather"}',
      'conversations.2.value context: Sunny',
      'conversations.3.value target: It is sunny.',
    ],
  );
  check(
    {
      messages: [
        { role: 'system', content: 'Be brief' },
        { role: 'user', content: [{ type: 'text', text: 'Look' }, { type: 'image_url' }] },
        { role: 'assistant', content: 'Not this', weight: 0 },
        {
          role: 'assistant',
          content: null,
          tool_calls: [{ id: 'a', type: 'function', function: { name: 'f', arguments: '{}' } }],
        },
        { role: 'tool', tool_call_id: 'a', content: '7' },
      ],
    },
    [
      'messages.0.content system: Be brief',
      'messages.1.content.0.text prompt: Look',
      'messages.2.content context: Not this',
      'messages.3.tool_calls.0.function.arguments target: {}',
      'messages.4.content context: 7',
    ],
  );
  check({ prompt: 'Two and two', completion: 'Four' }, [
    'prompt prompt: Two and two',
    'completion target: Four',
  ]);
  check(
    {
      prompt: [{ role: 'user', content: 'Hi' }],
      completion: [{ role: 'assistant', content: 'Hello' }],
    },
    ['prompt.0.content prompt: Hi', 'completion.0.content target: Hello'],
  );
  check(
    {
      conversations: [{ from: 'human', value: 'Hi' }],
      chosen: { from: 'gpt', value: 'Hello' },
      rejected: { from: 'gpt', value: 'Go away' },
    },
    [
      'conversations.0.value prompt: Hi',
      'chosen.value target: Hello',
      'rejected.value rejected: Go away',
    ],
  );
  check(
    {
      chosen: [
        { role: 'user', content: 'Hi' },
        { role: 'assistant', content: 'Hello' },
      ],
      rejected: [
        { role: 'user', content: 'Hi' },
        { role: 'assistant', content: 'No' },
      ],
    },
    [
      'chosen.0.content prompt: Hi',
      'chosen.1.content target: Hello',
      'rejected.0.content prompt: Hi',
      'rejected.1.content rejected: No',
    ],
  );
  check({ prompt: 'Hi', completion: 'Hello', label: true }, [
    'prompt prompt: Hi',
    'completion target: Hello',
    'label label: true',
  ]);
  check(
    { context: 'It is red.', question: 'Colour?', answers: { text: ['red'], answer_start: [6] } },
    ['context context: It is red.', 'question prompt: Colour?', 'answers.text.0 target: red'],
  );
  check({ tokens: ['Ada', 'runs'], tags: ['B-PER', 'O'] }, [
    'tokens.0 prompt: Ada',
    'tokens.1 prompt: runs',
    'tags.0 label: B-PER',
    'tags.1 label: O',
  ]);
  check({ translation: { en: 'red', de: 'rot' } }, [
    'translation.en prompt: red',
    'translation.de target: rot',
  ]);
  check({ text: 'Once upon a time' }, ['text target: Once upon a time']);
});

test('no value is too strange', () => {
  for (let seed = 0; seed < 3_000; seed += 1) {
    const random = seededRandom(seed);
    const rows = Array.from({ length: 1 + random.below(4) }, () => ({ values: randomRow(random) }));
    const detected = detectSchema(rows, recogniseAll);
    assert.ok(detected.confidence >= 0 && detected.confidence <= 1, `seed ${seed}`);
    for (const name of schemaNames) {
      for (const schema of [detected, usualSchema(name)]) {
        for (const { values } of rows) {
          fitsSchema(schema, values);
          for (const { text, path } of partsOf(schema, values)) {
            assert.equal(typeof text, 'string', `seed ${seed}`);
            assert.ok(path.length > 0, `seed ${seed}`);
          }
        }
      }
    }
  }
});

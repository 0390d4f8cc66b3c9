import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { schemaRules } from '../../../../../src/data/lint/rules/schemaRules';
import { readRows, sourceOf } from '../../../../../src/data/readRows';
import { detectSchema, recogniseAll } from '../../../../../src/data/schemas/detectSchema';
import { schemaNames, type SchemaName } from '../../../../../src/data/schemas/schema';
import { randomRow } from '../../schemas/randomValues';
import { usualSchema } from '../../schemas/usualSchema';
import { seededRandom } from '../../seededRandom';
import { lintRow, mendRow } from '../lintRow';

type Values = Readonly<Record<string, unknown>>;

/**
 * Findings as `RULE field (what is squiggled)`, each with the row after its first fix. A fix must remove its finding and add
 * none.
 */
function check(name: SchemaName, values: Values, expected: readonly string[]): void {
  const schema = usualSchema(name);
  const raw = JSON.stringify(values);
  const found = lintRow(schema, values, schemaRules);
  const printed = found.flatMap(({ finding, fixes }) => {
    const { rule, field, column, endColumn, severity, message, related } = finding;
    assert.match(message, /[.?]$/);
    const also = related.length > 0 ? ` +${related.length}` : '';
    const milder = severity === 'information' ? ' (information)' : '';
    const squiggled = raw.slice(column - 1, endColumn - 1);
    const lines = [`${rule}${milder} ${field ?? 'row'}${also}: ${squiggled}`];
    const offered = fixes();
    const [first] = offered;
    if (finding.fixable !== (first !== undefined)) assert.fail(`${rule} says fixable`);
    for (const fix of offered) {
      const mended = mendRow(raw, fix);
      assert.ok(mended !== null, `"${fix.title}" cannot be made`);
      if (fix === first) {
        lines.push(
          `  ${fix.title}${mended === 'delete-row' ? '' : ` -> ${JSON.stringify(mended)}`}`,
        );
      }
      if (mended === 'delete-row') continue;
      const before = found.map((each) => `${each.finding.rule} ${each.finding.message}`);
      const after = lintRow(schema, mended, schemaRules);
      assert.ok(after.length < found.length, `"${fix.title}" leaves its finding`);
      for (const each of after) {
        const added = `${each.finding.rule} ${each.finding.message}`;
        assert.ok(before.includes(added), `"${fix.title}" adds ${added}`);
      }
    }
    return lines;
  });
  assert.deepEqual(printed, expected);
}

const [hi, hello] = [
  { role: 'user', content: 'Hi' },
  { role: 'assistant', content: 'Hello' },
];
const chat = (...messages: unknown[]): Values => ({ messages });

const call = (id: string, name: string, text: string) => ({
  role: 'assistant',
  content: null,
  tool_calls: [{ id, type: 'function', function: { name, arguments: text } }],
});
const result = (id: string) => ({ role: 'tool', tool_call_id: id, content: '7' });

test('sound conversations have no findings', () => {
  check('messages', chat(hi, hello), []);
  check('messages', chat({ role: 'developer', content: 'x' }, hi, hello, hi, hello), []);
  check('messages', chat(hi, call('a', 'f', '{"x": 1}'), result('a'), hello), []);
  check('messages', chat(hi, call('a', 'f', '{}')), []);
  check(
    'sharegpt',
    {
      conversations: [
        { from: 'human', value: 'a' },
        { from: 'gpt', value: 'b' },
      ],
    },
    [],
  );
  check('preference', { prompt: 'a', chosen: 'b', rejected: 'c' }, []);
  check('prompt-completion', { prompt: [hi], completion: [hello] }, []);
});

test('L-CHT-01: a conversation that is missing or empty', () => {
  check('messages', {}, ['L-CHT-01 messages: {}', '  Delete this row']);
  check('messages', chat(), ['L-CHT-01 messages: []', '  Delete this row']);
  check('messages', { messages: 'Hi' }, ['L-CHT-01 messages: "Hi"', '  Delete this row']);
  check('sharegpt', { conversations: null }, ['L-CHT-01 conversations: null', '  Delete this row']);
});

test('L-CHT-02: a message that lacks what it needs', () => {
  check('messages', chat({ content: 'Hi' }, hello), [
    'L-CHT-02 messages[0]: {"content":"Hi"}',
    '  Insert "role": "user" -> {"messages":[{"content":"Hi","role":"user"},{"role":"assistant","content":"Hello"}]}',
  ]);
  check('messages', chat(hi, { content: 'Hello' }), [
    'L-CHT-02 messages[1]: {"content":"Hello"}',
    '  Insert "role": "assistant" -> {"messages":[{"role":"user","content":"Hi"},{"content":"Hello","role":"assistant"}]}',
  ]);
  check('messages', chat(hi, { role: 'assistant', text: 'Hello' }), [
    'L-CHT-02 messages[1]: {"role":"assistant","text":"Hello"}',
    '  Rename "text" to "content" -> {"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":"Hello"}]}',
  ]);
  check('messages', chat(hi, { role: 'assistant', content: null }), [
    'L-CHT-02 messages[1].content: null',
    '  Delete this row',
  ]);
  check('messages', chat({ role: 'user', content: 7 }, hello), [
    'L-CHT-02 messages[0].content: 7',
    '  Write it as text -> {"messages":[{"role":"user","content":"7"},{"role":"assistant","content":"Hello"}]}',
  ]);
  check('messages', chat('Hi', hello), ['L-CHT-02 messages[0]: "Hi"', '  Delete this row']);
});

test('L-CHT-03: a role that nobody knows', () => {
  check('messages', chat({ role: 'human', content: 'Hi' }, hello), [
    'L-CHT-03 messages[0].role: "human"',
    '  Change to "user" -> {"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":"Hello"}]}',
  ]);
  check('messages', chat(hi, { role: 'asistant', content: 'Hello' }), [
    'L-CHT-03 messages[1].role: "asistant"',
    '  Change to "assistant" -> {"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":"Hello"}]}',
  ]);
  check('messages', chat(hi, { role: 'Bob', content: 'Hello' }, hello), [
    'L-CHT-03 messages[1].role: "Bob"',
  ]);
  check(
    'sharegpt',
    {
      conversations: [
        { from: 'human', value: 'a' },
        { from: 'bot', value: 'b' },
      ],
    },
    [
      'L-CHT-03 conversations[1].from: "bot"',
      '  Change to "gpt" -> {"conversations":[{"from":"human","value":"a"},{"from":"gpt","value":"b"}]}',
    ],
  );
});

test('L-CHT-04: nothing to train on', () => {
  check('messages', chat(hi), [
    'L-CHT-04 messages: [{"role":"user","content":"Hi"}]',
    '  Delete this row',
  ]);
  check('messages', chat(hi, { ...hello, weight: 0 }), [
    'L-CHT-04 messages: [{"role":"user","content":"Hi"},{"role":"assistant","content":"Hello","weight":0}]',
    '  Delete this row',
  ]);
});

test('L-CHT-05: system messages elsewhere than at the start', () => {
  const system = { role: 'system', content: 'S' };
  check('messages', chat(hi, system, hello), [
    'L-CHT-05 messages[1]: {"role":"system","content":"S"}',
    '  Move it to the start -> {"messages":[{"role":"system","content":"S"},{"role":"user","content":"Hi"},{"role":"assistant","content":"Hello"}]}',
  ]);
  check('messages', chat(system, hi, system, hello), [
    'L-CHT-05 messages[2]: {"role":"system","content":"S"}',
    '  Merge the system messages into the first -> {"messages":[{"role":"system","content":"S\\n\\nS"},{"role":"user","content":"Hi"},{"role":"assistant","content":"Hello"}]}',
  ]);
});

test('L-CHT-06: one speaker twice', () => {
  check('messages', chat(hi, hi, hi, hello), [
    'L-CHT-06 messages[1] +1: {"role":"user","content":"Hi"}',
    '  Merge these 3 turns -> {"messages":[{"role":"user","content":"Hi\\n\\nHi\\n\\nHi"},{"role":"assistant","content":"Hello"}]}',
  ]);
  check('messages', chat(hi, hello, hello), [
    'L-CHT-06 messages[2]: {"role":"assistant","content":"Hello"}',
    '  Merge these 2 turns -> {"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":"Hello\\n\\nHello"}]}',
  ]);
});

test('L-CHT-07: an end without an answer', () => {
  check('messages', chat(hi, hello, hi), [
    'L-CHT-07 messages[2]: {"role":"user","content":"Hi"}',
    '  Remove the last message -> {"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":"Hello"}]}',
  ]);
  check(
    'preference',
    { prompt: [hi, hello], chosen: [hello], rejected: [{ ...hello, content: 'No' }] },
    ['L-CHT-07 prompt[1]: {"role":"assistant","content":"Hello"}'],
  );
});

test('L-CHT-08: tool calls that do not fit', () => {
  check('messages', chat(hi, call('a', 'f', '{x: 1}'), result('a'), hello), [
    'L-CHT-08 messages[1].tool_calls[0].function.arguments: {x: 1}'.replace('{x: 1}', '"{x: 1}"'),
  ]);
  check('messages', chat(hi, result('a'), hello), [
    'L-CHT-08 messages[1]: {"role":"tool","tool_call_id":"a","content":"7"}',
  ]);
  check('messages', chat(hi, call('a', 'f', '{}'), result('b'), hello), [
    'L-CHT-08 messages[2].tool_call_id: "b"',
    `  Change to "a" -> ${JSON.stringify(chat(hi, call('a', 'f', '{}'), result('a'), hello))}`,
  ]);
  check('messages', chat(hi, call('a', 'f', '{}'), hello), [
    'L-CHT-08 messages[1].tool_calls[0].id: "a"',
  ]);
  const tools = [{ type: 'function', function: { name: 'search' } }];
  check('messages', { ...chat(hi, call('a', 'serch', '{}'), result('a'), hello), tools }, [
    'L-CHT-08 messages[1].tool_calls[0].function.name: "serch"',
    `  Change to "search" -> ${JSON.stringify({ ...chat(hi, call('a', 'search', '{}'), result('a'), hello), tools })}`,
  ]);
  const written = (value: string): Values => ({
    conversations: [
      { from: 'human', value: 'a' },
      { from: 'function_call', value },
      { from: 'observation', value: '7' },
      { from: 'gpt', value: 'b' },
    ],
    tools: '[{"name": "search"}]',
  });
  check('sharegpt', written('{"name": "search", "arguments": {}}'), []);
  check('sharegpt', written('search()'), ['L-CHT-08 conversations[1].value: "search()"']);
  check('sharegpt', { ...written('{"name": "search", "arguments": {}}'), tools: '[{' }, [
    'L-CHT-08 tools: "[{"',
  ]);
});

test('L-CHT-09: tokens of templates in texts', () => {
  check('alpaca', { instruction: 'Say <|im_end|> now', output: 'Yes</s>' }, [
    'L-CHT-09 instruction: <|im_end|>',
    '  Remove this token -> {"instruction":"Say now","output":"Yes</s>"}',
    'L-CHT-09 output: </s>',
    '  Remove this token -> {"instruction":"Say <|im_end|> now","output":"Yes"}',
  ]);
  check('prompt-completion', { prompt: '[INST] a [/INST]', completion: '<|endoftext|>' }, [
    'L-CHT-09 prompt +1: [INST]',
    '  Remove these 2 tokens -> {"prompt":"a","completion":"<|endoftext|>"}',
    'L-CHT-09 completion: <|endoftext|>',
    '  Delete this row',
  ]);
  check('alpaca', { instruction: 'a < b', output: 'x[1] <b>|</b>' }, []);
});

test('L-PRF-01: pairs that teach nothing', () => {
  check('preference', { prompt: 'a', chosen: 'b', rejected: 'b ' }, [
    'L-PRF-01 rejected: "b "',
    '  Delete this row',
  ]);
  check('preference', { prompt: 'a', chosen: ' ', rejected: 'b' }, [
    'L-PRF-01 chosen: " "',
    '  Delete this row',
  ]);
  check('preference', { prompt: 'a', chosen: 'b' }, [
    'L-PRF-01 rejected: {"prompt":"a","chosen":"b"}',
    '  Delete this row',
  ]);
  check('preference', { prompt: 'a', chosen: [hello], rejected: [hello] }, [
    'L-PRF-01 rejected: [{"role":"assistant","content":"Hello"}]',
    '  Delete this row',
  ]);
});

test('L-PAR-01: pairs that are none', () => {
  check('parallel', { source: 'one two three four', target: 'eins' }, [
    'L-PAR-01 target: "eins"',
    '  Delete this row',
  ]);
  check('parallel', { source: 'one two three four five six', target: 'eins zwei drei' }, [
    'L-PAR-01 (information) target: "eins zwei drei"',
    '  Delete this row',
  ]);
  check('parallel', { source: 'The sky is blue today', target: '今天天空很蓝' }, []);
  check('parallel', { source: 'same', target: 'same' }, [
    'L-PAR-01 target: "same"',
    '  Delete this row',
  ]);
  check('parallel', { source: '', target: 'x' }, ['L-PAR-01 source: ""', '  Delete this row']);
});

test('L-QA-01: answers that stand elsewhere', () => {
  const row = (start: unknown, text = 'red'): Values => ({
    context: '😀😀 It is red.',
    question: 'Colour?',
    answers: { text: [text], answer_start: [start] },
  });
  check('question-answering', row(9), []);
  check('question-answering', row(11), [
    'L-QA-01 answers.answer_start[0]: 11',
    `  Change the offset to 9 -> ${JSON.stringify(row(9))}`,
  ]);
  check('question-answering', row(null), [
    'L-QA-01 answers.answer_start[0]: null',
    `  Change the offset to 9 -> ${JSON.stringify(row(9))}`,
  ]);
  check('question-answering', row(9, 'blue'), [
    'L-QA-01 answers.text[0]: "blue"',
    '  Delete this row',
  ]);
  check('question-answering', { ...row(0), answers: { text: [], answer_start: [] } }, []);
  const said = (start: number): string | undefined =>
    lintRow(usualSchema('question-answering'), row(start), schemaRules)[0]?.finding.message;
  assert.match(said(11) ?? '', /^Offset 11 counts UTF-16 code units/);
  assert.match(said(15) ?? '', /^Offset 15 counts bytes/);
  assert.match(said(400) ?? '', /^Offset 400 lies behind the end/);
  assert.match(said(3) ?? '', /^At 3 stands "It ". The answer begins at character 9/);
});

test('L-NER-01: tags that make no spans', () => {
  check('token-classification', { tokens: ['a', 'b', 'c'], tags: ['B-PER', 'I-PER', 'O'] }, []);
  check('token-classification', { tokens: ['a', 'b'], tags: [1, 2] }, []);
  check('token-classification', { tokens: ['a', 'b'], tags: ['O'] }, [
    'L-NER-01 tags: ["O"]',
    '  Delete this row',
  ]);
  check('token-classification', { tokens: ['a', 'b', 'c'], tags: ['O', 'I-PER', 'I-PER'] }, [
    'L-NER-01 tags[1]: "I-PER"',
    '  Change to "B-PER" -> {"tokens":["a","b","c"],"tags":["O","B-PER","I-PER"]}',
  ]);
  check('token-classification', { tokens: ['a', 'b'], tags: ['B-PER', 'I-LOC'] }, [
    'L-NER-01 tags[1]: "I-LOC"',
    '  Change to "B-LOC" -> {"tokens":["a","b"],"tags":["B-PER","B-LOC"]}',
  ]);
  check('token-classification', { tokens: 'Ada 😀', tags: [{ start: 0, end: 5, label: 'X' }] }, []);
  check('token-classification', { tokens: 'Ada 😀', tags: [[0, 6, 'X']] }, [
    'L-NER-01 tags[0]: [0,6,"X"]',
    '  Remove this span -> {"tokens":"Ada 😀","tags":[]}',
  ]);
});

test('rules never throw, and their fixes never do', () => {
  for (let seed = 0; seed < 2_000; seed += 1) {
    const random = seededRandom(seed);
    const values = randomRow(random);
    for (const name of schemaNames) {
      try {
        for (const { fixes } of lintRow(usualSchema(name), values, schemaRules, '{}')) fixes();
      } catch (error) {
        assert.fail(`seed ${seed}, ${name}: ${String(error)}`);
      }
    }
  }
});

const shared = path.join(process.env.FINETUNE_ROOT ?? '', '../shared/data');

/** Findings of real files by rule; what they are was looked at one by one. */
const real: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  'instructions/alpaca_en_demo.json': {},
  'instructions/glaive_toolcall_en_demo.json': {},
  'instructions/v1_sft_demo.jsonl': {},
  'instructions/dpo_en_demo.json': {},
  'axolotl_fixtures/conversation.json': {},
  'axolotl_fixtures/conversation.missingturns.json': {},
  'xquad/xquad.en.json': {},
};

for (const [file, expected] of Object.entries(real)) {
  const at = path.join(shared, file);
  test(`findings of ${file}`, { skip: existsSync(at) ? false : `needs ${file}` }, async () => {
    const rows: Values[] = [];
    for await (const { values } of readRows(sourceOf(at))) rows.push(values);
    const schema = detectSchema(
      rows.map((values) => ({ values })),
      recogniseAll,
    );
    const counts: Record<string, number> = {};
    for (const values of rows) {
      for (const { finding } of lintRow(schema, values, schemaRules)) {
        counts[finding.rule] = (counts[finding.rule] ?? 0) + 1;
      }
    }
    assert.deepEqual(counts, expected);
  });
}

test(
  'pairs of Multi30k whose lengths do not match',
  { skip: existsSync(path.join(shared, 'multi30k')) ? false : 'needs multi30k' },
  async () => {
    const lines = async (name: string): Promise<string[]> => {
      const texts: string[] = [];
      const source = { ...sourceOf(path.join(shared, 'multi30k', name)), format: 'text' as const };
      for await (const { values } of readRows(source)) texts.push(String(values.text));
      return texts;
    };
    const [sources, targets] = [await lines('train.en'), await lines('train.de')];
    assert.equal(sources.length, targets.length);
    const counts: Record<string, number> = {};
    for (const [at, source] of sources.entries()) {
      const values = { source, target: targets[at] };
      for (const { finding } of lintRow(usualSchema('parallel'), values, schemaRules)) {
        counts[finding.severity] = (counts[finding.severity] ?? 0) + 1;
      }
    }
    assert.deepEqual(counts, { information: 84, warning: 2 });
  },
);

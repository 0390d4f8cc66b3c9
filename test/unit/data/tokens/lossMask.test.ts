import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import {
  lossMask,
  readRowTokenizer,
  type RowTokenizer,
} from '../../../../src/data/tokens/lossMask';
import { countTokens } from '../../../../src/data/tokens/tokenCounter';
import { partsOf } from '../../../../src/data/schemas/partsOf';
import type { SchemaName } from '../../../../src/data/schemas/schema';
import { valueAt } from '../lint/checkRule';
import { usualSchema } from '../schemas/usualSchema';

type Values = Readonly<Record<string, unknown>>;

interface Golden {
  readonly tokenizer: object;
  readonly templates: readonly {
    readonly name: string;
    readonly template: string;
    readonly cases: readonly {
      readonly messages: readonly { readonly role: string; readonly content: string }[];
      readonly refused?: string;
      readonly text?: string;
      readonly ids?: readonly number[];
      readonly mask?: readonly number[];
    }[];
  }[];
}

const root = process.env.FINETUNE_ROOT ?? '.';
const golden = JSON.parse(
  readFileSync(path.join(root, 'test/fixtures/tokens/chat.json'), 'utf8'),
) as Golden;

const folders: string[] = [];
after(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

/** A model folder with the fixture's tokenizer and this template. */
function tokenizerWith(template: string | null, maxLength = 1_000): RowTokenizer {
  const folder = mkdtempSync(path.join(tmpdir(), 'finetune-chat-'));
  folders.push(folder);
  writeFileSync(path.join(folder, 'tokenizer.json'), JSON.stringify(golden.tokenizer));
  const config = { bos_token: '<s>', eos_token: { content: '</s>' }, chat_template: template };
  writeFileSync(path.join(folder, 'tokenizer_config.json'), JSON.stringify(config));
  return readRowTokenizer(folder, maxLength);
}

function maskOf(values: Values, name: SchemaName, tokenizer: RowTokenizer) {
  const schema = usualSchema(name);
  return lossMask({ schema, values, parts: partsOf(schema, values) }, tokenizer);
}

for (const { name, template, cases } of golden.templates) {
  test(`template ${name}: text, tokens and mask are those of transformers`, () => {
    const tokenizer = tokenizerWith(template);
    for (const { messages, refused, text, ids, mask } of cases) {
      if (refused !== undefined) {
        assert.throws(() => maskOf({ messages }, 'messages', tokenizer), { name: 'UserError' });
        continue;
      }
      const made = maskOf({ messages }, 'messages', tokenizer);
      assert.equal(made.text, text);
      assert.deepEqual(
        made.tokens.map(({ id }) => id),
        ids,
      );
      assert.deepEqual(
        made.tokens.map(({ isTrained }) => Number(isTrained)),
        mask,
        JSON.stringify(messages),
      );
      for (const { start, end, field } of made.tokens) {
        if (field === null) continue;
        const own = (valueAt({ messages }, field.path) as string).slice(field.start, field.end);
        assert.ok(
          made.text.slice(start, end).includes(own),
          `"${own}" is not in "${made.text.slice(start, end)}"`,
        );
      }
      const said = messages.map(({ content }) => content.trim());
      const covered = messages.map((_, index) =>
        made.tokens.flatMap(({ field }) => (field?.path[1] === index ? [field] : [])),
      );
      for (const [index, fields] of covered.entries()) {
        const content = messages[index]!.content;
        const joined = content.slice(fields[0]?.start, fields.at(-1)?.end);
        assert.equal(joined.trim(), said[index]);
      }
    }
  });
}

const chatml = golden.templates[0]!.template;

test('the same conversation in other schemas makes the same tokens', () => {
  const tokenizer = tokenizerWith(chatml);
  const { messages, ids, mask } = golden.templates[0]!.cases[0]!;
  const [asked, said] = messages.map(({ content }) => content);
  const rows: readonly (readonly [SchemaName, Values])[] = [
    [
      'sharegpt',
      {
        conversations: [
          { from: 'human', value: asked },
          { from: 'gpt', value: said },
        ],
      },
    ],
    ['alpaca', { instruction: asked, input: '', output: said }],
    [
      'prompt-completion',
      {
        prompt: [{ role: 'user', content: asked }],
        completion: [{ role: 'assistant', content: said }],
      },
    ],
  ];
  for (const [name, values] of rows) {
    const made = maskOf(values, name, tokenizer);
    assert.deepEqual(
      made.tokens.map(({ id }) => id),
      ids,
      name,
    );
    assert.deepEqual(
      made.tokens.map(({ isTrained }) => Number(isTrained)),
      mask,
      name,
    );
  }
});

test('what is longer than maxLength is cut, and a long prompt leaves nothing to train on', () => {
  const messages = [
    { role: 'user', content: 'the answer '.repeat(30) },
    { role: 'assistant', content: 'Paris.' },
  ];
  const long = tokenizerWith(chatml, 40);
  const count = countTokens(maskOf({ messages }, 'messages', long), long);
  assert.ok(
    count.tokens > 60 && count.trained === 5 && count.trainedKept === 0,
    JSON.stringify(count),
  );
  const short = tokenizerWith(chatml, 1_000);
  assert.equal(countTokens(maskOf({ messages }, 'messages', short), short).trainedKept, 5);
});

test('texts without a template are joined, and end with the end of text', () => {
  const tokenizer = tokenizerWith(null);
  const made = maskOf(
    { prompt: 'The sky is', completion: ' blue.' },
    'prompt-completion',
    tokenizer,
  );
  assert.equal(made.text, 'The sky is blue.</s>');
  const trained = made.tokens.filter(({ isTrained }) => isTrained);
  assert.equal(made.text.slice(trained[0]!.start, trained.at(-1)!.end), ' blue.</s>');
});

test('an answer in a context is what a question trains on', () => {
  const tokenizer = tokenizerWith(null);
  const values = {
    question: 'Which river?',
    context: '🙂 In Paris, the river is the Seine.',
    answers: { text: ['the Seine'], answer_start: [25] },
  };
  const made = maskOf(values, 'question-answering', tokenizer);
  const trained = made.tokens.filter(({ isTrained }) => isTrained);
  assert.equal(made.text.slice(trained[0]!.start, trained.at(-1)!.end).trim(), 'the Seine');
});

for (const [what, template, says] of [
  [
    'runs for ever',
    '{% for a in range(99999) %}{% for b in range(99999) %}{% set x = b %}{% endfor %}{% endfor %}',
    /runs too long/,
  ],
  [
    'asks for a huge list',
    '{% for a in range(10000000000) %}{{ a }}{% endfor %}',
    /range\(\) is too long/,
  ],
  ['is no template', '{% for %}', /chat template of this model cannot be used/],
] as const) {
  test(`a template that ${what} is refused`, () => {
    const messages = [
      { role: 'user', content: 'a' },
      { role: 'assistant', content: 'b' },
    ];
    assert.throws(
      () => maskOf({ messages }, 'messages', tokenizerWith(template)),
      (error: Error) => {
        assert.equal(error.name, 'UserError');
        assert.match(error.message, says);
        return true;
      },
    );
  });
}

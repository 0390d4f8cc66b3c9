import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { detectSchema, recogniseAll } from '../../../../src/data/schemas/detectSchema';
import { lintSetup } from '../../../../src/extension/lint/lintSetup';
import { rowLoss } from '../../../../src/extension/lint/worker/rowLoss';

const root = process.env.FINETUNE_ROOT ?? '.';
const { tokenizer, templates } = JSON.parse(
  readFileSync(path.join(root, 'test/fixtures/tokens/chat.json'), 'utf8'),
) as { tokenizer: object; templates: readonly { template: string }[] };

const folder = mkdtempSync(path.join(tmpdir(), 'finetune-loss-'));
after(() => rmSync(folder, { recursive: true }));
writeFileSync(path.join(folder, 'tokenizer.json'), JSON.stringify(tokenizer));
writeFileSync(
  path.join(folder, 'tokenizer_config.json'),
  JSON.stringify({ eos_token: '</s>', chat_template: templates[0]!.template }),
);

const chat = (asked: string): Record<string, unknown> => ({
  messages: [
    { role: 'user', content: asked },
    { role: 'assistant', content: 'Paris & <b>more</b>.' },
  ],
});

function lossOf(
  values: Readonly<Record<string, unknown>>,
  model: { path: string; maxLength: number } | null,
) {
  const schema = detectSchema([{ values }], recogniseAll);
  const setup = lintSetup('a.jsonl', [], {
    settings: { rules: {}, thresholds: {}, mostPerRule: 1 },
    suppressed: [],
  });
  return rowLoss({ values, schema }, { ...setup, model });
}

test('a row says how many of its tokens carry loss, and shows them', () => {
  const loss = lossOf(chat('What is the capital?'), { path: folder, maxLength: 100 });
  assert.ok(loss !== null);
  assert.match(loss.title, /^\d+ tokens, \d+ carry loss, 0 cut at 100$/);
  assert.equal(loss.isError, false);
  // What trains is marked, and nothing of the row is read as HTML.
  assert.match(loss.hover, /<strong><u>Paris &#38; &#60;b&#62;more/);
  assert.ok(!loss.hover.includes('<b>'));
});

test('a row whose prompt fills everything is an error', () => {
  const loss = lossOf(chat('the answer '.repeat(50)), { path: folder, maxLength: 40 });
  assert.ok(loss !== null);
  assert.equal(loss.title, 'Trains on 0 tokens: the prompt alone fills maxLength 40');
  assert.equal(loss.isError, true);
  assert.match(loss.hover, /<s>/);
});

test('without a model, or a tokenizer in its folder, nothing is made up', () => {
  assert.equal(lossOf(chat('Hello?'), null), null);
  const empty = mkdtempSync(path.join(tmpdir(), 'finetune-loss-'));
  after(() => rmSync(empty, { recursive: true }));
  assert.match(
    lossOf(chat('Hello?'), { path: empty, maxLength: 40 })?.title ?? '',
    /has no tokenizer/,
  );
});

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { detectSchema, recogniseAll } from '../../../../src/data/schemas/detectSchema';
import { shortenedRow } from '../../../../src/data/tokens/shortenedRow';
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

const chat = (asked: string, answer = 'Paris & <b>more</b>.'): Record<string, unknown> => ({
  messages: [
    { role: 'user', content: asked },
    { role: 'assistant', content: answer },
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

test('of a row of megabytes the beginning is read, which says the same of what training keeps', () => {
  const model = { path: folder, maxLength: 40 };
  const answer = (words: number): string => 'the river goes '.repeat(words);
  const [long, short] = [200_000, 1_000].map((words) =>
    lossOf(chat('Where?', answer(words)), model),
  );
  const carried = /(\d+) carry loss/;
  assert.match(long?.title ?? '', /^over \d+ tokens, \d+ carry loss, over \d+ cut at 40$/);
  assert.match(short?.title ?? '', /^\d+ tokens, \d+ carry loss, \d+ cut at 40$/);
  assert.equal(carried.exec(long?.title ?? '')?.[1], carried.exec(short?.title ?? '')?.[1]);
  const filled = lossOf(chat(answer(200_000)), model);
  assert.equal(filled?.title, 'Trains on 0 tokens: the prompt alone fills maxLength 40');
});

test('a long row is cut where nothing is kept, and otherwise stays as it is', () => {
  const short = { text: 'a'.repeat(20_000), list: ['b', { c: null, d: 1 }] };
  assert.equal(shortenedRow(short, 128), short);
  const long = shortenedRow({ text: 'a'.repeat(2_000_000), n: 1 }, 4_096);
  assert.deepEqual([String(long.text).length, long.n], [16 * 4_096, 1]);
  const many = shortenedRow({ texts: Array<string>(500).fill('a'.repeat(10_000)) }, 128);
  const lengths = (many.texts as readonly string[]).map(({ length }) => length);
  assert.deepEqual([lengths.length, lengths[0], lengths.at(-1)], [500, 10_000, 200]);
  assert.ok(lengths.reduce((sum, each) => sum + each, 0) < 200_000);
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

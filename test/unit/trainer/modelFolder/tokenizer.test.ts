import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { UserError } from '../../../../src/protocol/errors';
import { loadTokenizer } from '../../../../src/trainer/modelFolder/tokenizer';
import { readTokenizerFiles } from '../../../../src/data/tokens/tokenizerFiles';

const root = process.env.FINETUNE_ROOT ?? '.';
const bert = path.join(root, 'test/fixtures/models/bert');
const vocabSize = 60;

test('texts are encoded and cut as transformers does', async () => {
  const cases = JSON.parse(readFileSync(path.join(bert, 'encodings.json'), 'utf8')) as {
    text: string;
    ids: number[];
    cut: number[];
  }[];
  const tokenizer = await loadTokenizer(readTokenizerFiles(bert, { vocabSize }));
  for (const { text, ids, cut } of cases) {
    assert.deepEqual(tokenizer.encode(text, 1_000), ids, JSON.stringify(text));
    assert.deepEqual(tokenizer.encode(text, 8), cut, `${JSON.stringify(text)}, cut`);
  }
});

for (const [what, change] of [
  ['a template without a text', { type: 'TemplateProcessing', single: [], special_tokens: {} }],
  ['no template', { type: 'TemplateProcessing' }],
] as const) {
  test(`a tokenizer with ${what} is refused`, async () => {
    const files = readTokenizerFiles(bert, { vocabSize });
    const tokenizer = { ...files.tokenizer, post_processor: change };
    await assert.rejects(loadTokenizer({ ...files, tokenizer }), (error) => {
      return error instanceof UserError && error.message.startsWith('The tokenizer');
    });
  });
}

test('the beginning of a long text has the tokens it has within the whole', async () => {
  const tokenizer = await loadTokenizer(readTokenizerFiles(bert, { vocabSize }));
  const words = ['sing', 'kindness', 'a', '.', 'x'.repeat(150), '  \n', 'Éa'];
  const text = Array.from({ length: 5_000 }, (_, i) => words[(i * i) % 7]).join(' ');
  const whole = tokenizer.encode(text, 1_000_000);
  const cut = tokenizer.encode(text, 40);
  assert.deepEqual(cut, [...whole.slice(0, 39), whole.at(-1)]);
});

test('a text of 20 million characters is cut without reading it all', async () => {
  const tokenizer = await loadTokenizer(readTokenizerFiles(bert, { vocabSize }));
  const startedAt = performance.now();
  assert.equal(tokenizer.encode('a b c '.repeat(3_500_000), 64).length, 64);
  assert.ok(performance.now() - startedAt < 10_000);
});

const wordPiece = { type: 'WordPiece', unk_token: '[UNK]', vocab: { '[UNK]': 0, a: 1 } };
const plain = {
  added_tokens: [],
  normalizer: { type: 'BertNormalizer' },
  pre_tokenizer: { type: 'BertPreTokenizer' },
  post_processor: null,
  decoder: null,
  model: wordPiece,
};
const split = { type: 'Split', pattern: { Regex: '(a+)+$' }, behavior: 'Isolated' };

const refused: Readonly<Record<string, readonly [tokenizer: unknown, message: RegExp]>> = {
  'no object': [[], /must hold a JSON object/],
  'a regular expression': [{ ...plain, pre_tokenizer: split }, /"pre_tokenizer".*type "Split"/],
  'one within a sequence': [
    { ...plain, pre_tokenizer: { type: 'Sequence', pretokenizers: [split] } },
    /"pre_tokenizer".*type "Split"/,
  ],
  'sequences without end': [
    {
      ...plain,
      normalizer: { type: 'Sequence', normalizers: [{ type: 'Sequence', normalizers: [] }] },
    },
    /sequence within a sequence/,
  ],
  'another model': [{ ...plain, model: { type: 'BPE' } }, /only WordPiece/],
  'no vocabulary': [{ ...plain, model: { ...wordPiece, vocab: ['a'] } }, /"model.vocab"/],
  'an id beyond the embedding': [
    { ...plain, model: { ...wordPiece, vocab: { '[UNK]': 0, a: 60 } } },
    /"a" has the id 60, the model has ids from 0 to 59/,
  ],
  'an id that is a text': [
    { ...plain, model: { ...wordPiece, vocab: { '[UNK]': '0' } } },
    /has the id "0"/,
  ],
  'no unknown token': [{ ...plain, model: { ...wordPiece, vocab: { a: 1 } } }, /unk_token/],
  'words without end': [
    { ...plain, model: { ...wordPiece, max_input_chars_per_word: 1e9 } },
    /max_input_chars_per_word/,
  ],
  'an added token beyond the embedding': [
    { ...plain, added_tokens: [{ content: 'b', id: 99 }] },
    /"added_tokens"/,
  ],
  'an empty added token': [{ ...plain, added_tokens: [{ content: '', id: 1 }] }, /without content/],
};

for (const [what, [tokenizer, message]] of Object.entries(refused)) {
  test(`a tokenizer with ${what} is refused`, (t) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'finetune-tokenizer-'));
    t.after(() => rmSync(folder, { recursive: true }));
    writeFileSync(path.join(folder, 'tokenizer.json'), JSON.stringify(tokenizer));
    assert.throws(
      () => readTokenizerFiles(folder, { vocabSize }),
      (error) => error instanceof UserError && message.test(error.message) && !!error.place,
    );
  });
}

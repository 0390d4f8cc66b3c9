import assert from 'node:assert/strict';
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { loadTokenizer } from '../../../../src/trainer/modelFolder/tokenizer';
import { readTokenizerFiles } from '../../../../src/data/tokens/tokenizerFiles';

const root = process.env.FINETUNE_ROOT ?? '.';
const shared = path.join(root, '../shared/data/tokenizers');

interface Golden {
  readonly strings: readonly string[];
  readonly tokenizers: Readonly<
    Record<string, { vocab_size: number; cases: readonly { ids: readonly number[] }[] }>
  >;
}

for (const [name, config] of [
  ['bert-base-uncased', { do_lower_case: true }],
  ['bert-base-cased', { do_lower_case: false }],
] as const) {
  const files = [path.join(shared, 'golden.json'), path.join(shared, name, 'vocab.txt')];
  const missing = files.find((file) => !existsSync(file));
  const skip = missing === undefined ? false : `${missing} is not there`;
  test(`${name} from vocab.txt encodes 59 hard texts as tokenizers does`, { skip }, async (t) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'finetune-golden-'));
    t.after(() => rmSync(folder, { recursive: true }));
    copyFileSync(files[1]!, path.join(folder, 'vocab.txt'));
    writeFileSync(path.join(folder, 'tokenizer_config.json'), JSON.stringify(config));
    const golden = JSON.parse(readFileSync(files[0]!, 'utf8')) as Golden;
    const { vocab_size: vocabSize, cases } = golden.tokenizers[name]!;
    const tokenizer = await loadTokenizer(readTokenizerFiles(folder, { vocabSize }));
    const wrong = golden.strings.filter((text, index) => {
      const ids = tokenizer.encode(text, 10_000);
      return ids.join() !== cases[index]!.ids.join();
    });
    assert.deepEqual(wrong, []);
  });
}

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
import { readModelTokenizer } from '../../../../src/data/tokens/modelTokenizer';
import { tokenSpans } from '../../../../src/data/tokens/tokenSpans';

const shared = path.join(process.env.FINETUNE_ROOT ?? '.', '../shared/data/tokenizers');

interface Golden {
  readonly strings: readonly string[];
  readonly tokenizers: Readonly<
    Record<
      string,
      {
        cases: readonly {
          ids_nospecial: readonly number[];
          offsets_nospecial: readonly (readonly [number, number])[];
        }[];
      }
    >
  >;
}

/** Offsets of the reference count code points; ours UTF-16 units. */
function unitsOf(text: string): readonly number[] {
  const units = [0];
  for (const character of text) units.push((units.at(-1) ?? 0) + character.length);
  return units;
}

const configs: Readonly<Record<string, object>> = {
  'bert-base-uncased': { do_lower_case: true },
  'bert-base-cased': { do_lower_case: false },
  'roberta-base': {},
  't5-small': {},
};

for (const name of Object.keys(configs)) {
  const source = path.join(shared, name);
  const missing = [path.join(shared, 'golden.json'), source].find((file) => !existsSync(file));
  const skip = missing === undefined ? false : `${missing} is not there`;
  test(`tokens of ${name} stand where the reference says`, { skip }, (t) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'finetune-spans-'));
    t.after(() => rmSync(folder, { recursive: true }));
    for (const file of ['tokenizer.json', 'tokenizer_config.json', 'vocab.txt']) {
      if (existsSync(path.join(source, file)))
        copyFileSync(path.join(source, file), path.join(folder, file));
    }
    if (!existsSync(path.join(folder, 'tokenizer_config.json'))) {
      writeFileSync(path.join(folder, 'tokenizer_config.json'), JSON.stringify(configs[name]));
    }
    const golden = JSON.parse(readFileSync(path.join(shared, 'golden.json'), 'utf8')) as Golden;
    const tokenizer = readModelTokenizer(folder);
    const wrong: string[] = [];
    let all = 0;
    for (const [index, text] of golden.strings.entries()) {
      const { ids_nospecial: ids, offsets_nospecial: offsets } =
        golden.tokenizers[name]!.cases[index]!;
      const spans = tokenSpans(tokenizer, text);
      const isSame = spans.map(({ id }) => id).join() === ids.join();
      if (!isSame) wrong.push(`other tokens of ${JSON.stringify(text)}`);
      if (!isSame) continue;
      const units = unitsOf(text);
      for (const [at, { start, end, token }] of spans.entries()) {
        if (/^[▁Ġ]/.test(token) && !/[\p{L}\p{N}\p{P}]/u.test(token.slice(1))) continue; // where a space ends is a matter of taste
        const [from, to] = offsets[at]!.map((offset) => units[offset]!) as [number, number];
        const [ours, theirs] = [plain(text.slice(start, end)), plain(text.slice(from, to))];
        all += 1;
        if (ours !== theirs)
          wrong.push(`${token} of ${JSON.stringify(text)}: "${ours}", not "${theirs}"`);
      }
    }
    assert.ok(all > 300, `only ${all} tokens`);
    assert.ok(wrong.length <= all / 50, wrong.join('\n'));
  });
}

/** Marks may go to the letter before them or be a token of their own. */
function plain(text: string): string {
  return text.trim().replace(/[\p{M}\u200b-\u200d\ufeff]/gu, '');
}

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { parseRunConfig } from '../../../../src/config/parseRunConfig';
import { lengthOffers, longestMaxLength } from '../../../../src/extension/lint/lengthOffers';
import { maxLengthEdits } from '../../../../src/extension/lint/maxLengthEdit';

const folder = mkdtempSync(path.join(tmpdir(), 'finetune-length-'));
after(() => rmSync(folder, { recursive: true }));

function written(text: string, maxLength: number): string {
  let changed = text;
  for (const { start, end, text: inserted } of maxLengthEdits(text, maxLength).toReversed())
    changed = changed.slice(0, start) + inserted + changed.slice(end);
  return changed;
}

const edits: readonly (readonly [what: string, text: string, after: string])[] = [
  [
    'a value with a comment',
    '{\n  "training": {"maxLength":  64 , "epochs": 1.0}, // short\n}\n',
    '{\n  "training": {"maxLength":  136 , "epochs": 1.0}, // short\n}\n',
  ],
  [
    'a section without it, in tabs and CRLF',
    '{\r\n\t"training": {\r\n\t\t"epochs": 1\r\n\t}\r\n}\r\n',
    '{\r\n\t"training": {\r\n\t\t"epochs": 1,\r\n\t\t"maxLength": 136\r\n\t}\r\n}\r\n',
  ],
  [
    'no section',
    '{\n    "model": "m"\n}\n',
    '{\n    "model": "m",\n    "training": {\n        "maxLength": 136\n    }\n}\n',
  ],
];

for (const [what, text, expected] of edits)
  test(`maxLength is written into ${what}`, () => {
    assert.equal(written(text, 136), expected);
  });

function offers(
  [tokens, longest, count]: readonly [number, number | null, number],
  { maxLength, model }: { readonly maxLength: number; readonly model: object | null },
): readonly string[] {
  const named = path.join(folder, 'model');
  rmSync(named, { recursive: true, force: true });
  if (model !== null) {
    mkdirSync(named);
    writeFileSync(path.join(named, 'config.json'), JSON.stringify(model));
  }
  const text = JSON.stringify({
    model: './model',
    data: { train: 'a.jsonl' },
    training: { maxLength },
  });
  const file = path.join(folder, 'a.finetune.json');
  const { config } = parseRunConfig(text, file);
  assert.ok(config !== null);
  return lengthOffers({ file, config }, { tokens, longest, count }).map(({ title }) =>
    title.replace('Raise maxLength to ', ''),
  );
}

test('the most that is offered is what a run config may say', () => {
  const problemsAt = (maxLength: number): number => {
    const text = `{ "model": "m", "data": { "train": "a.jsonl" }, "training": { "maxLength": ${maxLength} } }`;
    return parseRunConfig(text, path.join(folder, 'a.finetune.json')).problems.length;
  };
  assert.deepEqual([problemsAt(longestMaxLength), problemsAt(longestMaxLength + 1)], [0, 1]);
});

const bert = { model_type: 'bert', max_position_embeddings: 512 };
const roberta = { model_type: 'roberta', max_position_embeddings: 514, pad_token_id: 1 };

test('the smallest maxLength that holds the row is offered, and that which holds all', () => {
  const at64 = { maxLength: 64, model: bert };
  assert.deepEqual(offers([70, 70, 1], at64), ['72 in a.finetune.json: this row fits']);
  assert.deepEqual(offers([70, 200, 9], at64), [
    '72 in a.finetune.json: this row fits',
    '200 in a.finetune.json: all rows fit',
  ]);
  assert.deepEqual(offers([199, 200, 9], at64), ['200 in a.finetune.json: all rows fit']);
  assert.deepEqual(offers([70, null, 9], at64), ['72 in a.finetune.json: this row fits']);
});

test('what is offered is never more than the model reads', () => {
  const most = '512, the most this model reads, in a.finetune.json';
  assert.deepEqual(offers([600, 600, 1], { maxLength: 64, model: bert }), [most]);
  assert.deepEqual(offers([70, 600, 2], { maxLength: 64, model: roberta }), [
    '72 in a.finetune.json: this row fits',
    most,
  ]);
  assert.deepEqual(offers([600, 900, 2], { maxLength: 512, model: bert }), []);
  assert.deepEqual(offers([511, 511, 1], { maxLength: 64, model: bert }), [
    '512 in a.finetune.json: this row fits',
  ]);
  assert.deepEqual(offers([40_000, 40_000, 1], { maxLength: 64, model: null }), [
    '32,768, the most it may be, in a.finetune.json',
  ]);
});

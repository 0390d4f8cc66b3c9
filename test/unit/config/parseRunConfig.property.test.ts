import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseRunConfig } from '../../../src/config/parseRunConfig';
import { seededRandom } from '../data/seededRandom';

const whole = `{ // comment
  "model": "./m", "data": { "train": { "path": "t.csv", "columns": ["a"] }, "fields": { "text": "t" },
    "split": { "validation": 0.1, "stratify": null } },
  "training": { "epochs": 3, "learningRate": 2e-5, "classWeights": { "x": 1 } },\r
  "regularization": { "earlyStopping": { "patience": 3 } }, "evaluation": { "metrics": ["loss"], },
}`;
const scraps = [
  '"',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '0',
  '-1',
  '1e999',
  'null',
  'NaN',
  '//',
  '/*',
  '\\',
  '\n',
  '\u0000',
  '🙂',
  '"x": 1,',
];

test('whatever is typed gives a config or problems whose places lie in the text', () => {
  for (let seed = 0; seed < 1_500; seed += 1) {
    const random = seededRandom(seed);
    let text = whole;
    for (let edits = 1 + random.below(4); edits > 0; edits -= 1) {
      const at = random.below(text.length);
      text =
        text.slice(0, at) +
        (random.chance(0.5) ? random.pick(scraps) : '') +
        text.slice(at + random.below(6));
    }
    const lines = text.split(/\r\n|\r|\n/);
    const { config, problems } = parseRunConfig(text, '/a/b.finetune.json');
    assert.equal(config === null, problems.length > 0, `seed ${seed}: ${text}`);
    for (const { line, column, endLine, endColumn, message, next } of problems) {
      const what = `seed ${seed}: ${message} at ${line}:${column}-${endLine}:${endColumn}`;
      assert.ok(message !== '' && next !== '', what);
      assert.ok(line >= 1 && endLine <= lines.length && column >= 1, what);
      assert.ok(endLine > line || (endLine === line && endColumn > column), what);
      assert.ok(column <= (lines[line - 1] ?? '').length + 1, what);
    }
  }
});

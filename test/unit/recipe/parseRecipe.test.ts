import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { parseRecipe } from '../../../src/recipe/parseRecipe';
import { publishedRecipeSchema, recipeJsonSchema } from '../../../src/recipe/recipeKind';
import { recipeReference } from '../../../src/recipe/recipeReference';
import { keysIn, schemasIn } from '../../../src/config/schemaPlaces';

const file = path.resolve('/data/clean.recipe.json');

const whole = `{ "input": "raw.jsonl", "output": "clean.jsonl", "seed": 42,
  // the recipe of the documentation
  "steps": [ { "type": "normalize", "unicode": "NFC", "whitespace": true }, { "type": "fix-mojibake" }, { "type": "strip-markup" },
             { "type": "deduplicate", "kind": "exact" }, { "type": "deduplicate", "kind": "near", "threshold": 0.8 },
             { "type": "lint", "rules": ["L-TXT-01"], "action": "drop" }, { "type": "redact", "kinds": ["email", "phone"] },
             { "type": "filter", "where": "length(text) < 2000 && label != 'spam'" }, { "type": "rename", "fields": { "review": "text" } },
             { "type": "convert", "to": "messages" }, { "type": "balance", "by": "label", "method": "undersample" },
             { "type": "split", "validation": 0.1, "test": 0.1, "stratify": "label", "group": null }, { "type": "sample", "rows": 1000 }, { "type": "shuffle" }, ] }`;

test('the recipe of the design is read, paths beside it, defaults filled in', () => {
  const { recipe, problems } = parseRecipe(whole, file);
  assert.deepEqual(problems, []);
  assert.equal(recipe?.inputs[0]?.path, path.resolve('/data/raw.jsonl'));
  assert.equal(recipe.output, path.resolve('/data/clean.jsonl'));
  assert.equal(recipe.steps.length, 14);
  assert.deepEqual(recipe.steps[0], {
    type: 'normalize',
    unicode: 'NFC',
    whitespace: true,
    lineEnds: true,
    fields: null,
  });
});

const recipeWith = (steps: string, rest = '"input": "a.jsonl", "output": "b.jsonl"'): string =>
  `{ ${rest},\n"steps": [\n${steps}\n] }`;

interface Mistake {
  readonly text: string;
  /** What is underlined. */
  readonly at: string;
  readonly line: number;
  readonly says: RegExp;
}

const mistakes: Readonly<Record<string, Mistake>> = {
  'an unknown step': {
    text: recipeWith('{ "type": "dedupe" }'),
    at: '"dedupe"',
    line: 3,
    says: /no step "dedupe".*"deduplicate"/,
  },
  'an axis that is swapped back': {
    text: recipeWith('{ "type": "counterfactual", "axes": ["gender", "gender"] }'),
    at: '["gender", "gender"]',
    line: 3,
    says: /"gender" stands twice.*Name each axis once/,
  },
  'a misspelt step': {
    text: recipeWith('{ "type": "shufle" }'),
    at: '"shufle"',
    line: 3,
    says: /Did you mean "shuffle"\?/,
  },
  'a step of a later version': {
    text: recipeWith('{ "type": "translate" }'),
    at: '"translate"',
    line: 3,
    says: /Translation is not in this version yet/,
  },
  'a step without a type': {
    text: recipeWith('{ "where": "a" }'),
    at: '{ "where": "a" }',
    line: 3,
    says: /^"type" in step 1 is missing/,
  },
  'a step whose type stands under another key': {
    text: recipeWith('{ "step": "shuffle" }'),
    at: '{ "step": "shuffle" }',
    line: 3,
    says: /^"type" in step 1 is missing.*Write "type" in place of "step"\./s,
  },
  'an unknown key of its step': {
    text: recipeWith('{ "type": "shuffle" },\n{ "type": "deduplicate", "treshold": 0.8 }'),
    at: '"treshold"',
    line: 4,
    says: /Unknown key "treshold" in step 2 \(deduplicate\)\. Did you mean "threshold"\?/,
  },
  'a key of another step': {
    text: recipeWith('{ "type": "shuffle", "rows": 3 }'),
    at: '"rows"',
    line: 3,
    says: /Unknown key "rows" in step 1 \(shuffle\)/,
  },
  'a value out of range': {
    text: recipeWith('{ "type": "deduplicate", "kind": "near", "threshold": 2 }'),
    at: '2',
    line: 3,
    says: /^"threshold" in step 1 \(deduplicate\) is 2\. Allowed: a number above 0, at most 1/,
  },
  'an unknown rule': {
    text: recipeWith('{ "type": "lint", "rules": ["L-TXT-01", "L-TXT-99"] }'),
    at: '"L-TXT-99"',
    line: 3,
    says: /^Value 2 of "rules" in step 1 \(lint\) is "L-TXT-99".*L-TXT-09/,
  },
  'a step that is no object': {
    text: recipeWith('{ "type": "shuffle" },\n"shuffle"'),
    at: '"shuffle"',
    line: 4,
    says: /^Step 2 is "shuffle"\. Allowed: an object with/,
  },
  'a key of an input': {
    text: recipeWith(
      '',
      '"input": ["c.csv", { "path": "a.csv", "heder": true }], "output": "b.jsonl"',
    ),
    at: '"heder"',
    line: 1,
    says: /Unknown key "heder" in input 2\. Did you mean "header"\?/,
  },
  'a rule about two files': {
    text: recipeWith('{ "type": "lint", "rules": ["L-LEAK-01"] }'),
    at: '["L-LEAK-01"]',
    line: 3,
    says: /compares two files/,
  },
  'an expression, at its own characters': {
    text: recipeWith(`{ "type": "filter", "where": "a == \\"\\u0041\\" andd b" }`),
    at: 'andd',
    line: 3,
    says: /"andd" stands in the wrong place/,
  },
  'swaps before a split': {
    text: recipeWith('{ "type": "counterfactual" },\n{ "type": "split", "test": 0.1 }'),
    at: '{ "type": "counterfactual" }',
    line: 3,
    says: /different parts.*Put the split before/,
  },
  'two splits': {
    text: recipeWith('{ "type": "split", "test": 0.1 },\n{ "type": "split", "test": 0.1 }'),
    at: '{ "type": "split", "test": 0.1 }',
    line: 4,
    says: /split already/,
  },
  'a split that leaves no training rows': {
    text: recipeWith('{ "type": "split", "test": 0.6, "validation": 0.4 }'),
    at: '{ "type": "split", "test": 0.6, "validation": 0.4 }',
    line: 3,
    says: /leave no rows for training/,
  },
  'a sample without a size': {
    text: recipeWith('{ "type": "sample" }'),
    at: '{ "type": "sample" }',
    line: 3,
    says: /"rows" or "share"/,
  },
  'a format as output that is only read': {
    text: recipeWith('', '"input": "a.jsonl", "output": "b.txt"'),
    at: '"b.txt"',
    line: 1,
    says: /"\.txt" is no format that is written here/,
  },
  'the input as output': {
    text: recipeWith('', '"input": "a.jsonl", "output": "./a.jsonl"'),
    at: '"./a.jsonl"',
    line: 1,
    says: /The output is the input/,
  },
  'a missing output': {
    text: recipeWith('', '"input": "a.jsonl"'),
    at: '{',
    line: 1,
    says: /"output" is missing.*clean\.jsonl/,
  },
  'no object': { text: '[]', at: '[]', line: 1, says: /A recipe is one object, not an empty list/ },
  'broken JSON': { text: '{ "input" 1 }', at: '1', line: 1, says: /A colon is missing/ },
  'an empty file': { text: '  ', at: '', line: 1, says: /empty.*"steps"/ },
};

test('a mistake is told at its place with what to do', () => {
  for (const [what, { text, at, line, says }] of Object.entries(mistakes)) {
    const { recipe, problems } = parseRecipe(text, file);
    const [first] = problems;
    assert.equal(recipe, null, what);
    assert.ok(first, what);
    assert.match(`${first.message} ${first.next}`, says, what);
    assert.equal(first.line, line, what);
    const shown = text.split('\n')[line - 1]?.slice(first.column - 1, first.endColumn - 1);
    if (at !== '' && first.endLine === first.line) assert.equal(shown, at, what);
  }
});

test('the JSON schema describes every key of every step', () => {
  const schema = recipeJsonSchema();
  const types = schemasIn(schema, ['steps', 0]).map(({ properties }) => properties?.type?.const);
  assert.equal(new Set(types).size, 14);
  for (const type of types) {
    const root = { steps: [{ type }] };
    for (const key of keysIn(schema, ['steps', 0], root)) {
      const descriptions = schemasIn(schema, ['steps', 0], root).map(
        ({ properties }) => properties?.[key]?.description ?? '',
      );
      assert.equal(descriptions.length, 1, `${String(type)}.${key}`);
      assert.ok((descriptions[0] ?? '').length > 10, `${String(type)}.${key}`);
    }
  }
});

test('media/schemas and docs/recipe.md are those of the definition (node scripts/schema.mjs)', () => {
  const root = process.env.FINETUNE_ROOT ?? '.';
  const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');
  assert.deepEqual(
    JSON.parse(read('media/schemas/recipe.schema.json')),
    JSON.parse(JSON.stringify(publishedRecipeSchema())),
  );
  assert.equal(read('docs/recipe.md'), recipeReference());
});

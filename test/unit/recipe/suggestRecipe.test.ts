import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { checkRecipe } from '../../../src/recipe/checkRecipe';
import { examineDataset } from '../../../src/recipe/examineDataset';
import { parseRecipe } from '../../../src/recipe/parseRecipe';
import { previewRecipe } from '../../../src/recipe/previewRecipe';
import { suggestRecipe } from '../../../src/recipe/suggestRecipe';
import { temporaryFolder } from '../data/temporaryFolder';

const { folder, write } = temporaryFolder();
const lines = (rows: readonly unknown[]): string =>
  rows.map((row) => `${JSON.stringify(row)}\n`).join('');

const rows = [
  { text: 'fine as it is', label: 'a' },
  { text: '  cafÃ©  <b>au</b> lait ', label: 'a' },
  { text: 'write to me@firm.org', label: 'b' },
  { text: 'fine as it is', label: 'a' },
  { text: 'also fine', label: 'b' },
  { text: 'she is well', label: 'b' },
];

test('a new recipe has a step for what was found, and is valid with any comment taken away', async () => {
  write('raw.jsonl', lines(rows));
  const found = await examineDataset(path.join(folder, 'raw.jsonl'));
  assert.deepEqual(
    [found.rows, found.untidy, found.mojibake, found.markup, found.duplicates],
    [6, 1, 1, 1, 1],
  );
  assert.deepEqual(found.personal, { email: 1 });
  const text = suggestRecipe({ input: './raw.jsonl', output: './raw.clean.jsonl', found });
  const file = path.join(folder, 'raw.recipe.json');
  assert.deepEqual(await checkRecipe(text, file), []);
  const steps = parseRecipe(text, file).recipe?.steps.map(({ type }) => type);
  assert.deepEqual(steps, ['fix-mojibake', 'strip-markup', 'normalize', 'redact', 'deduplicate']);
  const optional = text.split('\n').filter((line) => line.includes('// ,'));
  assert.equal(optional.length, 6);
  for (const line of optional) {
    const taken = text.replace(line, line.replace('// ,', ','));
    assert.deepEqual(await checkRecipe(taken, file), [], line);
  }
  const all = text.replaceAll('// ,', ',');
  assert.deepEqual(await checkRecipe(all, file), []);
  assert.equal(parseRecipe(all, file).recipe?.steps.length, 11);
});

test('a new recipe for a text file has steps for its lines', async () => {
  write('lines.txt', 'fine as it is\n  two  spaces \nfine as it is\nwrite to me@firm.org\n');
  const found = await examineDataset(path.join(folder, 'lines.txt'));
  assert.deepEqual([found.rows, found.untidy, found.duplicates], [4, 1, 1]);
  const text = suggestRecipe({ input: './lines.txt', output: './lines.clean.jsonl', found });
  const file = path.join(folder, 'lines.recipe.json');
  assert.deepEqual(await checkRecipe(text, file), []);
  const steps = parseRecipe(text, file).recipe?.steps.map(({ type }) => type);
  assert.deepEqual(steps, ['normalize', 'redact', 'deduplicate']);
});

test('a preview shows the rows that change or go, before and after', async () => {
  write('shown.jsonl', lines(rows));
  const file = path.join(folder, 'shown.recipe.json');
  const text = JSON.stringify({
    input: 'shown.jsonl',
    output: 'out.jsonl',
    steps: [
      { type: 'normalize' },
      { type: 'deduplicate' },
      { type: 'shuffle' },
      { type: 'fix-mojibake' },
    ],
  });
  const { recipe } = parseRecipe(text, file);
  assert.ok(recipe);
  const preview = await previewRecipe({ recipe, file, named: file, text });
  assert.deepEqual([preview.rows, preview.changed, preview.dropped], [6, 1, 1]);
  const head = `All 6 rows of shown.jsonl: 1 changed, 1 dropped.
Left as they are, right as the recipe leaves them; order and parts are not compared.
`;
  assert.equal(
    preview.before,
    `${head}
Row 2, line 2
  text: "  cafÃ©  <b>au</b> lait "
  label: "a"

Row 4, line 4
  text: "fine as it is"
  label: "a"
`,
  );
  assert.equal(
    preview.after,
    `${head}
Row 2, line 2
  text: "café <b>au</b> lait"
  label: "a"

Row 4, line 4
Dropped by step 2, deduplicate.
`,
  );
});

test('a preview shows the copies that a step makes', async () => {
  write('he.jsonl', lines([{ text: 'he came', label: 'a' }]));
  const file = path.join(folder, 'he.recipe.json');
  const text = JSON.stringify({
    input: 'he.jsonl',
    output: 'out.jsonl',
    steps: [{ type: 'counterfactual' }],
  });
  const { recipe } = parseRecipe(text, file);
  assert.ok(recipe);
  const preview = await previewRecipe({ recipe, file, named: file, text });
  assert.deepEqual([preview.rows, preview.changed, preview.dropped], [1, 1, 0]);
  assert.match(preview.after, /text: "he came"\n {2}label: "a"\n+and\n+ {2}text: "she came"/);
});

test('what does not fit the data is a problem of the recipe, before it runs', async () => {
  write('few.csv', 'text,stars\na,5\n');
  write('broken.jsonl', '{"text": "a"}\n{"text": }\n');
  const file = path.join(folder, 'a.recipe.json');
  const says: readonly (readonly [string, string, RegExp])[] = [
    ['few.csv', 'stars > 3', /text is compared with number.*number\(stars\)/],
    ['few.csv', 'star > 3', /Did you mean stars\?/],
    ['none.csv', 'stars > 3', /there is no file/],
    ['broken.jsonl', "text == 'a'", /Line 2 of the input: Broken JSON/],
  ];
  for (const [input, where, pattern] of says) {
    const steps = [{ type: 'filter', where }];
    const [problem] = await checkRecipe(JSON.stringify({ input, output: 'b.csv', steps }), file);
    assert.match(`${problem?.message} ${problem?.next}`, pattern, where);
  }
});

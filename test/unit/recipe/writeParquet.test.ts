import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { readRows, sourceOf } from '../../../src/data/readRows';
import { printUserError, UserError } from '../../../src/protocol/errors';
import { loadRecipe } from '../../../src/recipe/loadRecipe';
import { runRecipe } from '../../../src/recipe/runRecipe';
import { seededRandom, type SeededRandom } from '../data/seededRandom';
import { temporaryFolder } from '../data/temporaryFolder';

const { folder: root } = temporaryFolder();

/** Runs a recipe without steps on the text of a file. @returns the folder with what it wrote */
async function copyTo(
  text: string,
  output: string,
  more: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const folder = mkdtempSync(path.join(root, 'parquet-'));
  writeFileSync(path.join(folder, 'in.jsonl'), text);
  const file = path.join(folder, 'a.recipe.json');
  writeFileSync(file, JSON.stringify({ input: 'in.jsonl', output, steps: [], ...more }));
  await runRecipe(await loadRecipe(file));
  return folder;
}

async function read(file: string): Promise<unknown[]> {
  const rows: unknown[] = [];
  for await (const { values } of readRows(sourceOf(file))) rows.push(values);
  return rows;
}

const lines = (rows: readonly unknown[]): string =>
  rows.map((row) => `${JSON.stringify(row)}\n`).join('');

/** There and back: the rows as JSONL again, each key of a column present. */
async function check(before: string, after: string): Promise<void> {
  const folder = await copyTo(before, 'out.parquet');
  const back = path.join(folder, 'back.recipe.json');
  writeFileSync(back, JSON.stringify({ input: 'out.parquet', output: 'back.jsonl', steps: [] }));
  await runRecipe(await loadRecipe(back));
  assert.equal(readFileSync(path.join(folder, 'back.jsonl'), 'utf8'), after);
}

const cases: Readonly<Record<string, string>> = {
  'kinds of values': lines([
    {
      text: 'Grüße 世界 😀 \0',
      count: 1,
      share: 0.5,
      yes: true,
      none: null,
      many: -9007199254740991,
    },
    { text: '', count: null, share: -1e300, yes: false, none: null, many: 7 },
  ]),
  'digits beyond a double': '{"id":9223372036854775807}\n{"id":-9223372036854775808}\n{"id":1}\n',
  'whole numbers beside others': lines([{ a: 1 }, { a: 1.5 }]),
  'messages with calls of tools': lines([
    {
      messages: [
        { role: 'user', content: 'Hi', tool_calls: null },
        {
          role: 'assistant',
          content: null,
          tool_calls: [{ type: 'function', function: { name: 'f', arguments: '{"x":1}' } }],
        },
      ],
    },
    { messages: [] },
    { messages: null },
  ]),
  'lists in lists, empty ones and null': lines([
    { history: [['a', 'b'], [], null, ['c', null]] },
    { history: [] },
    { history: null },
  ]),
  'answers as SQuAD has them': lines([
    { context: 'c', question: 'q', answers: { text: ['c'], answer_start: [0] } },
    { context: 'c', question: 'q', answers: { text: [], answer_start: [] } },
  ]),
  'words and tags': lines([{ tokens: ['a', 'b'], ner_tags: [0, 3] }]),
  'names that objects inherit, and names with dots': lines([
    { constructor: 'a', 'b.c': 1, o: { toString: 'x', valueOf: null } },
    { constructor: null, 'b.c': 2, o: { toString: null, valueOf: 'y' } },
  ]),
};

for (const [name, rows] of Object.entries(cases))
  test(`Parquet keeps ${name}`, () => check(rows, rows));

test('what is written is what pyarrow read, as check_written.py compared it', async () => {
  const fixtures = path.join(process.env.FINETUNE_ROOT ?? '', 'test/fixtures/parquet');
  const rows = readFileSync(path.join(fixtures, 'written.jsonl'), 'utf8');
  const folder = await copyTo(rows, 'out.parquet');
  const written = readFileSync(path.join(folder, 'out.parquet'));
  const compared = readFileSync(path.join(fixtures, 'written.parquet'));
  assert.ok(
    written.equals(compared),
    'the bytes differ: put the new file into test/fixtures/parquet/written.parquet and run check_written.py',
  );
});

test('a key that some rows lack is null in them', async () => {
  await check(
    lines([{ a: 'x' }, { b: { c: 1 } }, { b: { d: [{}, { e: 2 }] } }]),
    lines([
      { a: 'x', b: null },
      { a: null, b: { c: 1, d: null } },
      { a: null, b: { c: null, d: [{ e: null }, { e: 2 }] } },
    ]),
  );
});

const letters = ['a', ' ', 'ß', '世', '😀', '\n', '"', '\\', '\0', '\uffff'];

/** A value of a kind, or null. */
function randomValue(kind: Kind, random: SeededRandom): unknown {
  if (random.chance(0.15)) return null;
  if (kind === 'text')
    return Array.from({ length: random.below(12) }, () => random.pick(letters)).join('');
  if (kind === 'integer') return random.below(2 ** 32) * (random.chance(0.5) ? -1 : 1);
  if (kind === 'number') return random.below(1000) / 7 + 0.001;
  if (kind === 'boolean') return random.chance(0.5);
  if (kind.type === 'list')
    return Array.from({ length: random.below(4) }, () => randomValue(kind.items, random));
  return Object.fromEntries(
    Object.entries(kind.fields).map(([key, inner]) => [key, randomValue(inner, random)]),
  );
}

type Kind =
  | 'text'
  | 'integer'
  | 'number'
  | 'boolean'
  | { readonly type: 'list'; readonly items: Kind }
  | { readonly type: 'object'; readonly fields: Readonly<Record<string, Kind>> };

function randomKind(random: SeededRandom, depth: number): Kind {
  const scalars = ['text', 'integer', 'number', 'boolean'] as const;
  const which = random.below(depth > 2 ? 4 : 6);
  if (which === 4) return { type: 'list', items: randomKind(random, depth + 1) };
  if (which === 5)
    return {
      type: 'object',
      fields: { x: randomKind(random, depth + 1), y: randomKind(random, depth + 1) },
    };
  return scalars[which] ?? 'text';
}

test('rows of any kinds come back as they were', async () => {
  for (let seed = 0; seed < 40; seed += 1) {
    const random = seededRandom(seed);
    const kinds = Object.fromEntries(
      ['a', 'b', 'c'].map((name) => [name, randomKind(random, 0)] as const),
    );
    const rows = Array.from(
      { length: 1 + random.below(60) },
      () => randomValue({ type: 'object', fields: kinds }, random) ?? { a: null, b: null, c: null },
    );
    try {
      await check(lines(rows), lines(rows));
    } catch (error) {
      throw new Error(`seed ${seed}`, { cause: error });
    }
  }
});

test('parts of a split have one schema, whole numbers in one and others in another', async () => {
  const rows = Array.from({ length: 40 }, (_, row) => ({
    text: `t${row}`,
    n: row === 7 ? 0.5 : row,
  }));
  const folder = await copyTo(lines(rows), 'out.parquet', {
    steps: [{ type: 'split', validation: 0.25 }],
  });
  const parts = await Promise.all(
    ['train', 'validation'].map((part) => read(path.join(folder, `out.${part}.parquet`))),
  );
  assert.deepEqual(
    parts.map((part) => part.length),
    [30, 10],
  );
  const sorted = (parts.flat() as typeof rows).sort(
    (a, b) => Number(a.text.slice(1)) - Number(b.text.slice(1)),
  );
  assert.deepEqual(sorted, rows);
});

test('what no column holds is refused at its row, and nothing is left', async () => {
  const refused: readonly (readonly [string, RegExp])[] = [
    ['{"a":1}\n{"a":"x"}\n', /in\.jsonl:2: "a" is text here and a number in a row before/],
    ['{"a":[{"b":[1]}]}\n{"a":[{"b":1}]}\n', /in\.jsonl:2: "a\[\]\.b" is a number here and a list/],
    ['{"a":1e400}\n', /in\.jsonl:1: "a" is 1e400, more digits than/],
    ['{"a":"\\ud800"}\n', /in\.jsonl:1: "a" has half of a character/],
    ['{"a":{}}\n', /"a" has objects without any key.*Write the output as \.jsonl/],
    ['{}\n', /The rows have no columns/],
  ];
  for (const [text, says] of refused) {
    const before = new Set(readdirSync(root));
    await assert.rejects(copyTo(text, 'out.parquet'), (error) => {
      assert.ok(error instanceof UserError, String(error));
      assert.match(printUserError(error), says);
      return true;
    });
    const [folder = ''] = readdirSync(root).filter((name) => !before.has(name));
    assert.deepEqual(readdirSync(path.join(root, folder)).sort(), ['a.recipe.json', 'in.jsonl']);
  }
});

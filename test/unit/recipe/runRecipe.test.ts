import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { printUserError, UserError } from '../../../src/protocol/errors';
import { loadRecipe } from '../../../src/recipe/loadRecipe';
import { runRecipe } from '../../../src/recipe/runRecipe';
import type { RecipeResult } from '../../../src/recipe/runRecipe';
import type { Manifest } from '../../../src/recipe/write/manifest';
import { temporaryFolder } from '../data/temporaryFolder';

const { folder: root } = temporaryFolder();

interface Ran {
  readonly folder: string;
  readonly result: RecipeResult;
  /** The text of an output file. */
  readonly read: (name: string) => string;
}

/** Runs steps on rows, in a folder of their own. */
async function run(
  input: string,
  steps: readonly unknown[],
  more: { readonly inputName?: string; readonly output?: string; readonly seed?: number } = {},
): Promise<Ran> {
  const folder = mkdtempSync(path.join(root, 'run-'));
  const { inputName = 'in.jsonl', output = 'out.jsonl', seed = 42 } = more;
  writeFileSync(path.join(folder, inputName), input);
  const file = path.join(folder, 'a.recipe.json');
  writeFileSync(file, JSON.stringify({ input: inputName, output, seed, steps }));
  const result = await runRecipe(await loadRecipe(file));
  return { folder, result, read: (name) => readFileSync(path.join(folder, name), 'utf8') };
}

const lines = (rows: readonly unknown[]): string =>
  rows.map((row) => `${JSON.stringify(row)}\n`).join('');

interface StepCase {
  readonly step: Readonly<Record<string, unknown>>;
  readonly before: readonly unknown[];
  readonly after: readonly unknown[];
  readonly changed?: number;
}

const same = { text: 'unchanged', label: 'a' };

/** A question about a passage so long that it would make all its questions alike. */
const aboutPassage = (question: string): unknown => ({
  context: Array.from({ length: 80 }, (_, index) => `word${index}`).join(' '),
  question,
  answers: { text: ['word1'], answer_start: [6] },
});

const cases: Readonly<Record<string, StepCase>> = {
  'normalize: composed, blanks tidied, line feeds': {
    step: { type: 'normalize' },
    before: [
      { text: '  cafe\u0301 \u00a0 au\t\tlait \r\n\r\n\r\n\r\n  indented  x\u2028end ' },
      { text: 'a\tb\n\n  c' },
    ],
    after: [{ text: 'café au lait\n\n  indented x\nend' }, { text: 'a\tb\n\n  c' }],
    changed: 1,
  },
  'normalize: only what is asked, only where': {
    step: {
      type: 'normalize',
      unicode: 'NFKC',
      whitespace: false,
      lineEnds: false,
      fields: ['text'],
    },
    before: [{ text: ' ﬁ ①\r\n', other: 'ﬁ' }],
    after: [{ text: ' fi 1\r\n', other: 'ﬁ' }],
    changed: 1,
  },
  'normalize: messages, but no arguments of tools': {
    step: { type: 'normalize' },
    before: [
      {
        messages: [
          { role: 'user', content: ' hi ' },
          { role: 'assistant', tool_calls: [{ function: { name: 'f', arguments: '{"a":  1}' } }] },
        ],
      },
    ],
    after: [
      {
        messages: [
          { role: 'user', content: 'hi' },
          { role: 'assistant', tool_calls: [{ function: { name: 'f', arguments: '{"a":  1}' } }] },
        ],
      },
    ],
    changed: 1,
  },
  'normalize: a column in the objects of a list': {
    step: { type: 'normalize', fields: ['messages.content'] },
    before: [{ messages: [{ role: ' user ', content: ' hi ' }] }],
    after: [{ messages: [{ role: ' user ', content: 'hi' }] }],
    changed: 1,
  },
  'convert: to messages, with what else a row has': {
    step: { type: 'convert', to: 'messages' },
    before: [{ instruction: 'Hi', input: '', output: 'Hello', id: 7 }],
    after: [
      {
        messages: [
          { role: 'user', content: 'Hi' },
          { role: 'assistant', content: 'Hello' },
        ],
        id: 7,
      },
    ],
    changed: 1,
  },
  'convert: text and label to an exchange, whatever kind the label has': {
    step: { type: 'convert', to: 'prompt-completion' },
    before: [{ sentence: 'Fine film', label: 1, id: 7 }],
    after: [{ prompt: 'Fine film', completion: '1', label: 1, id: 7 }],
    changed: 1,
  },
  'filter: a part of the schema by its name, where no column has it': {
    step: { type: 'filter', where: "length(text) > 3 and label == 'x'" },
    before: [
      { review: 'long', class: 'x' },
      { review: 'no', class: 'x' },
      { review: 'long', class: 'y' },
    ],
    after: [{ review: 'long', class: 'x' }],
  },
  'filter: a column of its own comes before the part of that name': {
    step: { type: 'filter', where: "text == 'b'" },
    before: [
      { text: 'b', label: 'x' },
      { text: 'a', label: 'y' },
    ],
    after: [{ text: 'b', label: 'x' }],
  },
  'filter: all that is said in a chat': {
    step: { type: 'filter', where: "text == 'a\\nb'" },
    before: [
      {
        messages: [
          { role: 'user', content: 'a' },
          { role: 'assistant', content: 'b' },
        ],
      },
      {
        messages: [
          { role: 'user', content: 'a' },
          { role: 'assistant', content: 'c' },
        ],
      },
    ],
    after: [
      {
        messages: [
          { role: 'user', content: 'a' },
          { role: 'assistant', content: 'b' },
        ],
      },
    ],
  },
  'balance: the label, whatever its column is called': {
    step: { type: 'balance', by: 'label' },
    before: [
      { sentence: 'a', class: 'x' },
      { sentence: 'b', class: 'y' },
    ],
    after: [
      { sentence: 'a', class: 'x' },
      { sentence: 'b', class: 'y' },
    ],
  },
  'balance: to stated shares, without rows of others': {
    step: { type: 'balance', by: 'team', shares: { red: 50, blue: 50 }, others: 'drop' },
    before: [
      { text: 'a', team: 'red' },
      { text: 'b', team: null },
      { text: 'c', team: 'gray' },
      { text: 'd', team: 'blue' },
    ],
    after: [
      { text: 'a', team: 'red' },
      { text: 'd', team: 'blue' },
    ],
  },
  'balance: by repeating, without rows of others': {
    step: {
      ...{ type: 'balance', by: 'team', method: 'oversample', others: 'drop' },
      shares: { red: 1, blue: 99 + 2 },
    },
    before: [
      { text: 'c', team: 'gray' },
      { text: 'a', team: 'red' },
      { text: 'd', team: 'blue' },
    ],
    after: [
      { text: 'a', team: 'red' },
      ...Array.from({ length: 101 }, () => ({ text: 'd', team: 'blue' })),
    ],
  },
  'rename: what has its new name already': {
    step: { type: 'rename', fields: { review: 'text' } },
    before: [{ text: 'a' }],
    after: [{ text: 'a' }],
    changed: 0,
  },
  'convert: rows that follow the schema already': {
    step: { type: 'convert', to: 'alpaca' },
    before: [{ instruction: 'Hi', input: '', output: 'Hello' }],
    after: [{ instruction: 'Hi', input: '', output: 'Hello' }],
    changed: 0,
  },
  'strip-markup: tags, comments, scripts, entities': {
    step: { type: 'strip-markup' },
    before: [
      { text: '<p>One &amp; two<br/>three</p><!-- no --><script>var a = "<b>";</script>' },
      { text: '<a href="x>y">link</a> &lt;b&gt; caf&eacute; &#39;q&#39;' },
    ],
    after: [{ text: 'One & two\nthree' }, { text: "link <b> café 'q'" }],
    changed: 2,
  },
  'strip-markup: what only looks like it stays': {
    step: { type: 'strip-markup' },
    before: [
      'a < b',
      'x <y> z',
      'List<String>',
      '1<2 && 3>2',
      'AT&T &c',
      '<3',
      '</',
      'if a<b then c>d',
    ].map((text) => ({ text })),
    after: [
      'a < b',
      'x <y> z',
      'List<String>',
      '1<2 && 3>2',
      'AT&T &c',
      '<3',
      '</',
      'if a<b then c>d',
    ].map((text) => ({ text })),
  },
  'deduplicate: exact, text and label': {
    step: { type: 'deduplicate' },
    before: [
      { id: 1, text: 'a', label: 'x' },
      { id: 2, text: 'a', label: 'x' },
      { id: 3, text: 'a', label: 'y' },
      { id: 4, text: 'A', label: 'x' },
    ],
    after: [
      { id: 1, text: 'a', label: 'x' },
      { id: 3, text: 'a', label: 'y' },
      { id: 4, text: 'A', label: 'x' },
    ],
  },
  'deduplicate: normalized': {
    step: { type: 'deduplicate', kind: 'normalized' },
    before: [
      { text: 'Straße  one', label: 'x' },
      { text: ' STRASSE ONE', label: 'x' },
      { text: 'other', label: 'x' },
    ],
    after: [
      { text: 'Straße  one', label: 'x' },
      { text: 'other', label: 'x' },
    ],
  },
  'deduplicate: by columns': {
    step: { type: 'deduplicate', by: ['id'] },
    before: [
      { id: 1, text: 'a' },
      { id: 1, text: 'b' },
      { id: 2, text: 'a' },
    ],
    after: [
      { id: 1, text: 'a' },
      { id: 2, text: 'a' },
    ],
  },
  'deduplicate: near, but not for sharing a passage': {
    step: { type: 'deduplicate', kind: 'near' },
    before: ['Who came first?', 'When did the others come?'].map(aboutPassage),
    after: ['Who came first?', 'When did the others come?'].map(aboutPassage),
  },
  'deduplicate: near, never across labels': {
    step: { type: 'deduplicate', kind: 'near', threshold: 0.7 },
    before: [
      {
        text: 'one two three four five six seven eight nine ten eleven twelve thirteen',
        label: 'x',
      },
      {
        text: 'One two three four five six seven eight nine ten eleven twelve fourteen',
        label: 'x',
      },
      {
        text: 'one two three four five six seven eight nine ten eleven twelve fourteen',
        label: 'y',
      },
      { text: 'something else altogether, with words of its own in another order', label: 'x' },
    ],
    after: [
      {
        text: 'one two three four five six seven eight nine ten eleven twelve thirteen',
        label: 'x',
      },
      {
        text: 'one two three four five six seven eight nine ten eleven twelve fourteen',
        label: 'y',
      },
      { text: 'something else altogether, with words of its own in another order', label: 'x' },
    ],
  },
  'fix-mojibake': {
    step: { type: 'fix-mojibake' },
    before: [{ text: 'cafÃ© â€” itâ€™s' }, { text: 'café „Ã“' }],
    after: [{ text: 'café — it’s' }, { text: 'café „Ã“' }],
    changed: 1,
  },
  'redact: the kinds that are asked for': {
    step: { type: 'redact' },
    before: [{ text: 'mail a.b@firm.org, call +49 30 1234567, 8.8.8.8', nested: ['x@firm.org'] }],
    after: [{ text: 'mail [EMAIL], call [PHONE], 8.8.8.8', nested: ['[EMAIL]'] }],
    changed: 1,
  },
  'redact: another placeholder, secrets': {
    step: { type: 'redact', kinds: ['secret', 'ip-address'], placeholder: '<{kind}>' },
    before: [{ text: `AKIA${'Q'.repeat(16)} on server 8.8.8.8, a@firm.org` }],
    after: [{ text: '<SECRET> on server <IP_ADDRESS>, a@firm.org' }],
    changed: 1,
  },
  'lint: drops rows with a finding': {
    step: { type: 'lint', rules: ['L-TXT-01'] },
    before: [
      { instruction: 'Say hello', output: 'Hello' },
      { instruction: 'Say nothing', output: ' ' },
    ],
    after: [{ instruction: 'Say hello', output: 'Hello' }],
  },
  'lint: rules that need all rows': {
    step: { type: 'lint', rules: ['L-DUP-01', 'L-TXT-02'] },
    before: [
      { text: 'one text', label: 'a' },
      { text: 'another text', label: 'a' },
      { text: 'one text', label: 'a' },
      { text: ' stray ', label: 'a' },
    ],
    after: [
      { text: 'one text', label: 'a' },
      { text: 'another text', label: 'a' },
    ],
  },
  'lint: mends what it can': {
    step: { type: 'lint', rules: ['L-TXT-02', 'L-TXT-04'], action: 'fix' },
    before: [
      { text: '  cafÃ©   au lait ', label: 'a' },
      { text: 'fine', label: 'a' },
    ],
    after: [
      { text: 'café au lait', label: 'a' },
      { text: 'fine', label: 'a' },
    ],
    changed: 1,
  },
  filter: {
    step: { type: 'filter', where: "length(text) < 3 and label != 'spam'" },
    before: [
      { text: 'ab', label: 'ham' },
      { text: 'abc', label: 'ham' },
      { text: 'a', label: 'spam' },
    ],
    after: [{ text: 'ab', label: 'ham' }],
  },
  'counterfactual: the swap behind its original, labels and other columns as they are': {
    step: { type: 'counterfactual', axes: ['gender'] },
    before: [
      { text: 'He lost his keys', label: 'male' },
      { text: 'It rained', label: 'female' },
    ],
    after: [
      { text: 'He lost his keys', label: 'male' },
      { text: 'She lost her keys', label: 'male' },
      { text: 'It rained', label: 'female' },
    ],
    changed: 1,
  },
  'counterfactual: one-sided, in named columns': {
    step: { type: 'counterfactual', axes: ['gender', 'age'], sides: 1, fields: ['text', 'who'] },
    before: [
      { text: 'a young man', who: 'male', label: 'man' },
      { text: 'nobody', who: 'none', label: 'man' },
    ],
    after: [
      { text: 'an old woman', who: 'female', label: 'man' },
      { text: 'nobody', who: 'none', label: 'man' },
    ],
    changed: 1,
  },
  'counterfactual: a conversation as a whole, along the same shift': {
    step: { type: 'counterfactual', axes: ['gender'] },
    before: [
      {
        messages: [
          { role: 'user', content: 'Who is she?' },
          { role: 'assistant', content: 'She is my aunt.' },
        ],
      },
    ],
    after: [
      {
        messages: [
          { role: 'user', content: 'Who is she?' },
          { role: 'assistant', content: 'She is my aunt.' },
        ],
      },
      {
        messages: [
          { role: 'user', content: 'Who is he?' },
          { role: 'assistant', content: 'He is my uncle.' },
        ],
      },
    ],
    changed: 1,
  },
  'rename: in place, others stay': {
    step: { type: 'rename', fields: { review: 'text', 'meta.stars': 'label' } },
    before: [{ id: 1, review: 'a', meta: { stars: 3 } }, { id: 2 }],
    after: [{ id: 1, text: 'a', meta: { stars: 3 }, label: 3 }, { id: 2 }],
    changed: 1,
  },
  'rename: others go': {
    step: { type: 'rename', fields: { b: 'a', a: 'b' }, others: 'drop' },
    before: [{ a: 1, b: 2, c: 3 }],
    after: [{ b: 1, a: 2 }],
    changed: 1,
  },
  'an empty recipe keeps every row as it is, long numbers too': {
    step: { type: 'filter', where: '1 == 1' },
    before: [
      same,
      { ['__proto__']: 1, toString: null, list: [1, { a: [] }], ключ: '\ud800 😀\n"' },
    ],
    after: [same, { ['__proto__']: 1, toString: null, list: [1, { a: [] }], ключ: '\ud800 😀\n"' }],
  },
};

test('each step does to rows what it says', async () => {
  for (const [what, { step, before, after, changed = 0 }] of Object.entries(cases)) {
    const { result, read } = await run(lines(before), [step]);
    assert.equal(read('out.jsonl'), lines(after), what);
    const counts = { step: step.type, in: before.length, out: after.length, changed };
    const { balance } = result.steps[0] ?? {};
    assert.equal(balance !== undefined, step.type === 'balance', what);
    assert.deepEqual(result.steps, [balance === undefined ? counts : { ...counts, balance }], what);
    assert.equal(result.rowsIn, before.length);
    assert.equal(result.rowsOut, after.length);
  }
});

test('duplicates across inputs: the first input keeps its rows, and the manifest says of which the others were', async () => {
  const long = Array.from({ length: 40 }, (_, index) => `word${index}`).join(' ');
  const [folder, file] = [mkdtempSync(path.join(root, 'run-')), 'a.recipe.json'];
  const write = (name: string, text: string): void => writeFileSync(path.join(folder, name), text);
  const row = (text: string, from: string): object => ({ text, label: 'x', from });
  write('a.jsonl', lines([row('one', 'a'), row(long, 'a'), row('one', 'a')]));
  write('b.jsonl', lines([row('two', 'b'), row('one', 'b'), row(`${long} end`, 'b')]));
  // Rows of another schema that share but their labels with the others.
  write('c.jsonl', lines(['first', 'second'].map((said) => ({ said, label: 'x', from: 'c' }))));
  const check = async (
    steps: readonly object[],
    kept: readonly string[],
    dropped: readonly (readonly number[] | undefined)[],
  ): Promise<void> => {
    const input = ['a.jsonl', 'b.jsonl', 'c.jsonl'];
    write(file, JSON.stringify({ input, output: 'out.jsonl', steps }));
    await runRecipe(await loadRecipe(path.join(folder, file)));
    const rows = readFileSync(path.join(folder, 'out.jsonl'), 'utf8').trim().split('\n');
    const found = rows.map((each) => JSON.parse(each) as Record<string, string>);
    assert.deepEqual(
      found.map(({ text, said, from }) => `${from ?? ''}: ${(text ?? said ?? '').slice(0, 8)}`),
      kept,
    );
    const manifest = readFileSync(path.join(folder, 'out.manifest.json'), 'utf8');
    const counts = (JSON.parse(manifest) as Manifest).steps;
    assert.deepEqual(
      counts.map(({ droppedByInput }) => droppedByInput),
      dropped,
    );
  };
  const [exact, near] = ['exact', 'near'].map((kind) => ({ type: 'deduplicate', kind }));
  const ofC = ['c: first', 'c: second'];
  assert.ok(exact !== undefined && near !== undefined);
  await check(
    [{ type: 'normalize' }, exact],
    ['a: one', 'a: word0 wo', 'b: two', 'b: word0 wo', ...ofC],
    [undefined, [1, 1, 0]],
  );
  await check(
    [exact, near],
    ['a: one', 'a: word0 wo', 'b: two', ...ofC],
    [
      [1, 1, 0],
      [0, 1, 0],
    ],
  );
  const { steps } = JSON.parse(
    readFileSync(path.join(folder, 'out.manifest.json'), 'utf8'),
  ) as Manifest;
  assert.deepEqual(
    steps.map(({ in: given, out }) => [given, out]),
    [
      [8, 6],
      [6, 5],
    ],
  );
});

test('several inputs: one behind the other, each named and hashed, errors in their own lines', async () => {
  const folder = mkdtempSync(path.join(root, 'run-'));
  const write = (name: string, text: string): void => writeFileSync(path.join(folder, name), text);
  write(
    'a.jsonl',
    lines([
      { text: 'one', label: 'x' },
      { text: 'two', label: 'y' },
    ]),
  );
  write('b.csv', 'text,label\ntwo,y\nthree,x\n');
  const file = path.join(folder, 'a.recipe.json');
  const recipe = (more: object): void =>
    writeFileSync(
      file,
      JSON.stringify({ input: ['a.jsonl', { path: './b.csv' }], output: 'out.jsonl', ...more }),
    );
  recipe({
    inputColumn: 'from',
    steps: [{ type: 'shuffle' }, { type: 'deduplicate', by: ['text'] }],
  });
  const { rowsIn } = await runRecipe(await loadRecipe(file));
  assert.equal(rowsIn, 4);
  const rows = readFileSync(path.join(folder, 'out.jsonl'), 'utf8').trim().split('\n');
  const found = rows.map((row) => JSON.parse(row) as Record<string, string>);
  assert.deepEqual(found.map(({ text }) => text).sort(), ['one', 'three', 'two']);
  assert.equal(found.find(({ text }) => text === 'one')?.from, 'a.jsonl');
  assert.equal(found.find(({ text }) => text === 'three')?.from, './b.csv');
  const { inputs } = JSON.parse(
    readFileSync(path.join(folder, 'out.manifest.json'), 'utf8'),
  ) as Manifest;
  assert.deepEqual(
    inputs?.map(({ path: name, rows: count, sha256 }) => [name, count, sha256.length]),
    [
      ['a.jsonl', 2, 64],
      ['b.csv', 2, 64],
    ],
  );
  for (const [more, says] of [
    [{ steps: [{ type: 'balance' }] }, /b\.csv:4: This row has no "label"/],
    [{ steps: [], inputColumn: 'label' }, /a\.jsonl:1: The row has a column "label" already/],
    [{ steps: [], output: 'b.csv' }, /The output is the input/],
    [{ steps: [], input: ['a.jsonl', 'c.csv'] }, /recipe\.json:1:21: .*there is no file .*c\.csv/],
    [{ steps: [], input: ['a.jsonl', 'a.jsonl'] }, /recipe\.json:1:21: This file is named before/],
    [{ steps: [], input: [] }, /recipe\.json:1:\d+: /],
  ] as const) {
    write('b.csv', 'text,label\ntwo,y\nthree,x\nfour,\n');
    recipe(more);
    await assert.rejects(
      async () => runRecipe(await loadRecipe(file)),
      (error) => {
        assert.ok(error instanceof UserError, String(error));
        assert.match(printUserError(error), says);
        return true;
      },
    );
  }
});

test('a column that stands far behind in the file is one all the same', async () => {
  const usual = Array.from({ length: 2_500 }, (_, row) => ({ text: `Text ${row}`, note: null }));
  const late = { text: 'late', review: 'Far  behind', note: 'kept', meta: { stars: 5 } };
  const { read, result } = await run(lines([...usual, late]), [
    { type: 'normalize', fields: ['review'] },
    { type: 'filter', where: "review == 'Far behind' && length(note) > 3 && meta.stars == 5" },
    { type: 'rename', fields: { review: 'said' } },
  ]);
  assert.equal(result.rowsOut, 1);
  const said = { text: 'late', said: 'Far behind', note: 'kept', meta: { stars: 5 } };
  assert.deepEqual(JSON.parse(read('out.jsonl')), said);
  await assert.rejects(
    run(lines([...usual, late]), [{ type: 'balance', by: 'reviews' }]),
    (error) => {
      assert.match(
        printUserError(error as UserError),
        /no column "reviews".*Did you mean "review"/s,
      );
      return true;
    },
  );
});

test('after a split only training rows are swapped, and the next steps see the copies', async () => {
  const rows = Array.from({ length: 40 }, (_, at) => ({ text: `${at} he came`, label: 'a' }));
  const steps = [{ type: 'split', test: 0.25 }, { type: 'counterfactual' }, { type: 'shuffle' }];
  const { read, result } = await run(lines(rows), steps);
  const count = (name: string, word: string): number => read(name).split(` ${word} `).length - 1;
  assert.deepEqual([count('out.train.jsonl', 'he'), count('out.train.jsonl', 'she')], [30, 30]);
  assert.deepEqual([count('out.test.jsonl', 'he'), count('out.test.jsonl', 'she')], [10, 0]);
  assert.deepEqual(result.steps[1], { step: 'counterfactual', in: 40, out: 70, changed: 30 });
  const again = await run(lines(rows), steps);
  assert.equal(again.read('out.train.jsonl'), read('out.train.jsonl'));
});

test('numbers keep the digits they are written with', async () => {
  const row =
    '{"id":12345678901234567890,"x":0.1234567890123456789,"big":1e999,"n":-0.5,"s":"12345678901234567890"}';
  const steps = [{ type: 'filter', where: 'id > 1' }, { type: 'shuffle' }];
  const { read } = await run(`${row}\n`, steps);
  assert.equal(read('out.jsonl'), `${row}\n`);
  const csv = await run(`${row}\n`, [], { output: 'out.csv' });
  assert.match(csv.read('out.csv'), /^id,x,big,n,s\n12345678901234567890,0\.1234567890123456789,/);
});

/** What is refused, where and what is said. */
const refused: Readonly<
  Record<string, { rows: string; steps: unknown[]; output?: string; says: RegExp }>
> = {
  'a row that would lose something in another schema': {
    rows: lines([
      {
        messages: [
          { role: 'user', content: 'a' },
          { role: 'assistant', content: 'b' },
        ],
      },
      {
        messages: [
          { role: 'user', content: 'a' },
          { role: 'user', content: 'b' },
        ],
      },
    ]),
    steps: [{ type: 'convert', to: 'alpaca' }],
    says: /in\.jsonl:2: This row cannot be written as alpaca: its turns do not alternate/,
  },
  'a schema that rows cannot be written in': {
    rows: lines([{ prompt: 'a', chosen: 'b', rejected: 'c' }]),
    steps: [{ type: 'convert', to: 'messages' }],
    says: /a\.recipe\.json:1:\d+: .*the rejected answer would be lost/,
  },
  'rows of no known schema': {
    rows: lines([{ a: 1, b: 2 }]),
    steps: [{ type: 'convert', to: 'messages' }],
    says: /a\.recipe\.json:1:\d+: Which schema the rows follow is not clear: no schema has a and b/,
  },
  'a label that would read as praise of an answer': {
    rows: lines([{ text: 'a', label: true }]),
    steps: [{ type: 'convert', to: 'messages' }],
    says: /in\.jsonl:1: This row cannot be written as messages: .*rename it to "class"/,
  },
  'a misspelt column beside the new name': {
    rows: lines([{ reviewed: 'a', text: 'b' }]),
    steps: [{ type: 'rename', fields: { reviewd: 'text' } }],
    says: /a\.recipe\.json:1:\d+: There is no column "reviewd".*Did you mean "reviewed"/,
  },
  'a swap of texts that offsets point into': {
    rows: lines([aboutPassage('Who is she?')]),
    steps: [{ type: 'counterfactual' }],
    says: /a\.recipe\.json:1:\d+: These rows are read as question-answering.*Name the columns/,
  },
  'a column that is not there': {
    rows: lines([{ text: 'a', label: 'x' }]),
    steps: [{ type: 'shuffle' }, { type: 'filter', where: "lable == 'x'" }],
    says: /a\.recipe\.json:1:\d+: There is no column "lable" at this step\. Did you mean label\?/,
  },
  'a column that an earlier step renamed': {
    rows: lines([{ text: 'a' }]),
    steps: [
      { type: 'rename', fields: { text: 'body' } },
      { type: 'normalize', fields: ['text'] },
    ],
    says: /a\.recipe\.json:1:\d+: There is no column "text".*"body"/,
  },
  'a broken row': {
    rows: '{"text":"a"}\n{"text":}\n',
    steps: [],
    says: /in\.jsonl:2:9: Broken JSON/,
  },
  'a key that stands twice': {
    rows: '{"text":"a"}\n{"text":"b", "label":"x", "text":"c"}\n',
    steps: [],
    says: /in\.jsonl:2:27: Key "text" stands twice.*lint FILE --rules L-FMT-05 --fix --out COPY/,
  },
  'a key that stands twice inside a value': {
    rows: '{"text":"a","meta":{"a:\\"":1,"a:\\"":2}}\n',
    steps: [{ type: 'shuffle' }],
    says: /in\.jsonl:1:30: Key "a:"" stands twice/,
  },
  'a value of another kind': {
    rows: lines([{ text: 'a' }, { text: 5 }, ...Array.from({ length: 3 }, () => ({ text: 'b' }))]),
    steps: [{ type: 'filter', where: 'length(text) > 0' }],
    says: /in\.jsonl:2: The filter cannot be told for this row: length\(\) needs text or list; "text" is number here/,
  },
  'a list in CSV': {
    rows: lines([{ text: 'a' }, { text: ['a'] }]),
    steps: [],
    output: 'out.csv',
    says: /in\.jsonl:2: "text" is a list, which no cell of a table holds\. Write the output as \.jsonl/,
  },
  'a line break in TSV': {
    rows: lines([{ text: 'a\nb' }]),
    steps: [],
    output: 'out.tsv',
    says: /in\.jsonl:1: "text" has a line break/,
  },
  'a blank row of a table with one column': {
    rows: lines([{ text: 'a' }, { text: ' \n' }]),
    steps: [],
    output: 'out.csv',
    says: /in\.jsonl:2: "text" is blank, and a table of one column cannot hold such a row/,
  },
  'half a character in a table': {
    rows: lines([{ text: 'a', label: '\ud83d' }]),
    steps: [],
    output: 'out.tsv',
    says: /in\.jsonl:1: "label" has half of a character/,
  },
  'a NUL character in a table': {
    rows: lines([{ text: 'a', label: 'b\0' }]),
    steps: [],
    output: 'out.csv',
    says: /in\.jsonl:1: "label" has a NUL character/,
  },
  'an output below a file': {
    rows: lines([{ text: 'a' }]),
    steps: [],
    output: 'in.jsonl/out.jsonl',
    says: /in\.jsonl: Nothing can be written there \(E.*Choose another "output"/,
  },
  'an output no file can be named': {
    rows: lines([{ text: 'a' }]),
    steps: [],
    output: 'a\0.jsonl',
    says: /a\.recipe\.json:1:\d+: No file has a NUL character/,
  },
  'an output with too long a name': {
    rows: lines([{ text: 'a' }]),
    steps: [],
    output: `${'o'.repeat(300)}.jsonl`,
    says: /manifest\.json: This path is too long/,
  },
  'nothing left': {
    rows: lines([{ text: 'a' }]),
    steps: [{ type: 'filter', where: "text == 'b'" }],
    says: /No row is left after step 1 \(filter\)/,
  },
  'two columns of one name': {
    rows: lines([{ a: 1, b: 2 }]),
    steps: [{ type: 'rename', fields: { a: 'b' } }],
    says: /in\.jsonl:1: The row has a column "b" already/,
  },
  'a row without a label to balance by': {
    rows: lines([{ text: 'a', label: 'x' }, { text: 'b' }]),
    steps: [{ type: 'balance' }],
    says: /in\.jsonl:2: This row has no "label" to balance by/,
  },
  'a value whose share is not stated': {
    rows: lines([
      { text: 'a', team: 'red' },
      { text: 'b', team: 'blu' },
    ]),
    steps: [{ type: 'balance', by: 'team', shares: { red: 1, blue: 99 } }],
    says: /in\.jsonl:2: "shares" says nothing of "blu"/,
  },
  'a share without rows': {
    rows: lines([{ text: 'a', team: 'red' }]),
    steps: [{ type: 'balance', by: 'team', shares: { red: 1, blue: 99 } }],
    says: /a\.recipe\.json:\d+:\d+: No row has "blue" in "team": its share cannot be reached/,
  },
  'shares that add up to something else': {
    rows: lines([{ text: 'a', team: 'red' }]),
    steps: [{ type: 'balance', by: 'team', shares: { red: 0.5, blue: 0.6 } }],
    says: /These shares add up to 1\.1.*counts of people: whole numbers that add up to more than 100/s,
  },
  'a split of one text': {
    rows: lines([{ text: 'a' }, { text: 'A ' }]),
    steps: [{ type: 'split', test: 0.5 }],
    says: /The split leaves no row for test/,
  },
};

test('what cannot be done is told with its place, and nothing is left behind', async () => {
  for (const [what, { rows, steps, output = 'out.jsonl', says }] of Object.entries(refused)) {
    const before = new Set(readdirSync(root));
    await assert.rejects(run(rows, steps, { output }), (error) => {
      assert.ok(error instanceof UserError, `${what}: ${String(error)}`);
      assert.match(printUserError(error), says, what);
      return true;
    });
    const folder = readdirSync(root).find((name) => !before.has(name)) ?? '';
    assert.deepEqual(
      readdirSync(path.join(root, folder)).sort(),
      ['a.recipe.json', 'in.jsonl'].sort(),
      what,
    );
  }
});

test('an input without rows is said to have none, whatever steps there are', async () => {
  const steps = [{ type: 'normalize' }];
  for (const [inputName, input] of [
    ['in.json', '[]'],
    ['in.csv', 'text,label\n'],
  ] as const)
    await assert.rejects(run(input, steps, { inputName }), /^UserError: The input has no rows/);
});

test('an input that is taken away while it is read is told, and nothing is left behind', async () => {
  const folder = mkdtempSync(path.join(root, 'gone-'));
  const [file, input] = [path.join(folder, 'a.recipe.json'), path.join(folder, 'in.jsonl')];
  writeFileSync(input, lines([{ text: 'a' }, { text: 'b' }]));
  writeFileSync(
    file,
    JSON.stringify({ input: 'in.jsonl', output: 'out.jsonl', steps: [{ type: 'shuffle' }] }),
  );
  const onProgress = (): void => rmSync(input, { force: true });
  await assert.rejects(
    runRecipe(await loadRecipe(file), { onProgress }),
    /The input changed while it was read/,
  );
  assert.deepEqual(readdirSync(folder), ['a.recipe.json']);
});

test('formats follow the extension, and a table is read again as it was', async () => {
  const rows = [
    { text: 'a,b\n"c"\r\n', label: '' },
    { text: ' blank; ', label: '|' },
    { text: '\ufeffmark', other: 'x' },
  ];
  const csv = await run(lines(rows), [], { output: 'out.csv' });
  const again = await run(csv.read('out.csv'), [], { inputName: 'in.csv', output: 'out.csv' });
  assert.equal(again.read('out.csv'), csv.read('out.csv'));
  const json = await run(csv.read('out.csv'), [], { inputName: 'in.csv', output: 'out.json' });
  assert.deepEqual(JSON.parse(json.read('out.json')), [
    { text: 'a,b\n"c"\r\n', label: '', other: '' },
    { text: ' blank; ', label: '|', other: '' },
    { text: '\ufeffmark', label: '', other: 'x' },
  ]);
  const cells = [{ text: 'a\tb', label: '5" disk' }];
  const tsv = await run(lines(cells), [], { output: 'out.tsv' });
  const tsvAgain = await run(tsv.read('out.tsv'), [], { inputName: 'in.tsv', output: 'out.json' });
  assert.deepEqual(JSON.parse(tsvAgain.read('out.json')), cells);
});

test('a recipe replaces its own output and no other file', async () => {
  const { folder } = await run(lines([same, { text: 'b', label: 'b' }]), []);
  const file = path.join(folder, 'a.recipe.json');
  const write = (recipe: object): void =>
    writeFileSync(file, JSON.stringify({ input: 'in.jsonl', ...recipe }));
  const again = async (): Promise<RecipeResult> => runRecipe(await loadRecipe(file));
  assert.equal((await again()).rowsOut, 2);

  // With a split, the file without one is not wanted any more.
  write({ output: 'out.jsonl', steps: [{ type: 'split', test: 0.5 }] });
  const split = await again();
  assert.deepEqual(split.removed, [path.join(folder, 'out.jsonl')]);
  assert.deepEqual(readdirSync(folder).sort(), [
    'a.recipe.json',
    'in.jsonl',
    'out.manifest.json',
    'out.test.jsonl',
    'out.train.jsonl',
  ]);

  const says = async (pattern: RegExp): Promise<void> =>
    assert.rejects(again(), (error) => {
      assert.ok(error instanceof UserError);
      assert.match(printUserError(error), pattern);
      return true;
    });
  writeFileSync(path.join(folder, 'out.test.jsonl'), 'edited by hand');
  await says(/out\.test\.jsonl: This file was changed since the recipe wrote it/);
  assert.equal(readFileSync(path.join(folder, 'out.test.jsonl'), 'utf8'), 'edited by hand');

  write({ output: 'other.jsonl' });
  writeFileSync(path.join(folder, 'other.jsonl'), 'mine');
  await says(/other\.jsonl: This file exists, and this recipe did not write it/);

  mkdirSync(path.join(folder, 'deep'));
  write({ output: 'deep/new/er/out.jsonl', steps: [{ type: 'filter', where: "text == 'none'" }] });
  await says(/No row is left/);
  assert.deepEqual(readdirSync(path.join(folder, 'deep')), []);
});

test('a journal that a killed run left is carried out, other leavings go', async () => {
  const { folder } = await run(lines([same]), []);
  const dead = 2 ** 22 + 12_345; // above the largest process id of Linux
  const journal = path.join(folder, `.out.jsonl.${dead}.tmp`);
  mkdirSync(journal);
  const manifest = readFileSync(path.join(folder, 'out.manifest.json'), 'utf8');
  writeFileSync(path.join(journal, 'out.manifest.json'), manifest);
  writeFileSync(
    path.join(journal, 'commit.json'),
    JSON.stringify({ names: ['out.jsonl', 'out.manifest.json'], remove: [] }),
  );
  mkdirSync(path.join(folder, `.out.jsonl.${dead + 1}.tmp`));
  const evil = path.join(folder, `.out.jsonl.${dead + 2}.tmp`);
  mkdirSync(evil);
  writeFileSync(
    path.join(evil, 'commit.json'),
    JSON.stringify({ names: [], remove: ['../../in.jsonl', 'in.jsonl/../in.jsonl'] }),
  );
  const worse = path.join(folder, `.out.jsonl.${dead + 3}.tmp`);
  mkdirSync(worse);
  writeFileSync(path.join(worse, 'a.recipe.json'), 'not yours');
  writeFileSync(
    path.join(worse, 'commit.json'),
    JSON.stringify({ names: ['a.recipe.json'], remove: ['in.jsonl'] }),
  );
  await runRecipe(await loadRecipe(path.join(folder, 'a.recipe.json')));
  assert.ok(existsSync(path.join(folder, 'in.jsonl')));
  assert.deepEqual(
    readdirSync(folder).filter((name) => name.endsWith('.tmp')),
    [],
  );
});

test('a recipe that goes on from its own earlier output keeps that', async () => {
  const { folder } = await run(lines([same, { text: 'b', label: 'b' }]), [], { output: 'out.csv' });
  const file = path.join(folder, 'a.recipe.json');
  const before = readFileSync(path.join(folder, 'out.csv'), 'utf8');
  writeFileSync(file, JSON.stringify({ input: 'out.csv', output: 'out.jsonl', steps: [] }));
  const { removed } = await runRecipe(await loadRecipe(file));
  assert.deepEqual(removed, []);
  assert.equal(readFileSync(path.join(folder, 'out.csv'), 'utf8'), before);
});

test('what is written to an output while its recipe runs stays', async () => {
  const { folder } = await run(lines([same, { text: 'b', label: 'b' }]), [{ type: 'shuffle' }]);
  const [file, output] = [path.join(folder, 'a.recipe.json'), path.join(folder, 'out.jsonl')];
  const onProgress = (): void => writeFileSync(output, 'by hand');
  await assert.rejects(
    runRecipe(await loadRecipe(file), { onProgress }),
    /This file was changed since the recipe wrote it/,
  );
  assert.equal(readFileSync(output, 'utf8'), 'by hand');
});

test('a cancelled recipe leaves nothing behind', async () => {
  const folder = mkdtempSync(path.join(root, 'cancel-'));
  writeFileSync(
    path.join(folder, 'in.jsonl'),
    lines(Array.from({ length: 20_000 }, (_, row) => ({ text: `row ${row}` }))),
  );
  const file = path.join(folder, 'a.recipe.json');
  const steps = [{ type: 'shuffle' }, { type: 'shuffle' }];
  writeFileSync(file, JSON.stringify({ input: 'in.jsonl', output: 'made/out.jsonl', steps }));
  for (const at of [0, 0.2, 0.5, 0.9]) {
    const controller = new AbortController();
    const reason = new Error('enough');
    const onProgress = (share: number): void => {
      if (share >= at) controller.abort(reason);
    };
    const { signal } = controller;
    await assert.rejects(runRecipe(await loadRecipe(file), { signal, onProgress }), reason);
    assert.deepEqual(readdirSync(folder).sort(), ['a.recipe.json', 'in.jsonl'], String(at));
  }
});

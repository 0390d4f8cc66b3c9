import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { runCli, startCli } from '../support/cliProcess';
import { randomNumbers } from '../support/randomNumbers';

const root = process.env.FINETUNE_ROOT ?? '.';
const folders: string[] = [];
after(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function newFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'preprocess-'));
  folders.push(folder);
  return folder;
}

const sha256 = (file: string): string =>
  createHash('sha256').update(readFileSync(file)).digest('hex');

/** Rows of which every tenth stands there twice. */
function someRows(count: number): string {
  return Array.from({ length: count }, (_, row) => {
    const id = row % 10 === 9 ? row - 1 : row;
    return `${JSON.stringify({ text: `An ordinary text, number ${id}.`, label: id % 3 })}\n`;
  }).join('');
}

const steps = [
  { type: 'normalize' },
  { type: 'deduplicate' },
  { type: 'split', validation: 0.1, test: 0.1, stratify: 'label' },
  { type: 'shuffle' },
];

function workspace(rows: number): string {
  const folder = newFolder();
  writeFileSync(path.join(folder, 'raw.jsonl'), someRows(rows));
  const recipe = { input: 'raw.jsonl', output: 'clean.jsonl', steps };
  writeFileSync(path.join(folder, 'clean.recipe.json'), JSON.stringify(recipe));
  return folder;
}

const sources = ['clean.recipe.json', 'raw.jsonl'];
const written = [
  'clean.manifest.json',
  'clean.test.jsonl',
  'clean.train.jsonl',
  'clean.validation.jsonl',
];

interface Manifest {
  readonly input: { readonly sha256: string; readonly rows: number };
  readonly outputs: readonly {
    readonly path: string;
    readonly sha256: string;
    readonly rows: number;
  }[];
}

test('preprocess prints its document, and the manifest has the hashes', async () => {
  const folder = workspace(1_000);
  const { code, stdout, stderr } = await runCli(['preprocess', 'clean.recipe.json', '--json'], {
    cwd: folder,
  });
  assert.equal(code, 0, stderr);
  const document = JSON.parse(stdout) as Record<string, unknown>;
  assert.equal(document.output, path.join(folder, 'clean.jsonl'));
  assert.equal(document.manifest, path.join(folder, 'clean.manifest.json'));
  assert.deepEqual([document.rowsIn, document.rowsOut], [1_000, 900]);
  assert.deepEqual(document.steps, [
    { step: 'normalize', in: 1_000, out: 1_000, changed: 0 },
    { step: 'deduplicate', in: 1_000, out: 900, changed: 0 },
    { step: 'split', in: 900, out: 900, changed: 0 },
    { step: 'shuffle', in: 900, out: 900, changed: 0 },
  ]);
  const manifest = JSON.parse(
    readFileSync(path.join(folder, 'clean.manifest.json'), 'utf8'),
  ) as Manifest;
  assert.equal(manifest.input.sha256, sha256(path.join(folder, 'raw.jsonl')));
  assert.deepEqual(
    manifest.outputs.map(({ rows }) => rows),
    [720, 90, 90],
  );
  for (const each of manifest.outputs)
    assert.equal(each.sha256, sha256(path.join(folder, each.path)));

  const people = await runCli(['preprocess', 'clean.recipe.json'], { cwd: folder });
  assert.match(people.stdout, /2 {2}deduplicate +1,000 +900/);
  assert.match(people.stdout, /1,000 rows became 900\.\n +720 {2}clean\.train\.jsonl/);
});

test('Ctrl-C ends with 130 and leaves nothing behind', async () => {
  const folder = workspace(60_000);
  const cli = startCli(['preprocess', 'clean.recipe.json'], { cwd: folder });
  while (readdirSync(folder).length === sources.length) await wait(5);
  cli.kill('SIGINT');
  const { code, stderr } = await cli.ended;
  assert.equal(code, 130, stderr);
  assert.match(stderr, /nothing was written/);
  assert.deepEqual(readdirSync(folder).sort(), sources);
});

test('a kill at any instant leaves whole files or none, and the next run gives the same bytes', async () => {
  const seed = 20_261_126;
  const random = randomNumbers(seed);
  const [whole, killed] = [workspace(20_000), workspace(20_000)];
  const begun = performance.now();
  assert.equal((await runCli(['preprocess', 'clean.recipe.json'], { cwd: whole })).code, 0);
  const wholeMs = performance.now() - begun;
  for (let kill = 0; kill < 10; kill += 1) {
    const cli = startCli(['preprocess', 'clean.recipe.json'], { cwd: killed });
    await wait(wholeMs * (0.2 + random()));
    cli.kill('SIGKILL');
    await cli.ended;
    for (const name of written) {
      const file = path.join(killed, name);
      if (!existsSync(file)) continue;
      assert.equal(sha256(file), sha256(path.join(whole, name)), `${name}, kill ${kill}, ${seed}`);
    }
  }
  const { code, stderr } = await runCli(['preprocess', 'clean.recipe.json'], { cwd: killed });
  assert.equal(code, 0, stderr);
  assert.deepEqual(readdirSync(killed).sort(), [...sources, ...written].sort());
  for (const name of written)
    assert.equal(sha256(path.join(killed, name)), sha256(path.join(whole, name)), name);
});

/** Questions with answers, the label of each, and a review that is to become the text. */
function labelledAnswers(count: number): string {
  const random = randomNumbers(7);
  const words = 'a film of quiet light where old friends meet and nobody says what they mean'.split(
    ' ',
  );
  const sentence = (length: number): string =>
    Array.from({ length }, () => words[Math.floor(random() * words.length)]).join(' ');
  return Array.from({ length: count }, (_, row) => {
    const label = ['positive', 'negative', 'spam', 'neutral'][Math.floor(random() * 4)];
    const review = `${sentence(12 + Math.floor(random() * 40))}; write to a${row}@mail.org`;
    const prompt = `<p>What is it, ${row}?</p> ${sentence(20)}`;
    return `${JSON.stringify({ prompt, completion: sentence(15), review, label })}\n`;
  }).join('');
}

test('all steps in one recipe, with comments, in the order in which docs and design show them', async () => {
  const folder = newFolder();
  writeFileSync(path.join(folder, 'raw.jsonl'), labelledAnswers(3_000));
  // The filter stands before the column gets its new name, so it asks for the old one.
  writeFileSync(
    path.join(folder, 'clean.recipe.json'),
    `{ "input": "raw.jsonl", "output": "clean.jsonl", "seed": 42, // the same bytes everywhere
  "steps": [ { "type": "normalize", "unicode": "NFC", "whitespace": true }, { "type": "fix-mojibake" }, { "type": "strip-markup" },
             { "type": "deduplicate", "kind": "exact" }, { "type": "deduplicate", "kind": "near", "threshold": 0.8 },
             { "type": "lint", "rules": ["L-TXT-01"], "action": "drop" }, { "type": "redact", "kinds": ["email", "phone"] },
             { "type": "filter", "where": "length(review) < 2000 && label != 'spam'" }, { "type": "rename", "fields": { "review": "text" } },
             { "type": "convert", "to": "messages" }, { "type": "balance", "by": "label", "method": "undersample" },
             { "type": "split", "validation": 0.1, "test": 0.1, "stratify": "label", "group": null }, { "type": "sample", "rows": 1000 }, { "type": "shuffle" } ] }`,
  );
  const given = ['preprocess', 'clean.recipe.json', '--json'];
  const { code, stdout, stderr } = await runCli(given, { cwd: folder });
  assert.equal(code, 0, stderr);
  const document = JSON.parse(stdout) as {
    rowsIn: number;
    rowsOut: number;
    steps: { step: string; in: number; out: number; changed: number }[];
  };
  assert.deepEqual([document.rowsIn, document.rowsOut], [3_000, 1_000]);
  const changed = Object.fromEntries(document.steps.map((step) => [step.step, step.changed]));
  assert.deepEqual(
    [changed['strip-markup'], changed.redact, changed.convert],
    [3_000, 3_000, document.steps[9]?.in],
  );
  const rows = (part: string): Record<string, unknown>[] =>
    readFileSync(path.join(folder, `clean.${part}.jsonl`), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  const parts = ['train', 'validation', 'test'].map(rows);
  for (const row of parts.flat()) {
    assert.deepEqual(Object.keys(row).sort(), ['label', 'messages', 'text']);
    assert.match(String(row.text), / write to \[EMAIL\]$/);
    assert.notEqual(row.label, 'spam');
  }
  const sizes = parts.map(({ length }) => length);
  assert.equal(
    sizes.reduce((sum, each) => sum + each, 0),
    1_000,
  );
  assert.ok(
    Math.abs((sizes[1] ?? 0) - 100) < 40 && Math.abs((sizes[2] ?? 0) - 100) < 40,
    sizes.join(' '),
  );
});

const alpaca = path.join(root, '../shared/data/instructions/alpaca_en_demo.json');

test(
  'every step on a real file',
  { skip: existsSync(alpaca) ? false : `${alpaca} is absent` },
  async () => {
    const folder = newFolder();
    const recipe = {
      input: path.resolve(alpaca),
      output: 'clean.jsonl',
      seed: 42,
      steps: [
        { type: 'normalize', unicode: 'NFC', whitespace: true },
        { type: 'fix-mojibake' },
        { type: 'strip-markup' },
        { type: 'deduplicate', kind: 'exact' },
        { type: 'deduplicate', kind: 'near', threshold: 0.8 },
        { type: 'lint', rules: ['L-TXT-01'], action: 'drop' },
        { type: 'redact', kinds: ['email', 'phone'] },
        {
          type: 'filter',
          where: "length(output) < 2000 && not contains(lower(output), 'as an ai')",
        },
        { type: 'rename', fields: { instruction: 'prompt', output: 'completion' } },
        { type: 'split', validation: 0.1, test: 0.1 },
        { type: 'sample', rows: 500 },
        { type: 'shuffle' },
      ],
    };
    writeFileSync(path.join(folder, 'a.recipe.json'), JSON.stringify(recipe));
    const { code, stdout, stderr } = await runCli(['preprocess', 'a.recipe.json', '--json'], {
      cwd: folder,
    });
    assert.equal(code, 0, stderr);
    const {
      rowsIn,
      rowsOut,
      steps: done,
    } = JSON.parse(stdout) as {
      rowsIn: number;
      rowsOut: number;
      steps: { step: string; in: number; out: number }[];
    };
    assert.deepEqual([rowsIn, rowsOut], [999, 500]);
    const dropped = Object.fromEntries(
      done.map((each, index) => [`${index + 1} ${each.step}`, each.in - each.out]),
    );
    assert.equal(dropped['4 deduplicate'], 14);
  },
);

import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { runCli } from '../support/cliProcess';
import { randomNumbers } from '../support/randomNumbers';

const root = process.env.FINETUNE_ROOT ?? '.';
const folders: string[] = [];
after(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const words = 'plot cast music scene story light hero sound pace end joke look'.split(' ');

/** Rows of two classes, one twice as frequent, each text of its own; behind them some that each step takes or changes. */
function reviews(textColumn: string): string {
  const next = randomNumbers(7);
  const word = (): string => words[Math.floor(next() * words.length)] ?? '';
  const ordinary = Array.from({ length: 90 }, (_, row) => ({
    [textColumn]: `Number ${row} has ${Array.from({ length: 12 }, word).join(' ')}.`,
    label: row % 3 === 0 ? 'bad' : 'good',
  }));
  const special = [
    { [textColumn]: 'A  cafÃ© <b>scene</b>, ask me@example.org', label: 'good' },
    ordinary[0],
    { [textColumn]: '', label: 'good' },
    { [textColumn]: 'long '.repeat(500), label: 'good' },
    { [textColumn]: 'Buy now', label: 'spam' },
  ];
  return [...ordinary, ...special].map((row) => `${JSON.stringify(row)}\n`).join('');
}

interface Row {
  readonly messages: readonly { readonly role: string; readonly content: string }[];
  readonly label: string;
}

async function check(textColumn: string): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'example-'));
  folders.push(folder);
  copyFileSync(
    path.join(root, 'test/fixtures/recipe/example.recipe.json'),
    path.join(folder, 'clean.recipe.json'),
  );
  writeFileSync(path.join(folder, 'raw.jsonl'), reviews(textColumn));
  const { code, stdout, stderr } = await runCli(['preprocess', 'clean.recipe.json', '--json'], {
    cwd: folder,
  });
  assert.equal(code, 0, stderr);
  const { steps } = JSON.parse(stdout) as {
    readonly steps: readonly { readonly step: string; readonly in: number; readonly out: number }[];
  };
  const lost = steps.filter((step) => step.in > step.out).map(({ step }) => step);
  // 95 rows: one equal, one empty, one long and one of spam go; then 30 of each class stay.
  assert.deepEqual(lost, ['deduplicate', 'lint', 'filter', 'balance']);
  const parts = ['train', 'validation', 'test'].map((part) =>
    readFileSync(path.join(folder, `clean.${part}.jsonl`), 'utf8')
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as Row),
  );
  assert.deepEqual(
    parts.map((rows) => rows.length),
    [48, 6, 6],
  );
  for (const rows of parts) {
    assert.equal(rows.filter(({ label }) => label === 'bad').length, rows.length / 2);
    for (const { messages, label } of rows) {
      assert.deepEqual(
        messages.map(({ role }) => role),
        ['user', 'assistant'],
      );
      assert.equal(messages[1]?.content, label);
    }
  }
}

test('the example of a recipe runs as it is published, on reviews', () => check('review'));
test('the example of a recipe runs on rows that have the new name already', () => check('text'));

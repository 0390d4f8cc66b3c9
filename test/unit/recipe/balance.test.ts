import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { UserError } from '../../../src/protocol/errors';
import { balanceNotes } from '../../../src/recipe/balanceNotes';
import { checkRecipe } from '../../../src/recipe/checkRecipe';
import { loadRecipe } from '../../../src/recipe/loadRecipe';
import { previewRecipe } from '../../../src/recipe/previewRecipe';
import { runRecipe } from '../../../src/recipe/runRecipe';
import { temporaryFolder } from '../data/temporaryFolder';

const { folder, write } = temporaryFolder();
const file = path.join(folder, 'a.recipe.json');

/** 400 rows of "no" and one of "yes". */
const lopsided = Array.from({ length: 401 }, (_, id) => ({ id, said: id === 7 ? 'yes' : 'no' }));

function recipeOn(rows: readonly unknown[], step: Readonly<Record<string, unknown>>): string {
  write('in.jsonl', rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  const steps = [{ type: 'normalize' }, { type: 'balance', by: 'said', ...step }];
  const text = JSON.stringify({ input: 'in.jsonl', output: 'out.jsonl', steps }, null, 1);
  write('a.recipe.json', text);
  return text;
}

interface Unfit {
  readonly rows?: readonly unknown[];
  readonly step: Readonly<Record<string, unknown>>;
  /** The text of the recipe that is marked. */
  readonly at: RegExp;
  readonly says: RegExp;
  /** The run names the row in place of the recipe. */
  readonly ofRow?: boolean;
}

const unfit: Readonly<Record<string, Unfit>> = {
  'more rows than anybody has': {
    step: { method: 'oversample', shares: { no: 0.000001, yes: 0.999999 } },
    at: /0\.000001|0\.999999|1e-/,
    says: /Repeating rows until the 400 rows of "no" are its share of 1e-4 % takes 400,000,000 rows; at most 100,000 are allowed\. Give it a larger share, drop rows with "method": "undersample", or allow more with "maxRows"\./,
  },
  'more rows than the recipe allows': {
    step: { method: 'oversample', maxRows: 500 },
    at: /"oversample"/,
    says: /until every value has the 400 rows of "no" takes 800 rows; at most 500 are allowed/,
  },
  'a share so small that it is infinite': {
    step: { method: 'oversample', shares: { no: 1e-320, yes: 1 } },
    at: /1e-320/,
    says: /takes ∞ rows; at most 100,000/,
  },
  'a share that no row has': {
    step: { shares: { no: 0.5, yes: 0.4, perhaps: 0.1 } },
    at: /0\.1/,
    says: /No row has "perhaps" in "said"/,
  },
  'a value without a share': {
    rows: [...lopsided.slice(0, 20), { said: 'yess' }],
    step: { shares: { no: 0.5, yes: 0.5 } },
    at: /\{\s*"no"/,
    says: /"shares" says nothing of "yess"\. Did you mean "yes"\?/,
    ofRow: true,
  },
  'a row without a value': {
    rows: [...lopsided.slice(0, 20), { id: 20 }],
    step: { by: 'said' },
    at: /"said"/,
    says: /This row has no "said" to balance by/,
    ofRow: true,
  },
  'shares that do not add up': {
    step: { shares: { no: 0.5, yes: 0.6 } },
    at: /\{\s*"no"/,
    says: /These shares add up to 1\.1/,
  },
  'a negative share': {
    step: { shares: { no: -1, yes: 2 } },
    at: /-1/,
    says: /"shares\.no" in step 2 \(balance\) is -1\. Allowed: a number above 0/,
  },
};

for (const [what, { rows = lopsided, step, at, says, ofRow = false }] of Object.entries(unfit)) {
  test(`balance is refused at its key before a run, and by it: ${what}`, async () => {
    const text = recipeOn(rows, step);
    const [problem, ...others] = await checkRecipe(text, file);
    assert.deepEqual(others, []);
    assert.match(`${problem?.message} ${problem?.next}`, says);
    const marked = text.split('\n')[problem!.line - 1]!.slice(problem!.column - 1);
    assert.match(`${marked}\n${text.split('\n')[problem!.line] ?? ''}`, at);
    await assert.rejects(
      async () => runRecipe(await loadRecipe(file)),
      (error: unknown) => {
        assert.ok(error instanceof UserError, String(error));
        assert.match(`${error.message} ${error.next}`, says);
        const { line, file: placed } = error.place ?? {};
        assert.equal(path.basename(placed ?? ''), ofRow ? 'in.jsonl' : 'a.recipe.json');
        assert.equal(line, ofRow ? 21 : problem!.line);
        return true;
      },
    );
    assert.ok(!existsSync(path.join(folder, 'out.jsonl')));
  });
}

test('what fits is marked nowhere, and of a long input nothing that later rows may have', async () => {
  const fits = recipeOn(lopsided, { shares: { no: 0.99, yes: 0.01 } });
  assert.deepEqual(await checkRecipe(fits, file), []);
  const more = recipeOn(lopsided, { method: 'oversample', maxRows: 800 });
  assert.deepEqual(await checkRecipe(more, file), []);
  const late = Array.from({ length: 6_000 }, (_, row) => ({ said: row < 5_900 ? 'no' : 'yes' }));
  const long = recipeOn(late, { shares: { no: 0.9, yes: 0.1 } });
  assert.deepEqual(await checkRecipe(long, file), []);
  const { rowsOut } = await runRecipe(await loadRecipe(file));
  assert.equal(rowsOut, 1_000);
});

test('a run and a preview say what became of the rows of each value, and that most are gone', async () => {
  const said = ['a', 'b', null, 'c'];
  const rows = Array.from({ length: 40 }, (_, id) => ({ said: said[id % 40 < 30 ? 0 : id % 4] }));
  recipeOn(rows, { others: 'drop', shares: { a: 50, b: 50 } });
  const note =
    'Step 2 (balance): 40 rows → 4: "a" 32 → 2, "b" 2 → 2, others 6 → 0. More than half of the rows are dropped (36 of 40). "method": "oversample" repeats rows instead.';
  const { notes, before } = await previewRecipe(await loadRecipe(file));
  assert.deepEqual(notes, [note]);
  assert.ok(before.includes(note));
  const { steps, manifest } = await runRecipe(await loadRecipe(file));
  assert.deepEqual(balanceNotes(steps), [note]);
  assert.ok(readFileSync(manifest, 'utf8').includes('"balance"'));

  recipeOn(lopsided, { method: 'oversample' });
  const grown = await runRecipe(await loadRecipe(file));
  assert.deepEqual(balanceNotes(grown.steps), [
    'Step 2 (balance): 401 rows → 800: "no" 400 → 400, "yes" 1 → 400.',
  ]);
});

test('a share of less than a row keeps one, and that is said', async () => {
  recipeOn(lopsided, { shares: { no: 0.9999, yes: 0.0001 } });
  assert.deepEqual(balanceNotes((await runRecipe(await loadRecipe(file))).steps), [
    'Step 2 (balance): 401 rows → 401: "no" 400 → 400, "yes" 1 → 1. One row of "yes" is left, a larger share than .0100 %, which is one row in 10,000: only 401 are left.',
  ]);
});

test('a column of many values is told in a line', async () => {
  const rows = Array.from({ length: 300 }, (_, id) => ({ said: `v${id % 150}` }));
  recipeOn([...rows, { said: 'v0' }], {});
  const [note = ''] = balanceNotes((await runRecipe(await loadRecipe(file))).steps);
  assert.match(
    note,
    /^Step 2 \(balance\): 301 rows → 300: "v0" 3 → 2, .*"v11" 2 → 2, all else 276 → 276\.$/,
  );
});

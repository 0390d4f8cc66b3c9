import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { editorSuite } from './editorSuite';
import type { Session } from './session';
import { hidePanel, openFile, runAndPick, runCommand, takeScreenshot } from './workbench';

/** Rows with one thing of each kind to mend. */
const rows = [
  ...Array.from({ length: 40 }, (_, row) => ({
    text: `An ordinary comment, number ${row + 1}.`,
    label: row % 2 === 0 ? 'calm' : 'cross',
  })),
  { text: '  A cafÃ©   with <b>bold</b> claims &amp; no end ', label: 'cross' },
  { text: 'Write to somebody@firm.org about it.', label: 'calm' },
  { text: 'An ordinary comment, number 1.', label: 'calm' },
];

editorSuite('recipes in the editor', { picture: 'recipe', prepare: writeComments }, [
  ['a recipe is written for what a file needs', writesRecipe],
  ['a preview compares rows before and after', previews],
  ['a recipe runs and offers what it wrote', runs],
  ['mistakes in a recipe are marked, those with the data too', checks],
]);

function writeComments({ server }: Pick<Session, 'server'>): void {
  writeFileSync(
    path.join(server.workspace, 'comments.jsonl'),
    rows.map((row) => `${JSON.stringify(row)}\n`).join(''),
  );
}

async function writesRecipe({ page, server }: Session): Promise<void> {
  await runAndPick(page, 'Fine-Tune: Clean this dataset', 'comments.jsonl');
  await page.locator('.tab.active').filter({ hasText: 'comments.recipe.json' }).waitFor();
  const lenses = page.locator('.codelens-decoration a');
  await lenses.filter({ hasText: /^Preview$/ }).waitFor();
  await lenses.filter({ hasText: /^Run$/ }).waitFor();
  const text = readFileSync(path.join(server.workspace, 'comments.recipe.json'), 'utf8');
  for (const type of ['fix-mojibake', 'strip-markup', 'normalize', 'redact', 'deduplicate'])
    assert.match(text, new RegExp(`\\n    \\{ "type": "${type}"`));
  await takeScreenshot(page, 'recipe');
}

async function previews({ page }: Session): Promise<void> {
  await page
    .locator('.codelens-decoration a')
    .filter({ hasText: /^Preview$/ })
    .click();
  await page.locator('.tab.active').filter({ hasText: '2 changed, 1 dropped' }).waitFor();
  const after = page.locator('.editor.modified .view-lines');
  await after.filter({ hasText: /Dropped.by.step.5,.deduplicate/ }).waitFor();
  // note: the editor writes blanks as non-breaking ones.
  const shown = (await after.innerText()).replaceAll('\u00a0', ' ');
  assert.match(shown, /text: "A café with bold claims & no end"/);
  assert.match(shown, /Write to \[EMAIL\] about it\./);
  await takeScreenshot(page, 'recipe-preview');
}

async function runs({ page, server }: Session): Promise<void> {
  // note: the tab of the preview begins with the same name.
  await page
    .locator('.tab')
    .filter({ hasText: /^comments\.recipe\.json$/ })
    .click();
  await page.locator('.codelens-decoration a').filter({ hasText: /^Run$/ }).click();
  const toast = page.locator('.notification-toast').filter({ hasText: '43 rows became 42' });
  await toast.waitFor();
  await takeScreenshot(page, 'recipe-result');
  await toast.getByRole('button', { name: 'Open output' }).click();
  await page.locator('.tab.active').filter({ hasText: 'comments.clean.jsonl' }).waitFor();
  const manifest = path.join(server.workspace, 'comments.clean.manifest.json');
  assert.ok(existsSync(manifest));
  assert.equal((JSON.parse(readFileSync(manifest, 'utf8')) as { rowsOut: number }).rowsOut, 42);
}

async function checks({ page, server }: Session): Promise<void> {
  const recipe = {
    input: './comments.jsonl',
    output: './b.jsonl',
    steps: [
      { type: 'deduplicate', treshold: 2 },
      { type: 'shufle' },
      { type: 'deduplicate', kind: 'nearly', threshold: 2 },
    ],
  };
  writeFileSync(path.join(server.workspace, 'bad.recipe.json'), JSON.stringify(recipe, null, 2));
  await openFile(page, 'bad.recipe.json');
  await runCommand(page, 'Problems: Focus on Problems View');
  const problems = page.locator('.markers-panel .monaco-list-row');
  await problems
    .filter({
      hasText: 'Unknown key "treshold" in step 1 (deduplicate). Did you mean "threshold"?',
    })
    .waitFor();
  await problems.filter({ hasText: 'Valid values: "normalize"' }).waitFor();
  await problems.filter({ hasText: 'Value is above the maximum of 1' }).waitFor();
  await takeScreenshot(page, 'recipe-problems');
  const wrong = { ...recipe, steps: [{ type: 'filter', where: "lable == 'calm'" }] };
  writeFileSync(path.join(server.workspace, 'wrong.recipe.json'), JSON.stringify(wrong, null, 2));
  await openFile(page, 'wrong.recipe.json');
  await hidePanel(page);
  await page.locator('.squiggly-error').first().waitFor();
  await runCommand(page, 'Go to Next Problem (Error, Warning, Info)');
  await page.locator('.marker-widget').filter({ hasText: 'Did you mean label?' }).waitFor();
  await takeScreenshot(page, 'recipe-column');
  const mixes = {
    'Value is below the exclusive minimum of 0': { calm: -1, cross: 2 },
    'These shares add up to 1.1.': { calm: 0.5, cross: 0.6 },
    'Line 2 of the input: "shares" says nothing of "cross". Did you mean "crosss"?': {
      calm: 0.5,
      crosss: 0.5,
    },
    'are its share of 1e-4 % takes 22,000,000 rows': { calm: 0.000001, cross: 0.999999 },
  };
  for (const [at, [says, shares]] of Object.entries(mixes).entries()) {
    const mix = { ...recipe, steps: [{ type: 'balance', method: 'oversample', shares }] };
    writeFileSync(
      path.join(server.workspace, `mix${at}.recipe.json`),
      JSON.stringify(mix, null, 2),
    );
    await openFile(page, `mix${at}.recipe.json`);
    await page.locator('.squiggly-error, .squiggly-warning').first().waitFor();
    await runCommand(page, 'Go to Next Problem (Error, Warning, Info)');
    await page.locator('.marker-widget').filter({ hasText: says }).waitFor();
  }
  await takeScreenshot(page, 'recipe-shares');
}

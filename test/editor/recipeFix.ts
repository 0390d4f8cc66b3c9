import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { goTo, quickFixes } from './lint';
import { until, type Session } from './session';
import { openFile, runCommand, takeScreenshot } from './workbench';

/** What only a step over the whole file mends is answered by a recipe, written beside the file and opened. */
export async function writesRecipe(session: Session): Promise<void> {
  const { page, server } = session;
  const file = (name: string): string => path.join(server.workspace, name);
  const rows = Array.from({ length: 80 }, (_, index) =>
    JSON.stringify({ text: `The ${index} boats came in.`, label: index === 40 ? 'late' : 'early' }),
  );
  writeFileSync(file('boats.jsonl'), `${rows.join('\n')}\n`);
  await openFile(page, 'boats.jsonl');
  await page.locator('.squiggly-warning').first().waitFor();
  await goTo(page, `41:${(rows[40] ?? '').indexOf('late') + 2}`);
  const menu = await quickFixes(page);
  const offer = menu.filter({ hasText: 'New recipe: Repeat rows of rare labels' });
  await offer.waitFor();
  await takeScreenshot(page, 'lint-recipe-fix');
  await offer.click();
  await page.locator('.tab.active', { hasText: 'boats.recipe.json' }).waitFor();
  await until(session, 'the recipe is offered to be run', async () =>
    page.locator('.codelens-decoration a', { hasText: 'Run' }).first().isVisible(),
  );
  const recipe = readFileSync(file('boats.recipe.json'), 'utf8');
  assert.match(recipe, /"input": "\.\/boats\.jsonl"/);
  assert.match(recipe, /"type":"balance","method":"oversample"/);
  await runCommand(page, 'View: Close All Editors');
}

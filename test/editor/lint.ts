import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { rowHash } from '../../src/data/lint/suppressedFindings';
import type { Session } from './session';
import { until, writeConfig } from './session';
import {
  chooseInMenu,
  chooseTheme,
  hidePanel,
  openFile,
  openSideBar,
  runCommand,
  takeScreenshot,
  treeRows,
} from './workbench';

/** What the tests look at: good rows, rows with one problem each, and a rule with more problems than are shown. */
export function writeDatasets({ server }: Session): void {
  const write = (name: string, lines: readonly string[]): void =>
    writeFileSync(path.join(server.workspace, name), `${lines.join('\n')}\n`);
  const good = Array.from({ length: 60 }, (_, index) =>
    JSON.stringify({
      text: `The ${index} trains were on time today.`,
      label: index % 2 ? 'a' : 'b',
    }),
  );
  const bad = [
    '{"text": "Spaces at the end of it   ", "label": "a"}',
    '{"text": "broken, "label": "a"}',
    '{"text": "Dear {{name}}, the trains were late.", "label": "b"}',
    '{"text": "More spaces     in the middle of it.", "label": "a"}',
  ];
  const [first = '', second = ''] = good;
  write('reviews.jsonl', [
    ...[...good.slice(0, 5), ...bad, ...good.slice(5, 15), first, ...good.slice(15, 30), first],
    ...good.slice(30),
  ]);
  write('leak-train.jsonl', good);
  write('leak-test.jsonl', [
    second,
    ...good.slice(2, 12).map((row) => row.replace('today', 'then')),
  ]);
  write('many.jsonl', [
    ...good.slice(0, 20),
    ...Array.from({ length: 512 }, (_, index) =>
      JSON.stringify({ text: `Row ${index} ends with spaces.  `, label: index % 2 ? 'a' : 'b' }),
    ),
  ]);
  write('reviews.csv', [
    'text,label',
    'The trains were on time.,a',
    '"Quoted, with spaces at the end   ",b',
    'too,many,cells',
    'The trains were late.,b',
  ]);
}

/** Rows of the Problems panel. */
function problems(page: Page): Locator {
  return page.locator('.markers-panel .monaco-list-row');
}

async function showProblems(page: Page): Promise<void> {
  await runCommand(page, 'Problems: Focus on Problems View');
  await page.locator('.markers-panel').waitFor();
}

/**
 * Leaves only what holds these words in the panel: it draws the rows that are in sight alone. note: Escape in the filter, with
 * which other commands begin, clears it.
 */
async function filterProblems(page: Page, text: string): Promise<void> {
  await showProblems(page);
  await page.getByPlaceholder(/^Filter \(e\.g\./).fill(text);
}

/** Sets the cursor: `LINE:COLUMN`, from 1. */
export async function goTo(page: Page, place: string): Promise<void> {
  await runCommand(page, 'Go to Line/Column...');
  await page.keyboard.type(`${place}\n`);
}

function textOf({ server }: Session, name: string): string {
  return readFileSync(path.join(server.workspace, name), 'utf8');
}

async function save(page: Page): Promise<void> {
  await runCommand(page, 'File: Save');
}

/** Opens the quick fixes at the cursor. */
export async function quickFixes(page: Page): Promise<Locator> {
  const menu = page.locator('.action-widget .monaco-list-row');
  // note: the menu closes when a panel that is on its way out takes the focus.
  for (let attempt = 1; ; attempt++) {
    await page.keyboard.press('Control+.');
    try {
      await menu.first().waitFor({ timeout: 6_000 });
      return menu;
    } catch (error) {
      if (attempt === 6) throw error;
      await runCommand(page, 'View: Focus Active Editor Group');
    }
  }
}

/** Problems stand in the panel and squiggles below the exact field; hovering says more. */
export async function marksRows({ page }: Session): Promise<void> {
  await openFile(page, 'reviews.jsonl');
  await filterProblems(page, 'reviews.jsonl');
  await problems(page).filter({ hasText: 'L-TXT-02' }).first().waitFor();
  await problems(page).filter({ hasText: 'L-FMT-01' }).first().waitFor();
  await problems(page).filter({ hasText: 'L-TXT-08' }).first().waitFor();
  await takeScreenshot(page, 'lint-problems');
  await filterProblems(page, '');
  await hidePanel(page);
  const squiggle = page.locator('.cdr.squiggly-warning').first();
  await squiggle.waitFor();
  await goTo(page, '6:38');
  await runCommand(page, 'Show or Focus Hover');
  const hover = page.locator('.monaco-hover:visible').filter({ hasText: 'fine-tune' });
  await hover.first().waitFor();
  await takeScreenshot(page, 'lint-hover');
  await page.keyboard.press('Escape');
}

/** A broken row is found, and mended, as it is typed. */
export async function checksWhileTyping({ page }: Session): Promise<void> {
  await openFile(page, 'reviews.jsonl');
  await goTo(page, '2:2');
  await page.keyboard.type('x');
  await filterProblems(page, 'reviews.jsonl');
  await problems(page).filter({ hasText: 'Ln 2,' }).first().waitFor();
  await openFile(page, 'reviews.jsonl');
  await page.keyboard.press('Backspace');
  await problems(page).filter({ hasText: 'Ln 2,' }).first().waitFor({ state: 'detached' });
  await filterProblems(page, '');
  await hidePanel(page);
}

/** A quick fix mends its problem and is undone as one. */
export async function fixesAndUndoes(session: Session): Promise<void> {
  const { page } = session;
  const before = textOf(session, 'reviews.jsonl');
  await openFile(page, 'reviews.jsonl');
  await goTo(page, '6:38');
  const menu = await quickFixes(page);
  await takeScreenshot(page, 'lint-quick-fixes');
  await menu
    .filter({ hasText: /trim|whitespace|space/i })
    .first()
    .click();
  await save(page);
  await until(session, 'the fix is saved', () => textOf(session, 'reviews.jsonl') !== before);
  const fixed = textOf(session, 'reviews.jsonl').split('\n');
  assert.equal(fixed[5], '{"text": "Spaces at the end of it", "label": "a"}');
  assert.deepEqual(fixed.toSpliced(5, 1), before.split('\n').toSpliced(5, 1));
  await page.keyboard.press('Control+Z');
  await save(page);
  await until(session, 'the fix is undone', () => textOf(session, 'reviews.jsonl') === before);
}

/** All fixes of a rule are previewed, applied together and undone together. */
export async function fixesAllOfRule(session: Session): Promise<void> {
  const { page } = session;
  const before = textOf(session, 'reviews.jsonl');
  await openFile(page, 'reviews.jsonl');
  await goTo(page, '6:38');
  const menu = await quickFixes(page);
  await menu.filter({ hasText: 'Fix all 2 of L-TXT-02' }).click();
  const preview = page.locator('.part.panel .monaco-list-row').filter({ hasText: 'reviews.jsonl' });
  await preview.first().waitFor();
  const boxes = page.locator('.part.panel .monaco-list-row .edit-checkbox');
  await until(session, 'every change is ticked', async () => {
    const ticks = await boxes.evaluateAll((all) =>
      all.map((box) => box.getAttribute('aria-checked')),
    );
    return ticks.length > 0 && ticks.every((tick) => tick === 'true');
  });
  await takeScreenshot(page, 'lint-fix-all-preview');
  await page.getByRole('button', { name: 'Apply', exact: true }).click();
  await openFile(page, 'reviews.jsonl');
  await save(page);
  await until(session, 'all fixes are saved', () => textOf(session, 'reviews.jsonl') !== before);
  assert.ok(!/ {3,}/.test(textOf(session, 'reviews.jsonl')));
  await openFile(page, 'reviews.jsonl');
  await page.keyboard.press('Control+Z');
  await save(page);
  await until(session, 'all is undone', () => textOf(session, 'reviews.jsonl') === before);
}

/** Of a rule with many problems some are shown, the last says how many more there are, and all can be listed. */
export async function capsProblems({ page }: Session): Promise<void> {
  await openFile(page, 'many.jsonl');
  await filterProblems(page, '412 more');
  await problems(page).filter({ hasText: 'and 412 more of L-TXT-02' }).waitFor();
  await takeScreenshot(page, 'lint-more');
  await filterProblems(page, '');
  await hidePanel(page);
  await goTo(page, '120:30');
  const menu = await quickFixes(page);
  await menu.filter({ hasText: 'List all 512 problems of L-TXT-02' }).click();
  const title = page.locator('.quick-input-title').filter({ hasText: '512' });
  await title.waitFor();
  await takeScreenshot(page, 'lint-list');
  await page.keyboard.press('Escape');
}

/** Cells of a table are marked where they stand. */
export async function marksTables({ page }: Session): Promise<void> {
  await openFile(page, 'reviews.csv');
  await filterProblems(page, 'reviews.csv');
  await problems(page).filter({ hasText: 'L-FMT-04' }).first().waitFor();
  await problems(page).filter({ hasText: 'L-TXT-02' }).first().waitFor();
  await takeScreenshot(page, 'lint-csv');
  await filterProblems(page, '');
  await hidePanel(page);
}

/** The Datasets view counts problems by rule; a click opens the first, the arrows step on. */
export async function stepsThroughProblems({ page }: Session): Promise<void> {
  await openFile(page, 'reviews.jsonl');
  await openSideBar(page);
  await page.locator('.pane-header').filter({ hasText: 'Runs' }).click();
  const dataset = treeRows(page, 'Datasets').filter({ hasText: 'reviews.jsonl' });
  await dataset.filter({ hasText: 'problems' }).waitFor();
  await dataset.locator('.monaco-tl-twistie').click();
  const group = treeRows(page, 'Datasets').filter({ hasText: /^Problems/ });
  await group.waitFor();
  await group.locator('.monaco-tl-twistie').click();
  const rule = treeRows(page, 'Datasets').filter({ hasText: 'L-TXT-02' }).last();
  await rule.click();
  const place = page.locator('.statusbar-item').filter({ hasText: /^Ln \d+/ });
  await place.filter({ hasText: 'Ln 6,' }).waitFor();
  await rule.hover();
  await takeScreenshot(page, 'lint-tree');
  await runCommand(page, 'Fine-Tune: Next problem of this rule');
  await place.filter({ hasText: 'Ln 9,' }).waitFor();
  await runCommand(page, 'Fine-Tune: Previous problem of this rule');
  await place.filter({ hasText: 'Ln 6,' }).waitFor();
}

/** A duplicate leads to its twin, and all of them can be deleted at once. */
export async function leadsToTwin({ page }: Session): Promise<void> {
  await openFile(page, 'reviews.jsonl');
  await filterProblems(page, 'L-DUP-01');
  await problems(page).filter({ hasText: 'Ln 20,' }).first().waitFor();
  await takeScreenshot(page, 'lint-duplicate');
  await filterProblems(page, '');
  await hidePanel(page);
  await goTo(page, '20:8');
  await (await quickFixes(page)).filter({ hasText: 'Go to line 1' }).click();
  const place = page.locator('.statusbar-item').filter({ hasText: /^Ln \d+/ });
  await place.filter({ hasText: 'Ln 1,' }).waitFor();
  await goTo(page, '20:8');
  const menu = await quickFixes(page);
  await takeScreenshot(page, 'lint-duplicate-fixes');
  await menu.filter({ hasText: 'Delete all 2 exact duplicates (keeps the first)' }).click();
  await page.getByRole('button', { name: 'Discard', exact: true }).waitFor();
  await takeScreenshot(page, 'lint-duplicates-preview');
  await page.getByRole('button', { name: 'Discard', exact: true }).click();
}

/** Rows of a test file that stand in the training file are found in the background, neither being open. */
export async function findsLeaks(session: Session): Promise<void> {
  const { page } = session;
  writeConfig(session, 'leak', {
    data: { train: 'leak-train.jsonl', validation: null, test: 'leak-test.jsonl' },
  });
  await filterProblems(page, 'L-LEAK-01');
  const leak = problems(page).filter({ hasText: 'L-LEAK-01' }).first();
  await leak.waitFor();
  await takeScreenshot(page, 'lint-leak');
  await filterProblems(page, '');
  await hidePanel(page);
}

/** A rule is suppressed in a file with a reason, which is kept beside the data. */
export async function suppressesRule(session: Session): Promise<void> {
  const { page, server } = session;
  await openFile(page, 'reviews.jsonl');
  await filterProblems(page, 'reviews.jsonl');
  await problems(page).filter({ hasText: 'L-TXT-08' }).first().waitFor();
  await goTo(page, '8:20');
  const menu = await quickFixes(page);
  await menu.filter({ hasText: 'Suppress L-TXT-08 in this file with a reason' }).click();
  await page.locator('.quick-input-title').filter({ hasText: 'L-TXT-08' }).waitFor();
  await page.keyboard.type('A template is meant here.');
  await takeScreenshot(page, 'lint-suppress');
  await page.keyboard.press('Enter');
  const file = path.join(server.workspace, '.finetune', 'lint.json');
  await until(session, 'the reason is kept', () => existsSync(file));
  await filterProblems(page, 'reviews.jsonl');
  await problems(page).filter({ hasText: 'L-FMT-01' }).first().waitFor();
  await problems(page).filter({ hasText: 'L-TXT-08' }).first().waitFor({ state: 'detached' });
  assert.deepEqual(JSON.parse(readFileSync(file, 'utf8')), {
    version: 1,
    suppressions: [
      { file: 'reviews.jsonl', rule: 'L-TXT-08', reason: 'A template is meant here.' },
    ],
  });
  await filterProblems(page, '');
}

/** A rule is suppressed on one row, which is known by its text: the same rule speaks of other rows still. */
export async function suppressesOnRow(session: Session): Promise<void> {
  const { page, server } = session;
  await openFile(page, 'reviews.jsonl');
  await filterProblems(page, 'reviews.jsonl');
  const ofRule = problems(page).filter({ hasText: 'L-TXT-02' });
  const own = ofRule.filter({ hasText: 'Ln 9,' });
  await own.first().waitFor();
  // The palette takes the row with the cursor.
  await openFile(page, 'reviews.jsonl');
  await goTo(page, '9:1');
  const asked = page.locator('.quick-input-title').filter({ hasText: 'in this row of' });
  await runCommand(page, 'Suppress this rule on this row with a reason…');
  await asked.filter({ hasText: 'L-TXT-02' }).waitFor();
  await page.keyboard.press('Escape');
  await asked.waitFor({ state: 'hidden' });
  await goTo(page, '9:30');
  const menu = await quickFixes(page);
  await takeScreenshot(page, 'lint-suppress-row-fixes');
  await menu.filter({ hasText: 'Suppress L-TXT-02 on this row with a reason' }).click();
  await page.locator('.quick-input-title').filter({ hasText: 'in this row of' }).waitFor();
  await page.keyboard.type('Columns are meant.');
  await page.keyboard.press('Enter');
  const file = path.join(server.workspace, '.finetune', 'lint.json');
  const isKept = (): boolean => existsSync(file) && readFileSync(file, 'utf8').includes('Columns');
  await until(session, 'the reason is kept', isKept);
  await filterProblems(page, 'reviews.jsonl');
  await own.first().waitFor({ state: 'detached' });
  await ofRule.filter({ hasText: 'Ln 6,' }).first().waitFor();
  const row = textOf(session, 'reviews.jsonl').split('\n')[8] ?? '';
  const { suppressions } = JSON.parse(readFileSync(file, 'utf8')) as { suppressions: unknown[] };
  const entry = { file: 'reviews.jsonl', rule: 'L-TXT-02', row: rowHash(row) };
  assert.deepEqual(suppressions.at(-1), { ...entry, reason: 'Columns are meant.' });
  await filterProblems(page, '');
}

/** A list of suppressions that makes no sense is marked where it is wrong, and suppresses nothing. */
export async function marksWrongSuppressions(session: Session): Promise<void> {
  const { page, server } = session;
  const file = path.join(server.workspace, '.finetune', 'lint.json');
  const before = readFileSync(file, 'utf8');
  writeFileSync(file, before.replace('"suppressions"', '"suppresions"'));
  await filterProblems(page, 'lint.json');
  await problems(page).filter({ hasText: 'There is no key "suppresions"' }).waitFor();
  writeFileSync(file, before);
  await problems(page).filter({ hasText: '"suppresions"' }).waitFor({ state: 'detached' });
  await filterProblems(page, '');
}

/** The same in light colours, for people to look at. */
export async function looksGoodInLight({ page }: Session): Promise<void> {
  await chooseTheme(page, 'Light Modern');
  await openFile(page, 'reviews.jsonl');
  await goTo(page, '6:38');
  await runCommand(page, 'Show or Focus Hover');
  await page.locator('.monaco-hover:visible').first().waitFor();
  await takeScreenshot(page, 'lint-light');
  await page.keyboard.press('Escape');
  await showProblems(page);
  await takeScreenshot(page, 'lint-problems-light');
  await chooseTheme(page, 'Dark Modern');
}

/** A file that is not open is checked from the Explorer's menu, brings its problems up, and stays checked. */
export async function checksFromExplorer({ page }: Session): Promise<void> {
  const status = page.locator('.statusbar-item').filter({ hasText: '512 problems in 532 rows' });
  const found = problems(page).filter({ hasText: 'many.jsonl' });
  await runCommand(page, 'View: Close All Editors');
  await runCommand(page, 'View: Show Explorer');
  await filterProblems(page, 'many.jsonl');
  await found.waitFor({ state: 'detached' });
  const file = page
    .locator('.explorer-folders-view .monaco-list-row')
    .filter({ hasText: 'many.jsonl' });
  await chooseInMenu(page, file, 'Check this dataset');
  await status.waitFor();
  await found.waitFor();
  await takeScreenshot(page, 'lint-explorer');
  await status.waitFor({ state: 'detached' });
  await openFile(page, 'many.jsonl');
  await showProblems(page);
  await runCommand(page, 'Fine-Tune: Check this dataset');
  await status.waitFor();
  assert.ok(await page.locator('.markers-panel').isVisible());
  await runCommand(page, 'View: Close All Editors');
  await filterProblems(page, 'many.jsonl');
  await found.waitFor();
  await filterProblems(page, '');
  await hidePanel(page);
}

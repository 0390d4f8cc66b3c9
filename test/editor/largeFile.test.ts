import assert from 'node:assert/strict';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { seededNumbers } from '../../src/data/seededNumbers';
import { editorSuite } from './editorSuite';
import type { Session } from './session';
import { until } from './session';
import {
  chooseInMenu,
  hidePanel,
  openFile,
  openSideBar,
  runCommand,
  takeScreenshot,
  treeRows,
} from './workbench';

/** VS Code hands the text of files up to 50 MB to extensions. */
const largeBytes = 55e6;
const nSpaced = 30;
/** A check of such a file takes 10 s on a free core. */
const checkMs = 240_000;
/** More fixes than can be looked through in a preview. */
const nMany = 2_100;

editorSuite(
  'files that are too large to be checked as they are typed',
  { picture: 'large', prepare },
  [
    ['a file over 50 MB is checked from disk, and the user is told', checksFromDisk],
    ['its problems lead to their rows', leadsToRows],
    ['the id of a rule opens its page', explainsRule],
    ['it is checked again when it is saved', checksOnSave],
    ['a check can be cancelled without a complaint', cancelsCheck],
    ['its fixes go to a copy', fixesInCopy],
    ['more fixes than can be looked through go to a copy', fixesManyInCopy],
  ],
);

function prepare({ server }: Pick<Session, 'server'>): void {
  const next = seededNumbers(11);
  const syllable = (): string =>
    'ba ke mi to ru la se no vi du'.slice(3 * Math.floor(next() * 10)).slice(0, 2);
  // note: few, long words, since looking for near duplicates takes its time for every word.
  const word = (): string => Array.from({ length: 40 }, syllable).join('');
  const rows: string[] = [];
  for (let bytes = 0; bytes < largeBytes;) {
    const at = rows.length;
    const words = Array.from({ length: 12 }, word).join(' ');
    const text = `Row ${at}: ${words}${at > 0 && at <= nSpaced ? '  ' : '.'}`;
    const row = JSON.stringify({ text, label: next() < 0.5 ? 'a' : 'b' });
    rows.push(row);
    bytes += row.length + 1;
  }
  writeFileSync(path.join(server.workspace, 'large.jsonl'), `${rows.join('\n')}\n`);
  const many = Array.from({ length: nMany }, (_, at) =>
    JSON.stringify({ text: `Row ${at} ends with spaces.  `, label: at % 2 === 0 ? 'a' : 'b' }),
  );
  writeFileSync(path.join(server.workspace, 'spaced.jsonl'), `${many.join('\n')}\n`);
}

function problems(page: Page): Locator {
  return page.locator('.markers-panel .monaco-list-row');
}

async function filterProblems(page: Page, text: string): Promise<void> {
  await runCommand(page, 'Problems: Focus on Problems View');
  await page.getByPlaceholder(/^Filter \(e\.g\./).fill(text);
}

function notification(page: Page, text: string | RegExp): Locator {
  return page.locator('.notification-toast').filter({ hasText: text });
}

async function checksFromDisk({ page }: Session): Promise<void> {
  await openFile(page, 'large.jsonl');
  await notification(
    page,
    /large\.jsonl is larger than 50 MB.*fixes are in the Datasets view/,
  ).waitFor();
  await takeScreenshot(page, 'large-told');
  await runCommand(page, 'Notifications: Clear All Notifications');
  await filterProblems(page, 'large.jsonl');
  await problems(page)
    .filter({ hasText: 'L-TXT-02' })
    .filter({ hasText: 'Ln 2,' })
    .waitFor({ timeout: checkMs });
  await takeScreenshot(page, 'large-problems');
  await hidePanel(page);
  // note: in a browser the editor asks before it shows so much.
  await page.getByRole('button', { name: 'Open Anyway' }).click();
  await page.locator('.view-lines').first().waitFor();
  await takeScreenshot(page, 'large-shown');
}

async function leadsToRows({ page }: Session): Promise<void> {
  await openSideBar(page);
  const dataset = treeRows(page, 'Datasets').filter({ hasText: 'large.jsonl' });
  await dataset.filter({ hasText: 'problems' }).waitFor();
  await dataset.locator('.monaco-tl-twistie').click();
  const group = treeRows(page, 'Datasets').filter({ hasText: /^Problems/ });
  await group.waitFor();
  await group.locator('.monaco-tl-twistie').click();
  await ruleRow(page).click();
  const place = page.locator('.statusbar-item').filter({ hasText: /^Ln \d+/ });
  await place.filter({ hasText: 'Ln 2,' }).waitFor();
  await runCommand(page, 'Fine-Tune: Next problem of this rule');
  await place.filter({ hasText: 'Ln 3,' }).waitFor();
  await runCommand(page, 'Fine-Tune: Previous problem of this rule');
  await place.filter({ hasText: 'Ln 2,' }).waitFor();
}

function ruleRow(page: Page): Locator {
  return treeRows(page, 'Datasets').filter({ hasText: 'L-TXT-02' }).last();
}

async function explainsRule({ page }: Session): Promise<void> {
  await filterProblems(page, 'large.jsonl');
  const row = problems(page).filter({ hasText: 'L-TXT-02' }).first();
  await row.getByText('L-TXT-02', { exact: true }).click({ modifiers: ['ControlOrMeta'] });
  await page
    .locator('.tab')
    .filter({ hasText: /Preview txt\.md/ })
    .waitFor();
  await takeScreenshot(page, 'large-rule-page');
  await hidePanel(page);
  await runCommand(page, 'View: Close Editor');
}

async function checksOnSave({ page }: Session): Promise<void> {
  await openFile(page, 'large.jsonl');
  await runCommand(page, 'Go to Line/Column...');
  await page.keyboard.type('1:1\n');
  await page.keyboard.type('x');
  await runCommand(page, 'File: Save');
  await page.locator('.tab.active.dirty').waitFor({ state: 'detached', timeout: checkMs });
  await filterProblems(page, 'large.jsonl');
  const broken = problems(page).filter({ hasText: 'L-FMT-01' });
  await broken.filter({ hasText: 'Ln 1,' }).waitFor({ timeout: checkMs });
  await takeScreenshot(page, 'large-saved');
}

async function cancelsCheck({ page }: Session): Promise<void> {
  await openFile(page, 'large.jsonl');
  await runCommand(page, 'Fine-Tune: Check this dataset');
  const checking = notification(page, 'Checking large.jsonl');
  await checking.getByRole('button', { name: 'Cancel' }).click();
  await checking.waitFor({ state: 'detached' });
  await runCommand(page, 'Notifications: Show Notifications');
  const list = page.locator('.notifications-center .notification-list-item');
  assert.equal(await list.filter({ hasText: /aborted|internal error/i }).count(), 0);
  await takeScreenshot(page, 'large-cancelled');
  await page.keyboard.press('Escape');
}

async function fixesInCopy({ page, server }: Session): Promise<void> {
  const file = path.join(server.workspace, 'large.jsonl');
  const size = statSync(file).size;
  await openSideBar(page);
  await chooseInMenu(page, ruleRow(page), 'Fix all problems of this rule');
  await notification(
    page,
    new RegExp(`is a copy with ${nSpaced} problems of L-TXT-02 mended`),
  ).waitFor({ timeout: checkMs });
  await takeScreenshot(page, 'large-fixed');
  assert.equal(statSync(file).size, size);
  const copy = statSync(path.join(server.workspace, 'large.fixed.jsonl'));
  assert.ok(copy.size < size, `${copy.size} of ${size}`);
  await runCommand(page, 'Notifications: Clear All Notifications');
}

async function fixesManyInCopy(session: Session): Promise<void> {
  const { page, server } = session;
  const file = path.join(server.workspace, 'spaced.jsonl');
  const before = readFileSync(file, 'utf8');
  await runCommand(page, 'View: Close All Editors');
  await openFile(page, 'spaced.jsonl');
  const dataset = treeRows(page, 'Datasets').filter({ hasText: 'spaced.jsonl' });
  await dataset.filter({ hasText: '2,100 problems' }).waitFor();
  await runCommand(page, 'Go to Line/Column...');
  await page.keyboard.type('5:26\n');
  const fixAll = page
    .locator('.action-widget .monaco-list-row')
    .filter({ hasText: 'Fix all 2,100' });
  await until(session, 'the quick fixes are there', async () => {
    await page.keyboard.press('Control+.');
    return fixAll.waitFor({ timeout: 6_000 }).then(
      () => true,
      () => false,
    );
  });
  await fixAll.click();
  await notification(page, 'is a copy with 2,100 problems of L-TXT-02 mended').waitFor({
    timeout: checkMs,
  });
  assert.equal(readFileSync(file, 'utf8'), before);
  const copy = readFileSync(path.join(server.workspace, 'spaced.fixed.jsonl'), 'utf8');
  assert.equal(copy, before.replaceAll('spaces.  ', 'spaces.'));
}

import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Frame } from 'playwright-core';
import { until, type Session } from './session';
import {
  chooseInMenu,
  hidePanel,
  openFile,
  pick,
  runCommand,
  takeScreenshot,
  webview,
  runAndPick,
} from './workbench';

const name = 'tidy.jsonl';
const lines = Array.from({ length: 60 }, (_, index) =>
  JSON.stringify({
    text: `The ${index} ships were on time today.${index === 3 || index === 7 ? '   ' : ''}`,
    label: index % 2 ? 'a' : 'b',
  }),
);
const whole = `${lines.join('\n')}\n`;
const mended = (...rows: readonly number[]): string =>
  `${lines.map((line, index) => (rows.includes(index + 1) ? line.replace(/ {3}/, '') : line)).join('\n')}\n`;

async function openedPage(session: Session): Promise<Frame> {
  const { page } = session;
  await runAndPick(page, 'Fine-Tune: Open dataset', name);
  return webview(page, '.grid-body .grid-row');
}

const textOf = ({ server }: Session): string =>
  readFileSync(path.join(server.workspace, name), 'utf8');

/** A fix chosen on the dataset page is written to the file, which nobody has open, and taken back from there. */
export async function mendsOnPage(session: Session): Promise<void> {
  const { page, server } = session;
  await runCommand(page, 'View: Close All Editors');
  await hidePanel(page);
  writeFileSync(path.join(server.workspace, name), whole);
  const frame = await openedPage(session);
  await frame.getByRole('textbox', { name: 'Search in all columns' }).waitFor();
  const chip = frame.getByRole('button', { name: 'Stray whitespace · 2' });
  await chip.click();
  const first = frame.locator('.grid-body .grid-row').first();
  await first.filter({ hasText: 'The 3 ships' }).click();
  await frame.locator('.row-panel h2', { hasText: 'Row 4' }).waitFor();
  const fix = frame.locator('.row-panel .problems vscode-button').first();
  await takeScreenshot(page, 'dataset-page-fixes');
  await fix.click();
  await until(session, 'the fix is saved', () => textOf(session) === mended(4));
  await frame.getByRole('button', { name: 'Stray whitespace · 1' }).waitFor();
  await takeScreenshot(page, 'dataset-page-mended');
  await frame.getByRole('button', { name: 'Undo' }).click();
  await until(session, 'the fix is taken back', () => textOf(session) === whole);
  await chip.waitFor();
}

/** A text file has its problems on its page, which the Explorer opens. */
export async function checksText({ page, server }: Session): Promise<void> {
  const texts = lines.map(
    (_, index) => `The ${index} ships were on time.${index === 3 ? '   ' : ''}`,
  );
  writeFileSync(path.join(server.workspace, 'ships.txt'), `${texts.join('\n')}\n`);
  await runCommand(page, 'View: Close All Editors');
  await runCommand(page, 'View: Show Explorer');
  const file = page
    .locator('.explorer-folders-view .monaco-list-row')
    .filter({ hasText: 'ships.txt' });
  await file.waitFor();
  await chooseInMenu(page, file, 'Check this dataset');
  const frame = await webview(page, '.grid-body .grid-row');
  await frame.getByRole('button', { name: 'Stray whitespace · 1' }).waitFor();
  await takeScreenshot(page, 'dataset-page-text');
  await runCommand(page, 'View: Close All Editors');
}

/** All problems of a rule are mended in place, after a preview; the page says that the file is to be saved. */
export async function mendsAllOnPage(session: Session): Promise<void> {
  const { page } = session;
  await runCommand(page, 'View: Close All Editors');
  const frame = await openedPage(session);
  const chip = frame.getByRole('button', { name: 'Stray whitespace · 2' });
  await chip.click();
  await frame.locator('.rule-bar').getByRole('button', { name: 'Fix all 2…' }).click();
  await takeScreenshot(page, 'dataset-page-fix-all');
  await pick(page, `Change ${name}`);
  const preview = page.locator('.part.panel .monaco-list-row').filter({ hasText: name });
  await preview.first().waitFor();
  await page.getByRole('button', { name: 'Apply', exact: true }).click();
  await runAndPick(page, 'Fine-Tune: Open dataset', name);
  const again = await webview(page, '.notices');
  await again.getByText('has unsaved changes').waitFor();
  await takeScreenshot(page, 'dataset-page-unsaved');
  await again.getByRole('button', { name: 'Save' }).click();
  await until(session, 'all fixes are saved', () => textOf(session) === mended(4, 8));
  await again.getByText('has unsaved changes').waitFor({ state: 'detached' });
  await openFile(page, name);
  await runCommand(page, 'View: Close All Editors');
}

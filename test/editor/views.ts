import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Session } from './session';
import { until } from './session';
import { openSideBar, runCommand, takeScreenshot, treeRows } from './workbench';

/** Before the first run: what belongs in each view, and the first action. */
export async function showsViews({ page }: Session): Promise<void> {
  await openSideBar(page);
  const train = treeRows(page, 'Datasets').filter({ hasText: 'emotions.train.jsonl' });
  await train.filter({ hasText: '4,000 rows' }).waitFor();
  await page.getByText('No runs yet').waitFor();
  await page.getByRole('button', { name: 'New run config' }).first().waitFor();
  await takeScreenshot(page, 'side-bar-empty');
}

/** The command line is on the integrated terminal's path, without a Node of the user's. */
export async function findsCommandLine(session: Session): Promise<void> {
  const { page, server } = session;
  const version = path.join(server.workspace, 'version.txt');
  await runCommand(page, 'Terminal: Create New Terminal');
  await page.locator('.terminal.xterm').waitFor();
  await page.locator('.terminal.xterm').click();
  await page.keyboard.type('finetune --version > version.txt; finetune runs\n', { delay: 5 });
  await until(session, 'the version in version.txt', () => {
    return existsSync(version) && readFileSync(version, 'utf8').trim() !== '';
  });
  const manifest = path.join(process.env.FINETUNE_ROOT ?? '.', 'package.json');
  const { version: expected } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
  assert.ok(readFileSync(version, 'utf8').includes(expected));
  await page.locator('.xterm-rows').filter({ hasText: 'emotions' }).waitFor();
  await takeScreenshot(page, 'terminal');
  await runCommand(page, 'Terminal: Kill the Active Terminal Instance');
}

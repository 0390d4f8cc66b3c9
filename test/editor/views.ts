import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Session } from './session';
import { until } from './session';
import { hidePanel, openSideBar, runCommand, takeScreenshot, treeRows } from './workbench';

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
  await runCommand(page, 'Terminal: Create New Terminal');
  await page.locator('.terminal.xterm').waitFor();
  await page.locator('.terminal.xterm').click();
  await page.keyboard.type('finetune --version > version.txt; finetune runs > runs.txt\n');
  const written = (file: string): string => {
    const place = path.join(server.workspace, file);
    return existsSync(place) ? readFileSync(place, 'utf8') : '';
  };
  await until(session, 'the runs in runs.txt', () => written('runs.txt').includes('emotions'));
  const manifest = path.join(process.env.FINETUNE_ROOT ?? '.', 'package.json');
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
  assert.ok(written('version.txt').includes(version), written('version.txt'));
  await page.keyboard.type('clear; finetune runs\n');
  await page
    .locator('.xterm-rows')
    .filter({ hasText: /emotions.*finished/s })
    .waitFor();
  await takeScreenshot(page, 'terminal');
  await runCommand(page, 'Terminal: Kill the Active Terminal Instance');
  await hidePanel(page);
}

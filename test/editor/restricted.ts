import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Frame, Locator, Page } from 'playwright-core';
import { startRestrictedServer } from './editorServer';
import { commandsFor, offersCommands } from './palette';
import type { Session } from './session';
import {
  openFile,
  openSideBar,
  openWorkbench,
  takeScreenshot,
  treeRows,
  webview,
} from './workbench';

/** Without trust runs can be looked at, nothing runs, and words say so. */
export async function restrictsUntrusted(session: Session): Promise<void> {
  const { tools, browser, server } = session;
  const restricted = await startRestrictedServer(tools, server);
  const page = await openWorkbench(browser, restricted.url);
  try {
    await page.locator('.statusbar-item').filter({ hasText: 'Restricted Mode' }).waitFor();
    await openSideBar(page);
    const run = treeRows(page, 'Runs')
      .filter({ hasText: /^emotions.*f1-macro/ })
      .first();
    await run.waitFor();
    await page.getByText('runs can be looked at, nothing runs').waitFor();
    await offersCommands(page, commandsFor.restricted);
    const frame = await openRunPage(page, run);
    await frame.locator('canvas').first().waitFor();
    await frame.getByRole('button', { name: 'Evaluate', exact: true }).first().click();
    const refusal = page.locator('.notification-list-item').filter({ hasText: 'Restricted Mode' });
    await refusal.getByRole('button', { name: 'Manage workspace trust' }).waitFor();
    await takeScreenshot(page, 'restricted');
    await openFile(page, 'emotions.finetune.json');
    const lens = page.locator('.codelens-decoration a');
    await lens.filter({ hasText: /nothing trains here until this folder is trusted/ }).waitFor();
  } catch (error) {
    await takeScreenshot(page, 'failed-restricted');
    throw error;
  } finally {
    await page.context().close();
    await restricted.end();
  }
}

/** note: a click that meets the tree while it is drawn anew selects the row and opens nothing. */
async function openRunPage(page: Page, run: Locator): Promise<Frame> {
  const shown = 'h1:text-is("emotions")';
  for (const timeoutMs of [10_000, 20_000]) {
    await run.click();
    const frame = await webview(page, shown, timeoutMs).catch(() => null);
    if (frame !== null) return frame;
  }
  await run.click();
  return webview(page, shown);
}

/** Above a recipe words say why it can only be previewed. */
export async function previewsUntrusted({ tools, browser, server }: Session): Promise<void> {
  const recipe = path.join(server.workspace, 'tidy.recipe.json');
  const steps = [{ type: 'dedup' }];
  const text = { input: 'data/emotions.test.jsonl', output: 'tidy.jsonl', steps };
  writeFileSync(recipe, JSON.stringify(text, null, 2));
  const restricted = await startRestrictedServer(tools, server);
  const page = await openWorkbench(browser, restricted.url);
  try {
    await openFile(page, 'tidy.recipe.json');
    const lens = page.locator('.codelens-decoration a');
    await lens.filter({ hasText: /^Preview$/ }).waitFor();
    await lens.filter({ hasText: /nothing is written until this folder is trusted/ }).waitFor();
    await takeScreenshot(page, 'restricted-recipe');
  } catch (error) {
    await takeScreenshot(page, 'failed-restricted-recipe');
    throw error;
  } finally {
    await page.context().close();
    await restricted.end();
    rmSync(recipe);
  }
}

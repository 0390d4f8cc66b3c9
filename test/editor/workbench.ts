import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type * as Playwright from 'playwright-core';
import type { Browser, Frame, Locator, Page } from 'playwright-core';
import type { EditorTools } from './editorTools';

const root = process.env.FINETUNE_ROOT ?? '.';
const { chromium } = createRequire(path.join(path.resolve(root), 'package.json'))(
  'playwright-core',
) as typeof Playwright;

/** A browser that asks nobody but the server. */
export function startBrowser({
  chromium: executablePath,
}: Pick<EditorTools, 'chromium'>): Promise<Browser> {
  const quiet = ['--disable-quic', '--no-first-run', '--disable-background-networking'];
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      ...quiet,
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/**
 * Opens the workbench and waits until commands can be given. `query` says what is opened instead of the
 * server's own folder: `ew=true` nothing, `folder=PATH` a folder, `workspace=FILE` several.
 */
export async function openWorkbench(browser: Browser, url: string, query = ''): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1_400, height: 900 } });
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const page = await context.newPage();
  page.setDefaultTimeout(45_000);
  await page.goto(query === '' ? url : `${url}/?${query}`);
  await workbenchReady(page);
  return page;
}

export async function workbenchReady(page: Page): Promise<void> {
  await page.locator('.monaco-workbench').waitFor({ timeout: 60_000 });
  await page.locator('.statusbar-item').first().waitFor({ timeout: 60_000 });
}

/** Runs a command by its title in the palette, such as `Fine-Tune: Train`. */
export async function runCommand(page: Page, title: string): Promise<void> {
  await chooseQuickly(page, { key: 'F1', text: `>${title}`, entry: title });
}

/** Opens a file of the workspace by its name. */
export async function openFile(page: Page, name: string): Promise<void> {
  await chooseQuickly(page, { key: 'Control+P', text: name, entry: name });
  await page
    .locator('.tab.active')
    .filter({ hasText: path.basename(name) })
    .waitFor();
}

/**
 * Opens a quick input, types into it and takes an entry. Tries again: the input closes when a page
 * takes the focus, and lists a file that was written a moment ago only when it is opened once more.
 */
async function chooseQuickly(
  page: Page,
  { key, text, entry }: { readonly key: string; readonly text: string; readonly entry: string },
): Promise<void> {
  const box = page.locator('.quick-input-widget input.input').first();
  const row = page.locator('.quick-input-list .monaco-list-row').filter({ hasText: entry }).first();
  for (let attempt = 1; ; attempt++) {
    try {
      await page.keyboard.press('Escape');
      await page.keyboard.press(key);
      await box.fill(text, { timeout: 3_000 });
      await row.waitFor({ timeout: 4_000 });
      await row.click({ timeout: 3_000 });
      return;
    } catch (error) {
      if (attempt === 8) throw error;
    }
  }
}

/** Picks the entry that contains `text` in an open pick list. */
export async function pick(page: Page, text: string | RegExp): Promise<void> {
  const rows = page.locator('.quick-input-widget:visible .monaco-list-row');
  await rows.filter({ hasText: text }).first().click();
}

/**
 * Runs a command that asks at once, and picks the entry that contains `text`. Tries again: a page that takes the focus closes the list.
 */
export async function runAndPick(
  page: Page,
  command: string,
  text: string | RegExp,
): Promise<void> {
  const rows = page.locator('.quick-input-widget:visible .monaco-list-row');
  for (let attempt = 1; ; attempt++) {
    try {
      await runCommand(page, command);
      await rows.filter({ hasText: text }).first().click({ timeout: 12_000 });
      return;
    } catch (error) {
      if (attempt === 4) throw error;
    }
  }
}

/**
 * Chooses an entry of the menu behind a row. Tries again: a menu that opened this instant takes no click, and
 * one that lost the focus is gone.
 */
export async function chooseInMenu(page: Page, row: Locator, label: string): Promise<void> {
  const menu = page.locator('.monaco-menu-container');
  for (let attempt = 1; ; attempt++) {
    try {
      await row.click({ button: 'right', timeout: 10_000 });
      const entry = menu.locator('.action-label').filter({ hasText: label }).first();
      await entry.hover({ timeout: 5_000 });
      await entry.click({ timeout: 3_000 });
      await menu.waitFor({ state: 'hidden', timeout: 1_500 });
      return;
    } catch (error) {
      if (attempt === 8) throw error;
      await page.keyboard.press('Escape');
    }
  }
}

/** Answers the box that is open with a text. */
export async function answer(page: Page, text: string): Promise<void> {
  const box = page.locator('.quick-input-widget:visible input.input').first();
  await box.fill(text);
  await box.press('Enter');
}

/** Answers the editor's own dialog for files and folders, whose button reads `button`. */
export async function answerWithPath(page: Page, place: string, button: string): Promise<void> {
  const accept = page.locator('.quick-input-widget:visible').getByRole('button', { name: button });
  await accept.waitFor();
  const box = page.locator('.quick-input-widget:visible input.input').first();
  // note: the dialog writes its own folder into the box once it has read it.
  for (let attempt = 1; ; attempt++) {
    await box.fill(place);
    await page.waitForTimeout(500);
    if ((await box.inputValue()) === place) break;
    if (attempt === 20) throw new Error(`The dialog does not keep ${place}.`);
  }
  await accept.click();
}

/** Presses a button of the modal question. */
export async function answerModal(page: Page, button: string): Promise<void> {
  const dialog = page.locator('.monaco-dialog-box');
  await dialog.getByRole('button', { name: button }).click();
  await dialog.waitFor({ state: 'hidden' });
}

/** Titles of the product's commands that the palette offers now, sorted. */
export async function offeredCommands(page: Page): Promise<string[]> {
  const box = page.locator('.quick-input-widget input.input').first();
  const rows = page.locator('.quick-input-list .monaco-list-row');
  await page.keyboard.press('Escape');
  await page.keyboard.press('F1');
  await box.fill('>Fine-Tune: ');
  // note: the list is made when it opens; before the extension is known it stays without any.
  const isListed = await rows
    .filter({ hasText: 'Fine-Tune:' })
    .first()
    .waitFor({ timeout: 3_000 })
    .then(
      () => true,
      () => false,
    );
  if (!isListed) return [];
  const titles = new Set<string>();
  // The list holds only the rows in view.
  for (let before = -1; before < titles.size;) {
    before = titles.size;
    for (const label of await rows.evaluateAll((all) =>
      all.map((row) => row.getAttribute('aria-label')),
    )) {
      const title = /^Fine-Tune: ([^,]*)/.exec(label ?? '')?.[1];
      if (title !== undefined && !title.startsWith('Focus on ')) titles.add(title);
    }
    await page.keyboard.press('PageDown');
    await page.keyboard.press('PageDown');
  }
  await page.keyboard.press('Escape');
  return [...titles].sort();
}

/** Shows the product's side bar. */
export async function openSideBar(page: Page): Promise<void> {
  const tab = page.locator('.activitybar a.action-label[aria-label^="Fine-Tune"]');
  const isOpen = await page.locator('.sidebar .composite.title h2').first().innerText();
  if (!/fine-tune/i.test(isOpen)) await tab.click();
  await page.locator('.pane-header').filter({ hasText: 'Runs' }).waitFor();
}

/** The rows of a view of the side bar, by its title. */
export function treeRows(page: Page, view: 'Runs' | 'Datasets'): Locator {
  const pane = page.locator('.split-view-view').filter({
    has: page.locator(`.pane-header[aria-label^="${view}"]`),
  });
  return pane.last().locator('.monaco-list-row');
}

/** Gives the editor the whole height again. */
export async function hidePanel(page: Page): Promise<void> {
  if (!(await page.locator('.part.panel').isVisible())) return;
  await page.locator('.part.panel .codicon-panel-close, .part.panel .codicon-close').last().click();
  await page.locator('.part.panel').waitFor({ state: 'hidden' });
}

/** Changes the colours as a user does. */
export async function chooseTheme(page: Page, label: string): Promise<void> {
  await runCommand(page, 'Preferences: Color Theme');
  const box = page.locator('.quick-input-widget input.input').first();
  await box.fill(label);
  await pick(page, label);
  await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
}

/** The inner frame of the page (webview) that shows what `selector` finds. */
export async function webview(page: Page, selector: string, timeoutMs = 45_000): Promise<Frame> {
  const until = Date.now() + timeoutMs;
  for (;;) {
    for (const frame of page.frames()) {
      // note: frames come and go while pages open; one that has gone answers with an error.
      const isShown = await frame
        .locator(selector)
        .first()
        .isVisible()
        .catch(() => false);
      if (isShown && frame !== page.mainFrame()) return frame;
    }
    if (Date.now() > until) throw new Error(`No page shows ${selector}`);
    await page.waitForTimeout(200);
  }
}

/** Keeps a picture in build/screenshots, for people to look at. */
export async function takeScreenshot(page: Page, name: string): Promise<void> {
  const folder = path.join(root, 'build', 'screenshots');
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: path.join(folder, `${name}.png`) });
}

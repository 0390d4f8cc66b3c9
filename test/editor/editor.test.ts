import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { type EditorServer, startEditorServer } from './editorServer';
import { findEditorTools } from './editorTools';
import { openSideBar, openWorkbench, startBrowser, takeScreenshot, treeRows } from './workbench';

const tools = findEditorTools();
const skip = 'missing' in tools ? `The editor tests are skipped: ${tools.missing}` : false;

describe('the extension in the editor', { skip }, () => {
  let server: EditorServer;
  let browser: Browser;
  let page: Page;

  before(async () => {
    if ('missing' in tools) return;
    server = await startEditorServer(tools);
    browser = await startBrowser(tools);
    page = await openWorkbench(browser, server.url);
  });
  after(async () => {
    await browser.close();
    await server.stop();
  });

  test('it activates and shows its views', async () => {
    await openSideBar(page);
    await takeScreenshot(page, 'side-bar');
    assert.ok((await treeRows(page, 'Datasets').count()) > 0);
  });
});

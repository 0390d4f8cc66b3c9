import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import type { RunRecord } from '../../src/protocol/run';
import { startEditorServer } from './editorServer';
import type { EditorServer } from './editorServer';
import { findEditorTools } from './editorTools';
import {
  openSideBar,
  openWorkbench,
  runCommand,
  startBrowser,
  treeRows,
  webview,
  runAndPick,
} from './workbench';

const root = process.env.FINETUNE_ROOT ?? '.';
const finished = path.join(root, 'samples', '.finetune', 'runs');
const tools = findEditorTools();
const skip = reasonToSkip();

function reasonToSkip(): string | false {
  if ('missing' in tools) return `No pictures: ${tools.missing}`;
  if (process.env.FINETUNE_PICTURES !== '1')
    return 'FINETUNE_PICTURES=1 takes the pictures of README.md, of the run that "npm run sample" left';
  return existsSync(finished) ? false : 'No pictures: run "npm run sample" first';
}

/** The pictures of README.md, of the sample as it is shipped and trained. */
describe('the pictures of the README', { skip }, () => {
  let browser: Browser;
  let server: EditorServer;
  let page: Page;

  before(async () => {
    if ('missing' in tools) return;
    browser = await startBrowser(tools);
    server = await startEditorServer(tools);
    bringRuns(server.workspace);
    page = await openWorkbench(browser, server.url);
    await openSideBar(page);
  });
  after(async () => {
    await browser.close();
    await server.stop();
  });

  test('a run and its evaluation', async () => {
    await treeRows(page, 'Runs').filter({ hasText: 'emotions' }).first().click();
    const frame = await webview(page, 'h1:text-is("emotions")');
    await frame.locator('canvas').first().waitFor();
    await keep(page, 'run-page-dark');
    await frame.getByRole('tab', { name: 'Evaluation' }).click();
    await frame
      .getByText(/\.test\.jsonl:\d+$/)
      .first()
      .waitFor();
    await keep(page, 'evaluation');
  });

  test('a prediction', async () => {
    await runCommand(page, 'Fine-Tune: Predict');
    const frame = await webview(page, 'textarea');
    await frame.locator('textarea').first().fill('Thank you so much, this made my day!');
    await frame.getByRole('button', { name: 'Predict', exact: true }).click();
    await frame.getByText('ambiguous').first().waitFor({ timeout: 60_000 });
    await keep(page, 'predict');
  });

  test('a dataset and one of its rows', async () => {
    await runAndPick(page, 'Fine-Tune: Open dataset', 'emotions.train.jsonl');
    const frame = await webview(page, '.grid-body .grid-row');
    const rows = frame.locator('.grid-body .grid-row');
    // Problems and tokens come in after the rows.
    await frame.getByRole('button', { name: /^Any problem/ }).waitFor({ timeout: 60_000 });
    await rows.nth(1).click();
    await frame.locator('.row-panel', { hasText: /\d+ tokens/ }).waitFor();
    await keep(page, 'dataset-page');
  });
});

/** Copies the newest finished run of the clone's samples, and makes its paths those of the copy. */
function bringRuns(workspace: string): void {
  const name = readdirSync(finished)
    .sort()
    .findLast((each) => recordIn(path.join(finished, each))?.state === 'finished');
  if (name === undefined) throw new Error(`No run in ${finished} has finished.`);
  const run = path.join(workspace, '.finetune', 'runs', name);
  mkdirSync(path.dirname(run), { recursive: true });
  cpSync(path.join(finished, name), run, { recursive: true });
  const { configFile } = recordIn(run) ?? {};
  const before = path.dirname(configFile ?? '');
  const texts = [
    'run.json',
    'config.json',
    ...readdirSync(path.join(run, 'reports')).map(inReports),
  ];
  for (const file of texts.map((each) => path.join(run, each))) {
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll(before, workspace));
  }
}

function inReports(name: string): string {
  return path.join('reports', name);
}

function recordIn(run: string): RunRecord | null {
  const file = path.join(run, 'run.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as RunRecord) : null;
}

async function keep(page: Page, name: string): Promise<void> {
  const folder = path.join(root, 'media', 'screenshots');
  mkdirSync(folder, { recursive: true });
  // The pointer hovers over nothing.
  await page.mouse.move(0, 0);
  await page.screenshot({ path: path.join(folder, `${name}.png`) });
}

import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Frame, Page } from 'playwright-core';
import type { Session } from './session';
import { readRecord, runFolder, trainSteps, until, untilState, writeConfig } from './session';
import {
  chooseTheme,
  hidePanel,
  openFile,
  openSideBar,
  runCommand,
  takeScreenshot,
  treeRows,
  webview,
  workbenchReady,
  runAndPick,
} from './workbench';
import { untilTabIsStored } from './windowState';

function runPage(page: Page, name: string): Promise<Frame> {
  return webview(page, `h1:text-is("${name}")`);
}

/** Train from the lens; the page opens, the curve appears, the tree shows the result. */
export async function trainsFromLens(session: Session): Promise<void> {
  const { page } = session;
  await openSideBar(page);
  await openFile(page, 'emotions.finetune.json');
  await page
    .locator('.codelens-decoration a')
    .filter({ hasText: /^Train$/ })
    .click();
  const frame = await runPage(page, 'emotions');
  await takeScreenshot(page, 'run-starting');
  await frame.locator('canvas').first().waitFor({ timeout: 60_000 });
  await page.locator('.statusbar-item').filter({ hasText: 'emotions' }).waitFor();
  await takeScreenshot(page, 'run-running');
  await untilState(session, 'emotions', 'finished', 900_000);
  await treeRows(page, 'Runs')
    .filter({ hasText: 'emotions' })
    .filter({ hasText: 'f1-macro' })
    .waitFor();
  await frame.getByText(/Step (\d+) of \1 /).waitFor();
  await takeScreenshot(page, 'run-finished');
}

/** A reload in mid-run: the run goes on, its page has every step, and Stop still works. */
export async function survivesReload(session: Session): Promise<void> {
  const { page } = session;
  writeConfig(session, 'long', {
    training: { maxSteps: 5_000, batchSize: 4, maxLength: 32, learningRate: 1e-4 },
  });
  await openFile(page, 'long.finetune.json');
  await runCommand(page, 'Fine-Tune: Train');
  await runPage(page, 'long');
  await until(session, 'ten steps', () => trainSteps(session, 'long').length >= 10);
  const { pid } = readRecord(session, 'long');
  const before = trainSteps(session, 'long').length;

  await untilTabIsStored(page, path.basename(runFolder(session, 'long')));
  await page.reload();
  await workbenchReady(page);
  const frame = await runPage(page, 'long');
  await until(session, 'steps after the reload', async () => {
    const words = await frame.locator('.bar-words').innerText();
    return Number(/Step ([\d,]+)/.exec(words)?.[1]?.replace(',', '') ?? 0) > before + 5;
  });
  assert.equal(readRecord(session, 'long').pid, pid);
  await takeScreenshot(page, 'run-reloaded');
  await showsWholeCurve(session, frame);

  await runCommand(page, 'Fine-Tune: Stop');
  await untilState(session, 'long', 'stopped');
  await openSideBar(page);
  await treeRows(page, 'Runs')
    .filter({ hasText: /Stopped at \d+\/5000/ })
    .waitFor();
  const steps = trainSteps(session, 'long');
  assert.deepEqual(
    steps,
    steps.map((_, index) => index + 1),
  );
  const last = String(steps.length).padStart(8, '0');
  assert.ok(existsSync(path.join(runFolder(session, 'long'), 'checkpoints', `step-${last}`)));
}

/** The loss chart's table twin starts at the first step, not at the reload. */
async function showsWholeCurve({ page }: Session, frame: Frame): Promise<void> {
  await frame.getByRole('button', { name: /table/i }).first().click();
  const firstStep = frame.locator('table.twin tbody th').first();
  assert.match(await firstStep.innerText(), /^(step )?1$/);
  await takeScreenshot(page, 'run-table');
  await frame
    .getByRole('button', { name: /table|chart/i })
    .first()
    .click();
}

/** Evaluate on the run's page brings the confusion matrix of the test split. */
export async function evaluatesRun({ page }: Session): Promise<void> {
  await runAndPick(page, 'Fine-Tune: Open run', 'emotions');
  const frame = await runPage(page, 'emotions');
  await frame.getByRole('button', { name: 'Evaluate', exact: true }).first().click();
  await frame.getByRole('tab', { name: 'Evaluation' }).click();
  const testRow = frame.getByText(/\.test\.jsonl:\d+$/).first();
  await testRow.waitFor({ timeout: 90_000 });
  await frame.getByRole('heading', { name: 'Confusion matrix' }).waitFor();
  await frame.getByText('Evaluating').waitFor({ state: 'hidden' });
  await takeScreenshot(page, 'evaluation');
}

export async function comparesRuns({ page }: Session): Promise<void> {
  await openSideBar(page);
  for (const name of ['emotions', 'long']) {
    await treeRows(page, 'Runs').filter({ hasText: name }).locator('.monaco-custom-toggle').click();
  }
  await runCommand(page, 'Fine-Tune: Compare runs');
  const frame = await webview(page, 'h1:text-is("Compare runs")');
  for (const name of ['emotions', 'long']) await frame.getByText(name).first().waitFor();
  await frame.getByText('training.batchSize').waitFor();
  await takeScreenshot(page, 'compare');
}

export async function predicts({ page }: Session): Promise<void> {
  await runCommand(page, 'Fine-Tune: Predict');
  const frame = await webview(page, 'textarea');
  await frame.locator('textarea').first().fill('Thank you so much, this made my day!');
  await frame.getByRole('button', { name: /^predict$/i }).click();
  for (const label of ['positive', 'negative', 'neutral', 'ambiguous']) {
    await frame.getByText(label).first().waitFor({ timeout: 60_000 });
  }
  await takeScreenshot(page, 'predict');
}

/** A broken line of the data fails the run and is marked where it stands. */
export async function marksBrokenLine(session: Session): Promise<void> {
  const { page, server } = session;
  const rows = ['{"text":"Good.","label":"positive"}', '{"text":"Bad.","label":"negative"}'];
  writeFileSync(
    path.join(server.workspace, 'data', 'torn.jsonl'),
    [...rows, ...rows, '{"text": "Torn', ...rows].join('\n'),
  );
  writeConfig(session, 'torn', {
    data: { train: 'data/torn.jsonl', validation: 'data/few.validation.jsonl' },
  });
  await openFile(page, 'torn.finetune.json');
  await runCommand(page, 'Fine-Tune: Train');
  await untilState(session, 'torn', 'failed');
  await openSideBar(page);
  await treeRows(page, 'Runs').filter({ hasText: 'torn' }).waitFor();
  await takeScreenshot(page, 'run-failed');
  await runCommand(page, 'Problems: Focus on Problems View');
  // The list draws only what is in sight, and other datasets have problems too.
  await page.locator('.part.panel input[placeholder^="Filter"]').fill('**/torn.jsonl');
  const problem = page.locator('.markers-panel .monaco-list-row').filter({ hasText: 'Ln 5' });
  // Lint says what stopped the run, and the run leaves it to that.
  await problem.filter({ hasText: 'L-FMT-01' }).waitFor();
  await until(session, 'one problem at the torn row', async () => (await problem.count()) === 1);
  await takeScreenshot(page, 'data-problem');
  await page.locator('.part.panel input[placeholder^="Filter"]').fill('');
  await hidePanel(page);
}

const themes = {
  light: 'Light Modern',
  'high-contrast-dark': 'Dark High Contrast',
  'high-contrast-light': 'Light High Contrast',
  dark: 'Dark Modern',
};

/** Pictures of the run page in every kind of theme, for people to look at; the page must follow it. */
export async function followsThemes({ page }: Session): Promise<void> {
  const frame = await runPage(page, 'emotions');
  await frame.getByRole('tab', { name: 'Overview' }).click();
  const colours = new Set<string>();
  for (const [name, label] of Object.entries(themes)) {
    await chooseTheme(page, label);
    await page.waitForTimeout(1_500);
    const { color, backgroundColor } = await frame.evaluate(() => getComputedStyle(document.body));
    colours.add(`${color} on ${backgroundColor}`);
    await takeScreenshot(page, `run-page-${name}`);
  }
  assert.equal(colours.size, 4, [...colours].join('; '));
}

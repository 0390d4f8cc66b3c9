import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { parseRunConfig } from '../../src/config/parseRunConfig';
import { commandsFor, offersCommands } from './palette';
import type { Session } from './session';
import { inWindow, shortenSample, until } from './session';
import {
  answer,
  answerWithPath,
  chooseInMenu,
  hidePanel,
  openFile,
  openWorkbench,
  pick,
  runCommand,
  takeScreenshot,
  webview,
  runAndPick,
} from './workbench';

/** From an empty window through the walkthrough to a model that answers; every step ticks when it is done. */
export async function walksThrough(session: Session): Promise<void> {
  const parent = path.dirname(session.server.workspace);
  const page = await openWorkbench(session.browser, session.server.url, 'ew=true');
  try {
    await offersCommands(page, commandsFor.nothing);
    await runAndPick(page, 'Welcome: Open Walkthrough', 'Fine-tune your first model');
    await expectTicks(page, []);
    await press(page, 'Open the sample workspace', 'Open sample workspace');
    await answerWithPath(page, `${parent}/`, 'Put it here');
    await page.waitForURL(/fine-tune-sample/);
    const sample = path.join(parent, 'fine-tune-sample');
    shortenSample(sample, 6);
    await expectTicks(page, ['Open the sample workspace']);
    await press(page, 'Read the run config', 'Open a run config');
    await pick(page, 'emotions.finetune.json');
    await page
      .locator('.codelens-decoration a')
      .filter({ hasText: /^Train$/ })
      .waitFor();
    await offersCommands(page, commandsFor.config);
    await backToWalkthrough(page);
    await expectTicks(page, ['Open the sample workspace', 'Read the run config']);

    await press(page, 'Train the model', 'Train');
    const run = await webview(page, 'h1:text-is("emotions")');
    await run.getByText('Finished').first().waitFor({ timeout: 240_000 });
    await backToWalkthrough(page);
    await expectTicks(page, steps.slice(0, 4));
    await takeScreenshot(page, 'walkthrough');

    await press(page, 'Evaluate the trained model', 'Evaluate');
    const evaluated = await webview(page, 'h1:text-is("emotions")');
    await evaluated
      .getByText(/few\.test\.jsonl:\d+$/)
      .first()
      .waitFor({ timeout: 90_000 });
    await backToWalkthrough(page);
    await expectTicks(page, steps.slice(0, 5));

    await press(page, 'Try your model', 'Predict');
    const predict = await webview(page, 'textarea');
    await predict.locator('textarea').first().fill('Thank you!');
    await predict.getByRole('button', { name: 'Predict', exact: true }).click();
    await predict.getByText('ambiguous').first().waitFor({ timeout: 90_000 });
    await backToWalkthrough(page);
    await expectTicks(page, steps);
    await offersCommands(page, commandsFor.finishedRun);
  } catch (error) {
    await takeScreenshot(page, 'failed-walkthrough');
    throw error;
  } finally {
    await page.context().close();
  }
}

const steps = [
  'Open the sample workspace',
  'Read the run config',
  'Train the model',
  'Watch the curves',
  'Evaluate the trained model',
  'Try your model',
];

function stepOf(page: Page, title: string): Locator {
  return page.locator('.getting-started-step').filter({ hasText: title });
}

/** Unfolds a step and presses its button. */
async function press(page: Page, title: string, button: string): Promise<void> {
  const wanted = stepOf(page, title).getByRole('button', { name: button, exact: true });
  // note: a step that is open already would fold by another click.
  if (!(await wanted.isVisible())) await stepOf(page, title).click();
  await wanted.click();
}

async function backToWalkthrough(page: Page): Promise<void> {
  await page.locator('.tab').filter({ hasText: 'Welcome' }).click();
  await stepOf(page, 'Train the model').waitFor();
}

async function expectTicks(page: Page, expected: readonly string[]): Promise<void> {
  for (const title of steps) {
    const isDone = expected.includes(title);
    const mark = `.codicon-getting-started-step-${isDone ? 'checked' : 'unchecked'}`;
    await stepOf(page, title).locator(mark).first().waitFor({ timeout: 45_000 });
  }
}

/** A folder with nothing but a table: two ways to a config that trains. */
export async function makesConfigs(session: Session): Promise<void> {
  const folder = path.join(path.dirname(session.server.workspace), 'own');
  writeReviews(session, folder);
  const page = await openWorkbench(session.browser, session.server.url, `folder=${folder}`);
  const own = inWindow(session, page, folder);
  try {
    await offersCommands(page, commandsFor.folder);
    await addsModelFolder(own, session.server.workspace);
    await answersQuestions(own);
    await answersInTerminal(own);
  } catch (error) {
    await takeScreenshot(page, 'failed-new-config');
    throw error;
  } finally {
    await page.context().close();
  }
}

/** An id that never repeats, a comment, and a mood under a name that no convention knows. */
function writeReviews({ server }: Session, folder: string): void {
  const file = path.join(server.workspace, 'data', 'emotions.train.jsonl');
  const rows = readFileSync(file, 'utf8').split('\n').slice(0, 200);
  const cell = (text: string): string => `"${text.replaceAll('"', '""')}"`;
  const lines = rows.map((line, index) => {
    const { text, label } = JSON.parse(line) as { text: string; label: string };
    return [String(index), cell(text), cell(label)].join(',');
  });
  mkdirSync(path.join(folder, 'raw'), { recursive: true });
  writeFileSync(path.join(folder, 'raw', 'reviews.csv'), ['id,comment,mood', ...lines].join('\n'));
}

/** A folder without a model is refused with words; one with a model is remembered. */
async function addsModelFolder({ page }: Session, workspace: string): Promise<void> {
  await runCommand(page, 'Fine-Tune: Add model folder');
  await answerWithPath(page, `${workspace}/data/`, 'Add model folder');
  await page.getByText('holds no model').first().waitFor();
  await runCommand(page, 'Fine-Tune: Add model folder');
  await answerWithPath(page, `${workspace}/models/`, 'Add model folder');
  await page.locator('.statusbar-item').filter({ hasText: 'Models added: minilm-small' }).waitFor();
}

async function answersQuestions(own: Session): Promise<void> {
  const { page, server } = own;
  await openFile(page, 'reviews.csv');
  const row = page.locator('.explorer-viewlet .monaco-list-row').filter({ hasText: 'reviews.csv' });
  await row.waitFor();
  await chooseInMenu(page, row, 'Fine-tune on this file');
  await expectQuestion(page, '2/5');
  await takeScreenshot(page, 'new-run-config');
  // The likeliest pair stands first: what repeats from what does not.
  await pick(page, /mood.*from comment/);
  await expectQuestion(page, '3/5');
  await pick(page, 'Sample encoder');
  await expectQuestion(page, '4/5');
  await pick(page, 'Cut 10 % for validation and 10 % for the test');
  await expectQuestion(page, '5/5');
  await answer(page, 'moods');
  await page.locator('.tab.active').filter({ hasText: 'moods.finetune.json' }).waitFor();
  await page
    .locator('.codelens-decoration a')
    .filter({ hasText: /Estimate: .*[GM]B/ })
    .waitFor();
  expectValid(server.workspace, 'moods');
  await takeScreenshot(page, 'new-run-config-written');
}

async function expectQuestion(page: Page, count: string): Promise<void> {
  await page
    .locator('.quick-input-title')
    .filter({ hasText: `(${count})` })
    .waitFor();
}

/** The same in the integrated terminal, taking what it suggests. */
async function answersInTerminal(own: Session): Promise<void> {
  const { page, server } = own;
  await runCommand(page, 'Terminal: Create New Terminal');
  const terminal = page.locator('.terminal.xterm');
  await terminal.waitFor();
  await terminal.click();
  await page.keyboard.type('finetune init\n');
  const isThere = (): boolean => existsSync(path.join(server.workspace, 'reviews.finetune.json'));
  const questions = [
    'Data file',
    'Column with the text',
    'Column to predict',
    'Model folder',
    'Share',
    'Name',
  ];
  for (const question of questions) {
    await page.locator('.xterm-rows').filter({ hasText: question }).waitFor();
    await page.keyboard.press('Enter');
  }
  await until(own, 'reviews.finetune.json', isThere);
  await takeScreenshot(page, 'terminal-init');
  expectValid(server.workspace, 'reviews');
  await runCommand(page, 'Terminal: Kill the Active Terminal Instance');
  await hidePanel(page);
}

/** The config has no problem, and its model stands beside it and not in the extension. */
function expectValid(folder: string, name: string): void {
  const file = path.join(folder, `${name}.finetune.json`);
  const { config, problems } = parseRunConfig(readFileSync(file, 'utf8'), file);
  assert.deepEqual(problems, []);
  assert.ok(config !== null);
  assert.deepEqual(config.data.fields, { text: 'comment', label: 'mood' });
  assert.equal(config.model, path.join(folder, 'models', 'minilm-small'));
  assert.ok(existsSync(path.join(folder, 'models', 'minilm-small', 'model.safetensors')));
}

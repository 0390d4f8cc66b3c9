import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { parseRunConfig } from '../../src/config/parseRunConfig';
import type { Session } from './session';
import { runFolder, trainSteps, until, untilState, writeConfig } from './session';
import {
  answer,
  answerModal,
  answerWithPath,
  chooseInMenu,
  openFile,
  openSideBar,
  runCommand,
  takeScreenshot,
  treeRows,
  webview,
} from './workbench';

function chooseOnRun({ page }: Session, name: string, entry: string): Promise<void> {
  return chooseInMenu(page, treeRows(page, 'Runs').filter({ hasText: name }).first(), entry);
}

/** A checkpoint at any step; the run is stopped afterwards and can be thrown away. */
export async function writesCheckpoint(session: Session): Promise<void> {
  const { page } = session;
  writeConfig(session, 'spare', {
    training: { maxSteps: 5_000, batchSize: 4, maxLength: 32 },
  });
  await openFile(page, 'spare.finetune.json');
  await runCommand(page, 'Fine-Tune: Train');
  await until(session, 'three steps', () => trainSteps(session, 'spare').length >= 3);
  await openSideBar(page);
  await chooseOnRun(session, 'spare', 'Write a checkpoint now');
  const words = page
    .locator('.statusbar-item')
    .filter({ hasText: /Checkpoint of step \d+ written/ });
  await words.waitFor();
  assert.ok(readdirSync(path.join(runFolder(session, 'spare'), 'checkpoints')).length > 0);
  await chooseOnRun(session, 'spare', 'Stop');
  await untilState(session, 'spare', 'stopped');
  await treeRows(page, 'Runs')
    .filter({ hasText: /spare.*Stopped at/ })
    .waitFor();
}

/** Name, note, path, Python, CSV, log, folder and a new config, all from the menu of a run. */
export async function usesRun(session: Session): Promise<void> {
  const { page, server } = session;
  const folder = runFolder(session, 'spare');
  await openSideBar(page);
  await chooseOnRun(session, 'spare', 'Rename run');
  await answer(page, 'first try');
  await treeRows(page, 'Runs').filter({ hasText: 'first try' }).waitFor();
  await chooseOnRun(session, 'first try', 'Edit note');
  await answer(page, 'Stopped on purpose');
  await chooseOnRun(session, 'first try', 'Open run');
  const frame = await webview(page, 'h1:text-is("first try")');
  await frame.getByText('Stopped on purpose').waitFor();

  await chooseOnRun(session, 'first try', 'Copy path');
  await untilCopied(session, (text) => text === folder);
  await chooseOnRun(session, 'first try', 'Copy Python snippet');
  await untilCopied(session, (text) => text.includes('from transformers import'));
  const model = /^folder = (".*")$/m.exec(await copied(session))?.[1] ?? '""';
  assert.ok(existsSync(path.join(JSON.parse(model) as string, 'model.safetensors')), model);

  const csv = path.join(server.workspace, 'steps.csv');
  await chooseOnRun(session, 'first try', 'Export metrics as CSV');
  await answerWithPath(page, csv, 'OK');
  await page.locator('.tab.active').filter({ hasText: 'steps.csv' }).waitFor();
  const [head, ...rows] = readFileSync(csv, 'utf8').trim().split('\n');
  assert.match(head ?? '', /^step,epoch,time,split,loss,learningRate/);
  assert.equal(rows.length, trainSteps(session, 'spare').length);

  await chooseOnRun(session, 'first try', 'Show log');
  await page.locator('.tab.active').filter({ hasText: 'log.txt' }).waitFor();
  await page
    .locator('.view-lines')
    .filter({ hasText: /Checkpoint\sof\sstep\s\d+/ })
    .waitFor();
  await chooseOnRun(session, 'first try', 'New run from this');
  await answer(page, 'second-try');
  await page.locator('.tab.active').filter({ hasText: 'second-try.finetune.json' }).waitFor();
  const config = path.join(server.workspace, 'second-try.finetune.json');
  assert.deepEqual(parseRunConfig(readFileSync(config, 'utf8'), config).problems, []);
  await chooseOnRun(session, 'first try', 'Reveal run folder');
  const revealed = page.locator('.explorer-viewlet .monaco-list-row.selected');
  await revealed.filter({ hasText: 'run.json' }).waitFor();
}

/** Sizes are said before anything is deleted, a question can be called off, and what goes is gone. */
export async function removesRun(session: Session): Promise<void> {
  const { page } = session;
  const folder = runFolder(session, 'spare');
  await openSideBar(page);
  await chooseOnRun(session, 'first try', 'Clean up');
  const parts = page.locator('.quick-input-widget:visible .monaco-list-row');
  await parts
    .filter({ hasText: /Checkpoints.*MB.*all that the run has learnt is lost/s })
    .waitFor();
  await takeScreenshot(page, 'clean-up');
  await parts.filter({ hasText: /Optimizer state.*MB/s }).click();
  await page.keyboard.press('Enter');
  await page.locator('.monaco-dialog-box').filter({ hasText: 'cannot be resumed' }).waitFor();
  await takeScreenshot(page, 'clean-up-question');
  const optimizer = (): boolean =>
    readdirSync(folder, { recursive: true }).some((file) =>
      String(file).endsWith('optimizer.safetensors'),
    );
  assert.ok(optimizer());
  await answerModal(page, 'Delete');
  await until(session, 'no optimizer state', () => !optimizer());

  await chooseOnRun(session, 'first try', 'Open run');
  await webview(page, 'h1:text-is("first try")');
  await chooseOnRun(session, 'first try', 'Delete run');
  await page
    .locator('.monaco-dialog-box')
    .filter({ hasText: /deleted for good/ })
    .waitFor();
  await takeScreenshot(page, 'delete-question');
  await answerModal(page, 'Cancel');
  assert.ok(existsSync(folder));
  await chooseOnRun(session, 'first try', 'Delete run');
  await answerModal(page, 'Delete');
  await until(session, 'the run is deleted', () => !existsSync(folder));
  await treeRows(page, 'Runs').filter({ hasText: 'first try' }).waitFor({ state: 'hidden' });
  // Its page would offer actions on nothing.
  await page.locator('.tab').filter({ hasText: 'first try' }).waitFor({ state: 'hidden' });
}

function copied({ page }: Session): Promise<string> {
  return page.evaluate(() => navigator.clipboard.readText());
}

async function untilCopied(session: Session, fits: (text: string) => boolean): Promise<void> {
  await until(session, 'the clipboard', async () => fits(await copied(session)));
}

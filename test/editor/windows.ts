import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { commandsFor, offersCommands } from './palette';
import type { Session } from './session';
import { inWindow, trainSteps, until, untilState } from './session';
import {
  chooseInMenu,
  openFile,
  openSideBar,
  openWorkbench,
  runCommand,
  takeScreenshot,
  treeRows,
  workbenchReady,
} from './workbench';

/**
 * Two folders in one workspace, and two windows on it: both see both runs, the second of which waits for memory.
 * What one window stops the other shows.
 */
export async function sharesRuns(session: Session): Promise<void> {
  const { server } = session;
  const all = path.dirname(server.workspace);
  const workspace = path.join(all, 'two.code-workspace');
  writeFileSync(
    workspace,
    JSON.stringify({ folders: [{ path: 'left' }, { path: 'right' }], settings: {} }),
  );
  for (const name of ['left', 'right']) writeConfigIn(path.join(all, name), name);
  const first = await openWorkspace(session, workspace);
  const second = await openWorkspace(session, workspace);
  const left = inWindow(session, first, path.join(all, 'left'));
  const right = inWindow(session, first, path.join(all, 'right'));
  try {
    await openSideBar(first);
    await openFile(first, 'left.finetune.json');
    await runCommand(first, 'Fine-Tune: Train');
    await until(left, 'two steps', () => trainSteps(left, 'left').length >= 2);
    await offersCommands(first, commandsFor.liveRun);
    await openFile(first, 'right.finetune.json');
    await runCommand(first, 'Fine-Tune: Train');
    await openSideBar(second);
    for (const page of [first, second]) {
      await rowOf(page, /right.*Waits for left \(memory\)/).waitFor();
      for (const group of [/^left$/, /^right$/]) await rowOf(page, group).waitFor();
    }
    await first.locator('.statusbar-item').filter({ hasText: '2 runs' }).waitFor();
    await takeScreenshot(first, 'waits-for-memory');

    await chooseInMenu(second, rowOf(second, /left.*loss/), 'Stop');
    await untilState(left, 'left', 'stopped');
    await rowOf(first, /left.*Stopped at \d+\/5000/).waitFor();
    // Its turn has come.
    await until(right, 'a step', () => trainSteps(right, 'right').length >= 1, 120_000);
    await rowOf(second, /right.*loss/).waitFor();
    await takeScreenshot(second, 'second-window');
    await chooseInMenu(second, rowOf(second, /right.*loss/), 'Stop');
    await untilState(right, 'right', 'stopped');
    await rowOf(first, /right.*Stopped at/).waitFor();
  } catch (error) {
    await takeScreenshot(first, 'failed-first-window');
    await takeScreenshot(second, 'failed-second-window');
    throw error;
  } finally {
    await first.context().close();
    await second.context().close();
  }
}

/** A window on a workspace file. The editor's server at times begins without its folders: then the window is loaded again. */
async function openWorkspace({ browser, server }: Session, file: string): Promise<Page> {
  const page = await openWorkbench(browser, server.url, `workspace=${file}`);
  const folder = page
    .locator('.explorer-folders-view .monaco-list-row')
    .filter({ hasText: 'left' });
  for (let attempt = 1; ; attempt++) {
    try {
      await folder.first().waitFor({ timeout: 15_000 });
      return page;
    } catch (error) {
      if (attempt === 4) throw error;
      await page.reload();
      await workbenchReady(page);
    }
  }
}

function rowOf(page: Page, text: RegExp): Locator {
  return treeRows(page, 'Runs').filter({ hasText: text }).first();
}

/** A long run on the data of the sample workspace beside it, which needs most of the memory that is allowed. */
function writeConfigIn(folder: string, name: string): void {
  mkdirSync(folder, { recursive: true });
  const data = '../samples/data';
  const config = {
    model: '../samples/models/minilm-small',
    task: 'text-classification',
    data: { train: `${data}/emotions.train.jsonl`, validation: `${data}/few.validation.jsonl` },
    training: { maxSteps: 5_000, batchSize: 16, maxLength: 64 },
  };
  writeFileSync(path.join(folder, `${name}.finetune.json`), JSON.stringify(config, null, 2));
}

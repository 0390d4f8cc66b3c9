import { after, before, describe, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { startEditorServer } from './editorServer';
import { findEditorTools } from './editorTools';
import {
  capsProblems,
  checksFromExplorer,
  checksWhileTyping,
  fixesAllOfRule,
  fixesAndUndoes,
  findsLeaks,
  leadsToTwin,
  looksGoodInLight,
  marksRows,
  marksTables,
  marksWrongSuppressions,
  stepsThroughProblems,
  suppressesOnRow,
  suppressesRule,
  writeDatasets,
} from './lint';
import { mendsAllOnPage, mendsOnPage } from './mendOnPage';
import type { Session } from './session';
import { openWorkbench, startBrowser, takeScreenshot } from './workbench';

const tools = findEditorTools();
const skip = 'missing' in tools ? `The editor tests are skipped: ${tools.missing}` : false;

/** In this order: later ones use what earlier ones left. */
const steps: readonly (readonly [string, (session: Session) => Promise<void>])[] = [
  ['problems of rows are marked where they stand', marksRows],
  ['a row is checked as it is typed', checksWhileTyping],
  ['a quick fix is applied and undone', fixesAndUndoes],
  ['all fixes of a rule are previewed', fixesAllOfRule],
  ['many problems of a rule are counted and listed', capsProblems],
  ['cells of a table are marked', marksTables],
  ['the Datasets view leads through the problems of a rule', stepsThroughProblems],
  ['a duplicate leads to its twin', leadsToTwin],
  ['the dataset page mends a row and takes it back', mendsOnPage],
  ['the dataset page mends all problems of a rule', mendsAllOnPage],
  ['rows in training and test are found in the background', findsLeaks],
  ['a rule is suppressed with a reason', suppressesRule],
  ['a rule is suppressed on one row', suppressesOnRow],
  ['a list of suppressions with a mistake is marked', marksWrongSuppressions],
  ['problems are legible in light colours', looksGoodInLight],
  ['a file that is not open is checked from the Explorer', checksFromExplorer],
];

describe('dataset problems in the editor', { skip }, () => {
  let browser: Browser;
  let session: Session;

  before(async () => {
    if ('missing' in tools) return;
    browser = await startBrowser(tools);
    const server = await startEditorServer(tools);
    session = { tools, browser, server, page: await openWorkbench(browser, server.url) };
    writeDatasets(session);
  });
  after(async () => {
    await browser.close();
    await session.server.stop();
  });

  steps.forEach(([name, step], index) => {
    test(name, async () => {
      try {
        await step(session);
      } catch (error) {
        await takeScreenshot(session.page, `lint-failed-${index + 1}`);
        throw error;
      }
    });
  });
});

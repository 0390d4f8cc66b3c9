import { after, before, describe, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { startEditorServer } from './editorServer';
import { findEditorTools } from './editorTools';
import type { Session } from './session';
import { openWorkbench, startBrowser, takeScreenshot } from './workbench';

/** A test by its name; in a suite later ones use what earlier ones left. */
export type EditorStep = readonly [name: string, step: (session: Session) => Promise<void>];

interface SuiteOptions {
  /** Begins the names of the pictures of failed steps. */
  readonly picture: string;
  /** Before the workbench opens. */
  readonly prepare?: (session: Omit<Session, 'page'>) => void | Promise<void>;
  /** Once the workbench is open. */
  readonly begin?: (session: Session) => void | Promise<void>;
  /** Before the server ends, also after a failure. */
  readonly leave?: (session: Session) => void | Promise<void>;
  /** After a step that failed, once its picture is taken. */
  readonly stumble?: (session: Session) => void;
}

/** One editor on a copy of the sample workspace, and tests in it, one after the other. */
export function editorSuite(
  name: string,
  { picture, prepare, begin, leave, stumble }: SuiteOptions,
  steps: readonly EditorStep[],
): void {
  const tools = findEditorTools();
  const skip = 'missing' in tools ? `The editor tests are skipped: ${tools.missing}` : false;
  describe(name, { skip }, () => {
    let browser: Browser;
    let session: Session;

    before(async () => {
      if ('missing' in tools) return;
      browser = await startBrowser(tools);
      const opened = { tools, browser, server: await startEditorServer(tools) };
      await prepare?.(opened);
      session = { ...opened, page: await openWorkbench(browser, opened.server.url) };
      await begin?.(session);
    });
    after(async () => {
      await browser.close();
      await leave?.(session);
      await session.server.stop();
    });

    steps.forEach(([title, step], index) => {
      test(title, async () => {
        try {
          await step(session);
        } catch (error) {
          await takeScreenshot(session.page, `${picture}-failed-${index + 1}`);
          stumble?.(session);
          throw error;
        }
      });
    });
  });
}

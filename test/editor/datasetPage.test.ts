import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { parquetWriteBuffer, type ColumnSource } from 'hyparquet-writer';
import type { Browser } from 'playwright-core';
import { DatasetBrowser } from '../../src/data/browse/datasetBrowser';
import { asNamedNowhere } from '../support/asNamedNowhere';
import { sourceOf } from '../../src/data/readRows';
import { parseFromDatasetPage } from '../../src/extension/panels/datasetMessages';
import type { DatasetHead, RowView, ToDatasetPage } from '../../src/protocol/datasetPage';
import { until } from '../support/until';
import { openPage, type OpenPage } from '../support/pages/pageHarness';
import { pageThemes, type PageTheme } from '../support/pages/themes';
import { findBrowser } from './editorTools';
import { startBrowser } from './workbench';

const { executable, skip } = findBrowser();
const pictures = process.env.FINETUNE_PAGE_PICTURES;

const nRows = 2_000;
const labels = ['calm', 'glad', 'sad', 'angry'];
const lines = Array.from({ length: nRows }, (_, index) =>
  JSON.stringify({
    text:
      index === 700
        ? '<img src=x onerror=alert(1)>'
        : `row ${index + 1} ${'so '.repeat(index % 40)}`,
    label: labels[index % 4],
    stars: index % 5,
  }),
);
lines[9] = lines[8] ?? '';
lines[1_499] = '{"text": "cut';

/** The page with the product's own reader of datasets behind it. */
describe('the dataset page', { skip }, () => {
  let browser: Browser;
  const folder = mkdtempSync(path.join(os.tmpdir(), 'dataset-page-'));
  const file = path.join(folder, 'moods.jsonl');
  before(async () => {
    writeFileSync(file, `${lines.join('\n')}\n`);
    browser = await startBrowser({ chromium: executable ?? '' });
  });
  after(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  interface Opened extends OpenPage {
    readonly reader: DatasetBrowser;
    /** As after a change on disk. */
    readAgain(): Promise<void>;
    /** Tells the head again, as while a large file is read. */
    tellHead(): Promise<void>;
    /** Answers nothing from now on. */
    stop(): void;
  }

  async function open(theme: PageTheme, width: number, shown = file): Promise<Opened> {
    const opened = await openPage(browser, 'dataset', { theme, width, height: 700, id: shown });
    let posting: Promise<unknown> = Promise.resolve();
    let head: DatasetHead | undefined;
    const send = (message: ToDatasetPage): void => {
      if ('head' in message) head = message.head;
      posting = posting.then(() => opened.post(message)).catch(() => undefined);
    };
    const readerOf = (firstVersion: number): DatasetBrowser =>
      new DatasetBrowser({
        ...asNamedNowhere(sourceOf(shown)),
        ...{ isCheckedAtOnce: true, firstVersion, send },
      });
    let reader = readerOf(1);
    reader.sendSnapshot();
    await reader.open();
    let nHeard = 0;
    const listen = setInterval(() => {
      void opened
        .sent()
        .then(async (sent) => {
          for (const raw of sent.slice(nHeard)) {
            nHeard += 1;
            const message = parseFromDatasetPage(raw);
            assert(message !== null, JSON.stringify(raw));
            if (message.type === 'rows')
              await reader.sendRows(message.version, message.at, message.count);
            if (message.type === 'view') await reader.setView(message.filter, message.order);
            if (message.type === 'detail') await reader.sendDetail(message.row);
          }
        })
        .catch(() => undefined);
    }, 50);
    // note: a test that fails does not stop it, and the process is to end all the same.
    listen.unref();
    await opened.page.locator('.grid-body .grid-row .gutter', { hasText: '1' }).first().waitFor();
    return {
      ...opened,
      reader,
      readAgain: async () => {
        reader.dispose();
        reader = readerOf(reader.version + 1);
        reader.sendSnapshot();
        await reader.open();
      },
      tellHead: () => opened.post({ type: 'head', head }),
      stop: () => {
        clearInterval(listen);
        reader.dispose();
      },
    };
  }

  test('shows rows, filters by problem and by label, and opens one row', async () => {
    const opened = await open(pageThemes[0]!, 1200);
    const { page } = opened;
    const rowNumbers = async (): Promise<string[]> => {
      const gutters = await page.locator('.grid-body .gutter').allTextContents();
      return gutters.map((text) => text.replaceAll(/[^\d,]/g, ''));
    };
    assert.match(await page.locator('.dataset-head').innerText(), /2,000 rows/);
    await page.locator('vscode-dropdown', { hasText: 'classification' }).waitFor();
    await until('the schema stands in the list', async () =>
      page
        .locator('vscode-dropdown')
        .evaluate((list) => (list as HTMLSelectElement).value === 'classification'),
    );
    await page.getByRole('button', { name: /^Row cannot be read · 1/ }).click();
    await until('row 1,500 is shown', async () => (await rowNumbers()).join().includes('1,500'));
    assert.equal(await page.locator('.filter-bar .hint').first().innerText(), '1 of 2,000 rows');
    await page.locator('.grid-body .grid-row').first().click();
    await page.getByRole('button', { name: 'Open line 1,500' }).waitFor();
    await page.getByRole('button', { name: 'Show all rows' }).click();
    await page.getByRole('button', { name: 'Sort and filter by label' }).click();
    await page.getByRole('menuitem', { name: /^sad · / }).click();
    await until('row 3 comes first', async () => (await rowNumbers())[0] === '3');
    opened.stop();
    assert.deepEqual(opened.complaints, []);
    await page.close();
  });

  test('the search keeps its words until all rows are asked for', async () => {
    const opened = await open(pageThemes[0]!, 1200);
    const { page } = opened;
    const search = page.locator('.filter-bar').getByRole('textbox').first();
    await search.fill('row 12');
    await page.getByRole('button', { name: 'Show all rows' }).waitFor();
    await until('the rows are counted', async () =>
      (await page.locator('.filter-bar .hint').first().innerText()).startsWith('111 of'),
    );
    await page.getByRole('button', { name: 'Show all rows' }).click();
    await until('the field is empty', async () => (await search.inputValue()) === '');
    await until('all rows are back', async () => {
      const [first = ''] = await page.locator('.grid-body .gutter').allTextContents();
      return first.replaceAll(/[^\d,]/g, '') === '1';
    });
    opened.stop();
    await search.fill('row 12');
    await until('the search was asked for', async () =>
      (await opened.sent()).some((raw) => JSON.stringify(raw).includes('"text":"row 12"')),
    );
    await opened.tellHead();
    await opened.tellHead();
    assert.equal(await search.inputValue(), 'row 12');
    assert.deepEqual(opened.complaints, []);
    await page.close();
  });

  test('Escape closes the side panel and gives the focus back to the rows', async () => {
    const opened = await open(pageThemes[0]!, 1200);
    const { page } = opened;
    await page.locator('.grid-body .grid-row').first().click();
    await page.getByRole('button', { name: 'Open line 1', exact: true }).waitFor();
    await page.keyboard.press('Escape');
    await page.locator('.row-panel').waitFor({ state: 'hidden' });
    const focused = await page.evaluate(() => document.activeElement?.className ?? '');
    assert.match(focused, /grid/);
    await page.locator('.grid-body .grid-row').first().click();
    await page.getByRole('button', { name: 'Close', exact: true }).focus();
    await page.keyboard.press('Escape');
    await page.locator('.row-panel').waitFor({ state: 'hidden' });
    opened.stop();
    assert.deepEqual(opened.complaints, []);
    await page.close();
  });

  test('a file that goes while it is sorted leaves the reason, and comes back', async () => {
    const gone = path.join(folder, 'gone.jsonl');
    const text = `${lines.slice(0, 40).join('\n')}\n`;
    writeFileSync(gone, text);
    const opened = await open(pageThemes[0]!, 1200, gone);
    const { page } = opened;
    await page.locator('.grid-body .grid-row').first().click();
    await page.getByRole('button', { name: 'Open line 1', exact: true }).waitFor();
    await page.getByRole('button', { name: 'Sort and filter by label' }).click();
    await page.getByRole('menuitem', { name: /^sad · / }).click();
    await until('row 3 comes first', async () =>
      /^\D*3\b/.test((await page.locator('.grid-body .gutter').allTextContents())[0] ?? ''),
    );
    rmSync(gone);
    await assert.rejects(opened.readAgain(), /no such file/);
    const message = 'There is no file gone.jsonl.';
    await opened.post({ type: 'failed', message } satisfies ToDatasetPage);
    await page.getByText(message).waitFor();
    // What answers a view that was asked for before comes late.
    const asked = (await opened.sent()).findLast(({ type }) => type === 'view');
    const { filter, order } = asked as unknown as Pick<RowView, 'filter' | 'order'>;
    const view = { version: 99, filter, order, rows: 0, done: 0, note: null };
    await opened.post({ type: 'view', view } satisfies ToDatasetPage);
    assert.equal(await page.getByText('Looking through the rows').count(), 0);
    assert.equal(await page.locator('.row-panel').count(), 0);
    await page.getByText(message).waitFor();
    writeFileSync(gone, text);
    await opened.readAgain();
    await page.locator('.grid-body .grid-row').first().waitFor();
    opened.stop();
    assert.deepEqual(opened.complaints, []);
    await page.close();
  });

  test('problems offer what mends them, and what can be done about their rule', async () => {
    const opened = await open(pageThemes[0]!, 1200);
    const { page } = opened;
    await page.getByRole('button', { name: /^Duplicate · 1/ }).click();
    await page.locator('.rule-bar').getByRole('button', { name: 'Suppress in this file…' }).click();
    await page.locator('.grid-body .grid-row').first().click();
    const problems = page.locator('.row-panel .problems');
    await problems.getByRole('button', { name: 'Go to moods.jsonl:9' }).click();
    await problems.getByRole('button', { name: 'L-DUP-01' }).click();
    await problems.locator('vscode-button', { hasText: 'Delete this row' }).click();
    const duplicate = problems.locator('li', { hasText: 'L-DUP-01' });
    await duplicate.getByRole('button', { name: 'Suppress on this row…' }).click();
    const about = { rule: 'L-DUP-01' };
    const expected = [
      { type: 'rule', ...about, action: 'suppress' },
      { type: 'open-place', path: file, line: 9 },
      { type: 'rule', ...about, action: 'explain' },
      { type: 'fix', ...about, row: 10, line: 10, title: 'Delete this row' },
      { type: 'suppress-row', ...about, line: 10, column: 1 },
    ];
    const kinds = new Set(expected.map(({ type }) => type));
    const sent = (await opened.sent()).filter(({ type }) => kinds.has(type));
    assert.deepEqual(sent, expected);
    for (const message of sent) assert.deepEqual(parseFromDatasetPage(message), message);
    opened.stop();
    assert.deepEqual(opened.complaints, []);
    await page.close();
  });

  test('a sort that is stopped leaves the rows as they were', async () => {
    const opened = await open(pageThemes[0]!, 1200);
    const { page } = opened;
    opened.stop();
    await page.getByRole('button', { name: 'Sort and filter by stars' }).click();
    await page.getByRole('menuitem', { name: 'Sort descending' }).click();
    const asked = (await opened.sent()).findLast(({ type }) => type === 'view');
    const given = asked as unknown as Pick<RowView, 'filter' | 'order'>;
    assert.equal(given.order?.column, 'stars');
    const view = { version: 90, ...given, rows: 0, done: 0.4, note: null };
    await opened.post({ type: 'view', view } satisfies ToDatasetPage);
    await page.getByRole('button', { name: 'Stop' }).click();
    const before = { filter: given.filter, order: null, rows: nRows, done: 1 };
    await opened.post({
      type: 'back',
      given: { filter: given.filter, order: given.order },
      view: { ...before, version: 91, note: 'Stopped: the rows are as they were before.' },
    } satisfies ToDatasetPage);
    await page.getByText('Stopped: the rows are as they were before.').waitFor();
    await until(
      'all rows are back',
      async () => (await page.locator('.grid').getAttribute('aria-rowcount')) === String(nRows + 1),
    );
    assert.equal(await page.getByText('The file has no rows.').isVisible(), false);
    const asksAgain = await page.locator('.head-cell[aria-sort=descending]').count();
    assert.equal(asksAgain, 0);
    assert.deepEqual(opened.complaints, []);
    await page.close();
  });

  test('a Parquet page offers rows where a text has lines', async () => {
    const parquet = path.join(folder, 'moods.parquet');
    const text = lines.slice(0, 300).map((_, row) => `row ${row === 291 ? 4 : row + 1} is here`);
    const label = text.map((_, row) => labels[row % 4] ?? '');
    const columnData: ColumnSource[] = [
      { name: 'text', data: text, type: 'STRING' },
      { name: 'label', data: label, type: 'STRING' },
    ];
    writeFileSync(parquet, Buffer.from(parquetWriteBuffer({ columnData })));
    const opened = await open(pageThemes[0]!, 1200, parquet);
    const { page } = opened;
    await page.getByRole('button', { name: /^Duplicate · 1/ }).click();
    await page.getByText('1 of 300 rows').waitFor();
    await page.locator('.grid-body .grid-row').first().click();
    const panel = page.locator('.row-panel');
    await panel.getByRole('button', { name: 'Go to row 4 of moods.parquet' }).click();
    await panel.locator('h2').getByText('Row 4', { exact: true }).waitFor();
    await page.locator('.grid-row.selected .gutter', { hasText: '4' }).waitFor();
    assert.equal(await panel.getByText('Open line').count(), 0);
    await page.locator('.grid-body .grid-row').first().dblclick();
    await page.getByRole('button', { name: /^Duplicate · 1/ }).click();
    await page.getByText('1 of 300 rows').waitFor();
    await page.locator('.grid-body .grid-row').first().click();
    await panel.getByRole('button', { name: 'Suppress in this file…' }).waitFor();
    assert.equal(await panel.getByText('Suppress on this row').count(), 0);
    await opened.post({ type: 'failed', message: 'It is cut off.' } satisfies ToDatasetPage);
    await page.locator('vscode-button', { hasText: 'Read it again' }).waitFor();
    assert.equal(await page.getByText('Open in the editor').count(), 0);
    const kinds = new Set((await opened.sent()).map(({ type }) => type));
    for (const kind of ['open-line', 'open-place']) assert.ok(!kinds.has(kind), kind);
    opened.stop();
    assert.deepEqual(opened.complaints, []);
    await page.close();
  });

  test('a table of 200 columns holds those in sight, and heads are reached by keyboard', async () => {
    const names = Array.from({ length: 200 }, (_, index) => `column_${index + 1}`);
    const row = names.map((_, index) => index).join(',');
    const wide = path.join(folder, 'wide.csv');
    writeFileSync(wide, [names.join(','), ...Array.from({ length: 300 }, () => row)].join('\n'));
    const opened = await open(pageThemes[0]!, 1000, wide);
    const { page } = opened;
    const headNames = (): Promise<string[]> => page.locator('.head-cell strong').allTextContents();
    assert.equal((await headNames())[0], 'column_1');
    assert.ok((await page.locator('.grid *').count()) < 3_000);
    const menu = (column: number): ReturnType<typeof page.getByRole> =>
      page.getByRole('button', { name: `Sort and filter by column_${column}`, exact: true });
    await menu(1).focus();
    for (let column = 2; column <= 12; column++) {
      await page.keyboard.press('Tab');
      await until(`column ${column} has the focus`, () =>
        menu(column).evaluate((each) => each === document.activeElement),
      );
    }
    await page.locator('.grid').evaluate((grid) => (grid.scrollLeft = grid.scrollWidth));
    await until('the last column is shown', async () => (await headNames()).includes('column_200'));
    await page.locator('.grid-body .grid-cell', { hasText: /^199$/ }).first().waitFor();
    opened.stop();
    assert.deepEqual(opened.complaints, []);
    await page.close();
  });

  test('rows stay where they are when problems come in or the file is read again', async () => {
    const opened = await open(pageThemes[0]!, 1000);
    const { page, reader } = opened;
    const firstShown = async (): Promise<string> => {
      const box = await page.locator('.grid').boundingBox();
      const head = await page.locator('.grid-head').boundingBox();
      const [x, y] = [box!.x + 80, box!.y + head!.height + 20];
      return page.evaluate(
        ([left, top]) => document.elementFromPoint(left!, top!)?.textContent ?? '',
        [x, y],
      );
    };
    await page.locator('.grid').hover();
    await page.mouse.wheel(0, 26 * 1_200);
    await until('row 1,201 is on top', async () => (await firstShown()).endsWith('1,201'));
    await reader.check();
    await until('row 1,201 stays', async () => (await firstShown()).endsWith('1,201'));
    await opened.readAgain();
    await until('row 1,201 stays again', async () => (await firstShown()).endsWith('1,201'));
    opened.stop();
    assert.deepEqual(opened.complaints, []);
    await page.close();
  });

  test('a file that cannot be read says why and offers what to do', async () => {
    const opened = await openPage(browser, 'dataset', { theme: pageThemes[0]!, width: 800 });
    const { page } = opened;
    await opened.post({ type: 'failed', message: 'The file is empty. Add rows to it.' });
    await page.getByText('The file is empty. Add rows to it.').waitFor();
    await page.locator('vscode-button', { hasText: 'Read it again' }).click();
    await page.locator('vscode-button', { hasText: 'Open in the editor' }).click();
    const sent = await opened.sent();
    assert.deepEqual(sent.slice(-2), [{ type: 'reopen' }, { type: 'open-line', line: 1 }]);
    for (const message of sent) assert.deepEqual(parseFromDatasetPage(message), message);
    await page.close();
  });

  test('the keyboard reaches every row, and data never becomes markup', async () => {
    const opened = await open(pageThemes[0]!, 1000);
    const { page } = opened;
    const panelSays = (words: string): Promise<void> =>
      page.locator('.row-panel h2').getByText(words, { exact: true }).waitFor();
    await page.locator('.grid').focus();
    await page.keyboard.press('End');
    await panelSays('Row 2,000');
    await page.keyboard.press('Home');
    await panelSays('Row 1');
    await page.keyboard.press('ArrowDown');
    await panelSays('Row 2');
    await page.keyboard.press('Enter');
    const sent = await opened.sent();
    assert.deepEqual(sent.at(-1), { type: 'open-line', line: 2 });
    await page.locator('.filter-bar vscode-text-field').click();
    await page.keyboard.type('onerror');
    await page.locator('.grid-cell', { hasText: '<img src=x onerror=alert(1)>' }).first().waitFor();
    assert.equal(await page.locator('img').count(), 0);
    opened.stop();
    assert.deepEqual(opened.complaints, []);
    await page.close();
  });

  test('draws itself in every theme, narrow and wide', async () => {
    for (const theme of pageThemes) {
      for (const width of [400, 1400]) {
        const opened = await open(theme, width);
        const { page } = opened;
        await page.locator('.grid-body .grid-row').nth(2).click();
        await page.locator('.row-panel h2').waitFor();
        const overflow = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        assert.equal(overflow, 0, `${theme.name} at ${width}`);
        if (pictures !== undefined) {
          mkdirSync(pictures, { recursive: true });
          await page.screenshot({
            path: path.join(pictures, `dataset-${theme.name}-${width}.png`),
          });
        }
        opened.stop();
        assert.deepEqual(opened.complaints, []);
        await page.close();
      }
    }
  });
});

import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Browser } from 'playwright-core';
import type { Remedy } from '../../src/protocol/auditPage';
import type { OpenPage } from '../support/pages/pageHarness';
import { openPage } from '../support/pages/pageHarness';
import { sampleAudit, sampleCheck } from '../support/pages/sampleAudit';
import { thresholdsCaveat } from '../../src/protocol/thresholdsCaveat';
import { sampleRecord, sampleReport, sampleSnapshot } from '../support/pages/sampleRuns';
import { pageThemes } from '../support/pages/themes';
import { findBrowser } from './editorTools';
import { startBrowser } from './workbench';

const { executable, skip } = findBrowser();
const light = pageThemes[0]!;
const screenshots = path.join(process.env.FINETUNE_ROOT ?? '.', 'build', 'screenshots');

const remedies: readonly Remedy[] = [
  {
    id: 'reweighing',
    title: 'Reweigh the training rows by gender and label',
    words:
      'Makes label and gender independent in the loss. Costs no time and usually little accuracy.',
    action: 'Write the config…',
  },
];

const remedyNotes = ['Thresholds by group are for two labels; emotions.train.jsonl has 4 labels.'];

function snapshot(report = sampleAudit()): object {
  const baseName = report.base === null ? null : 'minilm-small';
  return {
    type: 'snapshot',
    report,
    name: 'emotions',
    baseName,
    remedies,
    remedyNotes,
    isRun: true,
    canCompare: baseName !== null,
  };
}

/** The page in a plain browser: the product's own bundle and policy, a fake host. */
describe('the audit page', { skip }, () => {
  let browser: Browser;
  before(async () => {
    browser = await startBrowser({ chromium: executable ?? '' });
  });
  after(() => browser.close());

  const open = async (message = snapshot(), state: unknown = null): Promise<OpenPage> => {
    const opened = await openPage(browser, 'audit', { theme: light, width: 1_100, state });
    await opened.post(message);
    await opened.page.locator('h1').waitFor();
    return opened;
  };

  test('breaks its policy in no theme and fits every width', async () => {
    mkdirSync(screenshots, { recursive: true });
    for (const [index, theme] of pageThemes.entries()) {
      const width = [1_100, 400, 720, 2_000][index]!;
      const opened = await openPage(browser, 'audit', { theme, width });
      await opened.post(snapshot());
      await opened.page.locator('h1').waitFor();
      await opened.page.locator('[data-family="group/gender"] button.dot-label').first().click();
      const overflow = await opened.page.evaluate(
        () => document.documentElement.scrollWidth - innerWidth,
      );
      assert.ok(overflow <= 0, `${overflow} px too wide at ${width} px`);
      await opened.page.screenshot({
        path: path.join(screenshots, `audit-page-${theme.name}.png`),
        fullPage: true,
      });
      assert.deepEqual(opened.complaints, [], theme.name);
      await opened.page.close();
    }
  });

  test('says the verdict first, and what each figure rests on', async () => {
    const opened = await open();
    const { page } = opened;
    const verdict = page.locator('.verdict');
    await verdict.getByText('Disparity found: gender (demographic parity difference').waitFor();
    await page.getByText('emotions has not finished: this is its best checkpoint').waitFor();
    await page.getByText('Beyond the threshold of .1 for certain: Gender (1 figure)').waitFor();
    const gender = page.locator('[data-family="group/gender"]');
    const name = gender.getByRole('button', { name: /^Demographic parity difference: \.180/ });
    assert.equal(await name.getAttribute('aria-expanded'), 'false');
    await name.focus();
    await page.keyboard.press('Enter');
    assert.equal(await name.getAttribute('aria-expanded'), 'true');
    await gender.getByText('Smallest that would be found').waitFor();
    await gender.getByText('"positive", largest minus smallest', { exact: true }).waitFor();
    await gender.getByText('one-against-rest:positive/max-min', { exact: true }).waitFor();
    await gender.getByRole('button', { name: 'emotions.test.jsonl:17' }).click();
    const row = { type: 'open-row', path: '/workspace/data/emotions.test.jsonl', line: 17 };
    assert.deepEqual((await opened.sent()).at(-1), row);
    await page.close();
  });

  test('plots the figure and the label that are chosen, and keeps both', async () => {
    const opened = await open();
    const { page } = opened;
    const gender = page.locator('[data-family="group/gender"]');
    const choose = async (label: string, value: string): Promise<void> => {
      await gender.locator(`vscode-dropdown[aria-label="${label}"]`).click();
      await gender.locator('vscode-option', { hasText: value }).click();
    };
    await choose('Figure', 'Selection rate');
    await gender.getByRole('button', { name: /^female: \.620/ }).waitFor();
    assert.equal(await gender.locator('.dot-marks .band').count(), 2);
    await choose('Label', 'negative');
    await gender.getByRole('button', { name: /^female: \.520/ }).waitFor();
    await gender.getByRole('button', { name: /^female/ }).click();
    await gender.getByText('<script>alert(1)</script>').waitFor();
    assert.equal(await page.locator('main script').count(), 0);
    const state = await page.evaluate(
      () => (window as unknown as { fakeHost: { state: unknown } }).fakeHost.state,
    );
    await page.close();
    const again = await open(snapshot(), state);
    await again.page.getByRole('button', { name: /^female: \.520/ }).waitFor();
    await again.page.getByText('<script>alert(1)</script>').waitFor();
    await again.page.close();
  });

  test('sorts the rows of a plot, and those of its table twin', async () => {
    const { page } = await open();
    const religion = page.locator('[data-family="group/religion"]');
    const names = religion.locator('button.dot-label');
    assert.equal(await names.first().innerText(), 'Christian');
    await religion.locator('vscode-dropdown').click();
    await religion.locator('vscode-option', { hasText: 'Value' }).click();
    await religion.locator('.dot-row').first().getByText('unaffiliated').waitFor();
    await religion.getByRole('button', { name: 'Table' }).click();
    const rows = religion.locator('tbody tr');
    assert.equal(await rows.count(), 7);
    await religion.getByRole('button', { name: 'Rows' }).click();
    await rows.first().getByText('140').waitFor();
    await religion.getByRole('button', { name: 'Rows' }).click();
    await rows.first().getByText('unaffiliated').waitFor();
    assert.match(await rows.first().innerText(), /1,040.*not enough data/s);
    await page.close();
  });

  test('greys what has too few rows, and says why a figure is undefined', async () => {
    const { page } = await open();
    const gender = page.locator('[data-family="group/gender"]');
    await gender.locator('vscode-dropdown[aria-label="Figure"]').click();
    await gender.locator('vscode-option', { hasText: 'True positive rate' }).click();
    const male = gender.getByRole('button', { name: /^male: undefined/ });
    assert.equal(await gender.locator('.mark').count(), 0);
    await male.click();
    await gender.getByText('No row of this group has the label "positive".').waitFor();
    const religion = page.locator('[data-family="group/religion"]');
    assert.equal(await religion.locator('.mark.few').count(), 6);
    assert.equal(await religion.locator('.mark.none').count(), 1);
    await page.close();
  });

  test('marks what was swapped, with both answers; offensive suites stay folded', async () => {
    const { page } = await open();
    const examples = page.locator('.examples .swap');
    assert.equal(await examples.count(), 2);
    assert.equal(await examples.first().locator('del').innerText(), 'She');
    assert.equal(await examples.first().locator('ins').innerText(), 'He');
    assert.match(await examples.first().innerText(), /positive \.910.*neutral \(positive \.220\)/s);
    const suite = page.locator('[data-family="functional/insults"]');
    await suite.locator('button.dot-label').click();
    const text = suite.getByText('an offensive sentence of the suite');
    assert.equal(await text.isVisible(), false);
    await suite.getByText('Texts of the suite insults.jsonl (they may offend)').click();
    await text.waitFor();
    await page.close();
  });

  test('folds what found nothing when there is much, and remembers what was opened', async () => {
    const axes = ['gender', 'age', 'religion', 'names', 'body', 'ethnicity', 'disability'];
    const checks = axes.map((axis, index) =>
      sampleCheck({
        id: 'template/general',
        variant: `${axis}:label`,
        metric: 'flip-rate',
        verdict: index === 2 ? 'disparity' : 'not-enough-data',
      }),
    );
    const opened = await open(snapshot(sampleAudit({ checks })));
    const { page } = opened;
    const unfolded = page.locator('details.family[open]');
    assert.equal(await unfolded.count(), 1);
    await unfolded.getByText('Templates: general, about religion').waitFor();
    await page.getByText('Templates: general, about body').click();
    await page.locator('[data-family="template/general body"] .dot-row').first().waitFor();
    const state = await page.evaluate(
      () => (window as unknown as { fakeHost: { state: unknown } }).fakeHost.state,
    );
    await page.close();
    const again = await open(snapshot(sampleAudit({ checks })), state);
    await again.page.locator('[data-family="template/general body"] .dot-row').first().waitFor();
    await again.page.close();
  });

  test('shows before and after, with its table twin', async () => {
    const { page } = await open();
    const changes = page.locator('.changes');
    await changes.getByRole('button', { name: /^Gender: demographic parity.*larger$/ }).click();
    await changes.getByText('Wrong only afterwards').waitFor();
    assert.match(await changes.locator('.dot-row').nth(1).innerText(), /smaller/);
    const few = changes.getByText('1 figure without enough data');
    const undefinedRow = changes.getByRole('button', { name: /^Religion: .*: undefined/ });
    assert.equal(await undefinedRow.isVisible(), false);
    await few.click();
    await undefinedRow.click();
    await changes.getByText('Too few rows are about these groups.').waitFor();
    await changes.getByRole('button', { name: 'Table' }).click();
    const rows = changes.locator('tbody tr');
    assert.equal(await rows.count(), 4);
    assert.match(await rows.last().innerText(), /undefined.*not enough data/s);
    await page.close();
  });

  test('asks the host for exports, remedies, the run and another audit', async () => {
    const opened = await open();
    const { page } = opened;
    await page.getByRole('button', { name: 'Export this audit' }).focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByText('Thresholds by group are for two labels').waitFor();
    await page.getByRole('button', { name: /Write the config/ }).click();
    await page.getByRole('button', { name: 'Open run' }).click();
    await page.getByRole('button', { name: 'Audit again…' }).click();
    await page.getByRole('button', { name: 'Utility against disparity of both runs' }).click();
    assert.deepEqual((await opened.sent()).slice(1), [
      { type: 'export', format: 'sarif' },
      { type: 'apply', remedy: 'reweighing' },
      { type: 'open-run' },
      { type: 'audit-again' },
      { type: 'compare' },
    ]);
    await page.locator('summary', { hasText: 'Method, data and caveats' }).click();
    await page.getByText('a1'.repeat(32)).waitFor();
    await page.close();
  });

  test('says unfolded that the model decides by group, and what the law may say of it', async () => {
    const decided = `Decides "positive" by gender. ${thresholdsCaveat}`;
    const other = 'Rates are those of "positive".';
    const { page } = await open(snapshot(sampleAudit({ caveats: [other, decided] })));
    await page.locator('.audit-head').getByText(decided).waitFor();
    assert.equal(await page.getByText(other).isVisible(), false);
    assert.deepEqual(await page.locator('.caveats li').allTextContents(), [other]);
    await page.close();
  });

  test('says what is so when there is nothing, or very much', async () => {
    const opened = await open(snapshot(sampleAudit({ checks: [], base: null, changes: [] })));
    assert.equal(await opened.page.locator('.family, .changes, .examples').count(), 0);
    const many = Array.from({ length: 200 }, (_, index) =>
      sampleCheck({ group: `group ${index}`, value: index / 200, low: 0, high: 1 }),
    );
    await opened.post(snapshot(sampleAudit({ checks: many, createdAt: 1 })));
    await opened.page.getByRole('button', { name: 'Show 160 more' }).click();
    assert.equal(await opened.page.locator('.family button.dot-label').count(), 200);
    await opened.post({ type: 'failed', reason: 'This audit is no longer there. Audit again.' });
    await opened.page.getByText('This audit is no longer there.').waitFor();
    await opened.page.getByRole('button', { name: 'Audit again…' }).click();
    assert.deepEqual((await opened.sent()).at(-1), { type: 'audit-again' });
    await opened.page.close();
  });

  test('runs stand in one picture by utility and disparity, with a table twin', async () => {
    const runs = ['emotions', 'emotions-fair', 'emotions-fair-2'].map((name, index) =>
      sampleSnapshot({
        id: name,
        record: sampleRecord({ name, state: 'finished' }),
        evaluations: [sampleReport({ createdAt: 1_790_000_900 + index })],
      }),
    );
    const figure = { id: 'group/gender', metric: 'demographic-parity-difference' } as const;
    const audits = runs.map(({ id }, index) => {
      const value = 0.18 - index * 0.06;
      const variant = 'one-against-rest:positive/max-min';
      const figures = [{ ...figure, variant, value, low: value - 0.04, high: value + 0.05 }];
      return { run: id, dataHash: 'd', figures };
    });
    const message = { type: 'snapshot', runs, audits, flipped: [], mcnemar: null };
    const opened = await openPage(browser, 'compare', { theme: light, width: 1_000 });
    const { page } = opened;
    await opened.post(message);
    const trade = page.locator('.trade');
    await trade.getByText(/emotions-fair-2: \.\d{3} ± .*disparity \.060/).waitFor();
    assert.equal(await trade.locator('circle').count(), 3);
    mkdirSync(screenshots, { recursive: true });
    await trade.screenshot({ path: path.join(screenshots, 'compare-trade.png') });
    assert.equal(await trade.getByText('Not shown').count(), 0);
    const some = audits.map((audit, at) =>
      at === 2 ? { ...audit, figures: [] } : { ...audit, isByThresholds: at === 1 },
    );
    await opened.post({ ...message, audits: some });
    await trade.getByText('Not shown: emotions-fair-2 (the model is too weak').waitFor();
    await trade.getByText('emotions-fair decides by a threshold for each group').waitFor();
    await opened.post({ ...message, audits: some.slice(0, 2) });
    await trade.getByText('Not shown: emotions-fair-2 (not audited yet)').waitFor();
    await opened.post(message);
    await trade.getByRole('button', { name: 'Table' }).click();
    const front = await trade.locator('tbody tr td:last-child').allInnerTexts();
    assert.deepEqual(front, ['no', 'no', 'yes']);
    await page.setViewportSize({ width: 400, height: 800 });
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(overflow <= 0, `${overflow} px too wide at 400 px`);
    await page.setViewportSize({ width: 1_000, height: 400 });
    await opened.post({ type: 'show-trade' });
    await page.waitForFunction(
      () => (document.querySelector('.trade')?.getBoundingClientRect().top ?? 400) < 200,
    );
    await opened.post({ ...message, audits: audits.slice(0, 1) });
    await trade.getByText('Only one of these runs has been audited.').waitFor();
    await opened.post({ ...message, audits: [] });
    await trade.waitFor({ state: 'hidden' });
    assert.deepEqual(opened.complaints, []);
    await page.close();
  });
});

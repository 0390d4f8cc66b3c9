import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { editorSuite } from './editorSuite';
import type { Session } from './session';
import { endTrainers, shortenSample, trainSample } from './session';
import {
  answerWithPath,
  openSideBar,
  pick,
  runCommand,
  takeScreenshot,
  treeRows,
  webview,
  runAndPick,
} from './workbench';

const auditMs = 600_000;

/** A model folder without a head is asked what it associates, and can be compared with what training made of it. */
editorSuite(
  'audits of encoders in the editor',
  {
    picture: 'audit-encoder',
    prepare: trainShortly,
    leave: ({ server }) => {
      endTrainers(server);
    },
  },
  [
    ['a file that asks a classifier is refused with what to choose instead', refusesOtherSuites],
    ['an encoder is asked association tests of both kinds, against a run', auditsEncoder],
    ['what was asked is ticked the next time, and nothing asked is told', remembersTests],
  ],
);

function trainShortly({ server }: Pick<Session, 'server'>): void {
  shortenSample(server.workspace, 4);
  trainSample(server.workspace);
  const words = (category: string, examples: readonly string[]): object => ({ category, examples });
  const test = {
    targ1: words('Instruments', ['violin', 'guitar', 'flute', 'cello']),
    targ2: words('Weapons', ['sword', 'pistol', 'rifle', 'dagger']),
    attr1: words('Pleasant', ['love', 'peace', 'joy', 'gift']),
    attr2: words('Unpleasant', ['hatred', 'war', 'pain', 'poison']),
  };
  writeFileSync(path.join(server.workspace, 'instruments.json'), JSON.stringify(test));
  const row = { text: 'I like it.', label: 'positive', functionality: 'like', group: 'women' };
  writeFileSync(path.join(server.workspace, 'cases.jsonl'), `${JSON.stringify(row)}\n`);
}

const questions = '.quick-input-widget:visible';

/** From the palette to the question of suites. */
async function askAboutEncoder({ page, server }: Session): Promise<void> {
  await runAndPick(page, 'Fine-Tune: Audit', 'A model folder…');
  await answerWithPath(page, path.join(server.workspace, 'models', 'minilm-small'), 'Audit');
  const box = page.locator(questions);
  await box.locator('.quick-input-title', { hasText: 'Audit minilm-small, question 1' }).waitFor();
  await box.locator('.monaco-list-row', { hasText: 'Association tests' }).waitFor();
  // Swaps and templates need answers, which an encoder does not give.
  assert.equal(await box.locator('.monaco-list-row', { hasText: /Swaps|Templates/ }).count(), 0);
}

async function refusesOtherSuites(session: Session): Promise<void> {
  const { page, server } = session;
  await openSideBar(page);
  await treeRows(page, 'Runs').filter({ hasText: 'emotions' }).first().waitFor();
  await askAboutEncoder(session);
  await pick(page, 'Choose suite files…');
  await answerWithPath(page, path.join(server.workspace, 'cases.jsonl'), 'Add suites');
  const told = page.locator('.notification-toast', {
    hasText: 'cases.jsonl holds functional tests',
  });
  await told.getByText('Choose association tests').waitFor();
  await takeScreenshot(page, 'audit-encoder-refused');
  await runCommand(page, 'Notifications: Clear All Notifications');
}

async function auditsEncoder(session: Session): Promise<void> {
  const { page, server } = session;
  await askAboutEncoder(session);
  await pick(page, 'Choose suite files…');
  await answerWithPath(page, path.join(server.workspace, 'instruments.json'), 'Add suites');
  const box = page.locator(questions);
  const added = box.locator('.monaco-list-row', { hasText: 'instruments.json' });
  await added.getByText('Association test', { exact: true }).waitFor();
  await takeScreenshot(page, 'audit-encoder-tests');
  await box.getByRole('button', { name: 'OK' }).click();
  await box.locator('.quick-input-title', { hasText: 'Audit minilm-small, question 2' }).waitFor();
  await box.locator('.monaco-list-row', { hasText: 'this model alone' }).waitFor();
  await takeScreenshot(page, 'audit-encoder-base');
  await pick(page, 'emotions');
  const frame = await webview(page, '.verdict', auditMs);
  await frame.locator('h1', { hasText: 'Bias audit of minilm-small' }).waitFor();
  await frame.locator('.changes h2', { hasText: 'against emotions' }).waitFor();
  const own = frame.locator('[data-family="seat/instruments"]');
  await own.locator('h2').scrollIntoViewIfNeeded();
  if ((await own.getAttribute('open')) === null) await own.locator('summary').first().click();
  for (const pooling of ['mean of all tokens', 'first token'])
    await own.getByRole('button', { name: `Instruments · ${pooling}` }).waitFor();
  await frame.locator('[data-family="seat/gender-career"]').waitFor();
  await takeScreenshot(page, 'audit-encoder');
  await runCommand(page, 'View: Close All Editors');
}

async function remembersTests(session: Session): Promise<void> {
  const { page } = session;
  await askAboutEncoder(session);
  const box = page.locator(questions);
  const ticked = box.locator(
    '.monaco-list-row input[type="checkbox"], .monaco-list-row .monaco-checkbox',
  );
  await ticked.first().waitFor();
  for (const name of ['Association tests', 'instruments.json']) {
    const row = box.locator('.monaco-list-row', { hasText: name });
    await row.locator('[aria-checked="true"], input:checked').first().waitFor();
    await row.click();
  }
  await box.getByRole('button', { name: 'OK' }).click();
  const told = page.locator('.notification-toast', { hasText: 'Nothing was ticked' });
  await told.waitFor();
  await takeScreenshot(page, 'audit-encoder-nothing');
}

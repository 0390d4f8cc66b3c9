import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { editorSuite } from './editorSuite';
import type { Session } from './session';
import {
  endTrainers,
  readRecord,
  runFolder,
  shortenSample,
  trainSample,
  until,
  untilState,
} from './session';
import {
  answerWithPath,
  chooseInMenu,
  hidePanel,
  openFile,
  openSideBar,
  pick,
  runCommand,
  takeScreenshot,
  treeRows,
  webview,
} from './workbench';

/** An audit asks the model thousands of questions; on a busy machine that takes minutes. */
const auditMs = 900_000;

/** The sample, with a column of groups, trained for a few steps: what an audit finds is whatever it is. */
editorSuite(
  'audits in the editor',
  {
    picture: 'audit',
    prepare: trainWithGroups,
    leave: ({ server }) => {
      endTrainers(server);
    },
  },
  [
    ['a dataset is audited before training', auditsDataset],
    ['a run is audited from the tree, and the report stands below it', auditsRun],
    ['what to do writes a config for another run', writesFairConfig],
    ['the other run is offered the first as its base, and compared in one click', comparesRemedy],
  ],
);

function trainWithGroups({ server }: Pick<Session, 'server'>): void {
  shortenSample(server.workspace, 4);
  for (const name of ['emotions.train', 'few.validation', 'few.test'])
    addGender(path.join(server.workspace, 'data', `${name}.jsonl`));
  trainSample(server.workspace);
}

/** Who wrote a comment, and whom it is about by its words; of women more are labelled negative, so that there is something to find. */
function addGender(file: string): void {
  const rows = readFileSync(file, 'utf8').trimEnd().split('\n');
  const changed = rows.map((line, index) => {
    const row = JSON.parse(line) as { label: string };
    const isNegative = row.label === 'negative';
    const gender = (isNegative ? index % 5 > 0 : index % 5 === 0) ? 'female' : 'male';
    return JSON.stringify({ ...row, gender, author: `writer ${Math.floor(index / 3)}` });
  });
  writeFileSync(file, `${changed.join('\n')}\n`);
}

async function auditsDataset(session: Session): Promise<void> {
  const { page, server } = session;
  const mix = path.join(server.workspace, 'readers.mix.json');
  writeFileSync(mix, '{ "gender": { "female": 0.9, "male": 0.1 } }\n');
  await runCommand(page, 'Fine-Tune: Audit this dataset');
  await pickFile(page, 'emotions.train.jsonl');
  await acceptGroups(page);
  await titleSays(page, 'Audit emotions.train.jsonl, question 2');
  await pick(page, 'readers.mix.json');
  const frame = await webview(page, '.verdict', auditMs);
  await frame.locator('h1', { hasText: 'Bias audit of emotions.train.jsonl' }).waitFor();
  await frame.locator('.verdict', { hasText: 'Disparity found: gender' }).waitFor();
  await frame.locator('.remedy', { hasText: 'Reweigh the training rows by gender' }).waitFor();
  // The last of the remedies, which stand folded.
  await frame
    .locator('.remedy', { hasText: 'have the stated shares' })
    .waitFor({ state: 'attached' });
  await hidePanel(page);
  await takeScreenshot(page, 'audit-dataset');
  await page.keyboard.press('Control+F4');
  await runCommand(page, 'View: Close All Editors');
}

async function auditsRun(session: Session): Promise<void> {
  const { page } = session;
  await openSideBar(page);
  assert.equal(readRecord(session, 'emotions').state, 'finished');
  const row = treeRows(page, 'Runs').filter({ hasText: 'emotions' }).first();
  await row.waitFor();
  await chooseInMenu(page, row, 'Audit');
  await pickFile(page, 'few.test.jsonl');
  await titleSays(page, 'Audit emotions, question 2');
  await acceptGroups(page);
  await titleSays(page, 'Audit emotions, question 3');
  await pick(page, 'author');
  await titleSays(page, 'Audit emotions, question 4');
  await pick(page, 'Each label');
  await titleSays(page, 'Audit emotions, question 5');
  await addSuite(session);
  const frame = await webview(page, '.verdict', auditMs);
  await frame.locator('h1', { hasText: 'Bias audit of emotions' }).waitFor();
  await frame.locator('[data-family="group/gender"]').waitFor();
  await frame.locator('[data-family="functional/own.jsonl"]').waitFor();
  await takeScreenshot(page, 'audit-run');
  const reports = path.join(runFolder(session, 'emotions'), 'reports');
  assert.ok(readdirSync(reports).some((name) => /^audit-test-.*\.json$/.test(name)));
  await row.locator('.monaco-tl-twistie').click();
  const audits = treeRows(page, 'Runs').filter({ hasText: /^Audits/ });
  await audits.locator('.monaco-tl-twistie').click();
  await treeRows(page, 'Runs')
    .filter({ hasText: /^test\d/ })
    .first()
    .waitFor();
  await openFile(page, 'emotions.finetune.json');
  await page.locator('.codelens-decoration a', { hasText: /^Audit$/ }).waitFor();
}

/** From the finding in the data to a config that trains against it. */
async function writesFairConfig(session: Session): Promise<void> {
  const { page, server } = session;
  await runCommand(page, 'Fine-Tune: Audit this dataset');
  await pickFile(page, 'emotions.train.jsonl');
  await acceptGroups(page);
  await pick(page, 'Equal shares');
  const frame = await webview(page, '.remedy', auditMs);
  await frame.locator('.remedy', { hasText: 'Reweigh' }).first().locator('vscode-button').click();
  await page.locator('.tab.active').filter({ hasText: 'emotions-fair.finetune.json' }).waitFor();
  const file = path.join(server.workspace, 'emotions-fair.finetune.json');
  await until(session, 'the config is there', () => existsSync(file));
  const text = readFileSync(file, 'utf8');
  assert.match(text, /"mitigation": \{\s*"groups": "gender",\s*"reweighing": true\s*\}/);
  await takeScreenshot(page, 'audit-fair-config');
}

/** The base that is offered first is the run that was mended. */
async function comparesRemedy(session: Session): Promise<void> {
  const { page } = session;
  await runCommand(page, 'Fine-Tune: Train');
  await untilState(session, 'emotions-fair', 'finished', 300_000);
  const row = treeRows(page, 'Runs').filter({ hasText: 'emotions-fair' }).first();
  await row.getByText('f1-macro').waitFor();
  await chooseInMenu(page, row, 'Audit');
  await pickFile(page, 'few.test.jsonl');
  await acceptGroups(page);
  await pick(page, 'author');
  await pick(page, 'Each label');
  const box = page.locator('.quick-input-widget:visible');
  await box.locator('.monaco-list-row', { hasText: 'own.jsonl' }).waitFor();
  await box.getByRole('button', { name: 'OK' }).click();
  await titleSays(page, 'Audit emotions-fair, question 6');
  const first = box.locator('.monaco-list-row').first();
  await first.getByText('but for what acts against bias').waitFor();
  await takeScreenshot(page, 'audit-base');
  await first.click();
  const frame = await webview(page, '.changes', auditMs);
  await frame.locator('h2', { hasText: 'against emotions' }).waitFor();
  await takeScreenshot(page, 'audit-changes');
  await frame.getByRole('button', { name: 'Utility against disparity' }).click();
  const both = await webview(page, '.trade');
  await both.waitForFunction(
    () => (document.querySelector('.trade')?.getBoundingClientRect().top ?? innerHeight) < 100,
  );
  await takeScreenshot(page, 'audit-compare');
  await runCommand(page, 'View: Close All Editors');
  await chooseInMenu(page, row, 'Open run');
  const run = await webview(page, '.lineage');
  await run.getByRole('button', { name: 'Compare with emotions' }).click();
  await webview(page, '.trade');
}

/** A file of the user's own, recognised by its columns and ticked from then on. */
async function addSuite({ page, server }: Session): Promise<void> {
  const rows = ['women', 'men'].map((group) => ({
    ...{ text: `I do not like ${group}.`, label: 'negative', functionality: 'dislike', group },
  }));
  const file = path.join(server.workspace, 'own.jsonl');
  writeFileSync(file, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  const box = page.locator('.quick-input-widget:visible');
  // Templates take the most time.
  await box.locator('.monaco-list-row', { hasText: '200 sentences' }).click();
  // One that no audit could ask is refused at once; the question stays.
  const bad = path.join(server.workspace, 'bad.jsonl');
  writeFileSync(bad, '{ "template": "The {identity} clerk." }\n{ "template": "The clerk." }\n');
  await pick(page, 'Choose suite files…');
  await answerWithPath(page, bad, 'Add suites');
  await page.locator('.notification-toast', { hasText: 'Open bad.jsonl:2' }).waitFor();
  await box.locator('.monaco-list-row', { hasText: 'Choose suite files…' }).waitFor();
  assert.equal(await box.locator('.monaco-list-row', { hasText: 'bad.jsonl' }).count(), 0);
  await pick(page, 'Choose suite files…');
  await answerWithPath(page, file, 'Add suites');
  const row = box.locator('.monaco-list-row', { hasText: 'own.jsonl' });
  await row.getByText('Functional tests').waitFor();
  await takeScreenshot(page, 'audit-suites');
  await box.getByRole('button', { name: 'OK' }).click();
}

/** By its name alone: a list that is still filling moves its rows away under the pointer. */
async function pickFile(page: Session['page'], name: string): Promise<void> {
  const box = page.locator('.quick-input-widget:visible');
  const rows = box.locator('.monaco-list-row');
  await rows.filter({ hasText: name }).first().waitFor();
  await box.locator('input.input').first().fill(name);
  await rows.first().filter({ hasText: name }).waitFor();
  await page.keyboard.press('Enter');
}

/** Which question this is. */
async function titleSays(page: Session['page'], title: string): Promise<void> {
  await page
    .locator('.quick-input-widget:visible .quick-input-title', { hasText: title })
    .waitFor();
}

/** The column of groups is chosen already. */
async function acceptGroups(page: Session['page']): Promise<void> {
  const box = page.locator('.quick-input-widget:visible');
  await box.locator('.monaco-list-row', { hasText: 'gender' }).waitFor();
  await box.getByRole('button', { name: 'OK' }).click();
}

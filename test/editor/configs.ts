import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Session } from './session';
import { until, writeConfig } from './session';
import { hidePanel, openFile, runCommand, takeScreenshot } from './workbench';

/** Train and Estimate stand above a config, the estimate with its figures. */
export async function offersLenses({ page }: Session): Promise<void> {
  await openFile(page, 'emotions.finetune.json');
  const lenses = page.locator('.codelens-decoration a');
  await lenses.filter({ hasText: /^Train$/ }).waitFor();
  await lenses.filter({ hasText: /Estimate: .*[GM]B/ }).waitFor();
  await takeScreenshot(page, 'config');
}

/** Keys and mistakes of a config come from its schema, without another extension. */
export async function checksConfigs(session: Session): Promise<void> {
  const { page, server } = session;
  const broken = {
    model: './models/minilm-small',
    task: 'text-classification',
    data: { train: 'data/emotions.train.jsonl', validation: 'data/emotions.validation.jsonl' },
    training: { epochs: 0, learnignRate: 1e-4 },
  };
  writeFileSync(
    path.join(server.workspace, 'broken.finetune.json'),
    JSON.stringify(broken, null, 2),
  );
  writeConfig(session, 'absent', { model: './models/absent' });
  await openFile(page, 'broken.finetune.json');
  await runCommand(page, 'Problems: Focus on Problems View');
  const problems = page.locator('.markers-panel .monaco-list-row');
  await problems.filter({ hasText: 'learnignRate' }).waitFor();
  await problems.filter({ hasText: 'minimum' }).waitFor();
  await takeScreenshot(page, 'config-problems');
  await openFile(page, 'absent.finetune.json');
  await problems.filter({ hasText: 'models/absent' }).waitFor();
  await hidePanel(page);
}

export async function completesKeys({ page, server }: Session): Promise<void> {
  const text = '{\n  "training": {\n    \n  }\n}\n';
  writeFileSync(path.join(server.workspace, 'new.finetune.json'), text);
  await openFile(page, 'new.finetune.json');
  await runCommand(page, 'Go to Line/Column...');
  await page.keyboard.type('3:5\n');
  await runCommand(page, 'Trigger Suggest');
  const offers = page.locator('.suggest-widget .monaco-list-row');
  await offers.filter({ hasText: 'learningRate' }).first().waitFor();
  assert.ok((await offers.filter({ hasText: 'batchSize' }).count()) > 0);
  await takeScreenshot(page, 'config-completion');
  await page.keyboard.press('Escape');
}

/** The labels of the training file stand before what the schema knows, and one choice writes them all. */
export async function completesLabels(session: Session): Promise<void> {
  const { page, server } = session;
  const train = path.join(server.workspace, 'herons.jsonl');
  const rows = ['calm', 'glad', 'calm', 'angry'].map((label, index) =>
    JSON.stringify({ text: `The ${index} herons cried.`, label }),
  );
  writeFileSync(train, `${rows.join('\n')}\n`);
  const text = '{\n  "data": {\n    "train": "herons.jsonl",\n    "labels": []\n  }\n}\n';
  const file = path.join(server.workspace, 'herons.finetune.json');
  writeFileSync(file, text);
  await openFile(page, 'herons.finetune.json');
  await runCommand(page, 'Go to Line/Column...');
  await page.keyboard.type('4:16\n');
  await runCommand(page, 'Trigger Suggest');
  const offers = page.locator('.suggest-widget .monaco-list-row');
  await offers.filter({ hasText: '"glad"' }).nth(1).waitFor();
  await takeScreenshot(page, 'config-labels');
  assert.match(await offers.first().innerText(), /all: "angry", "calm", "glad"/);
  await page.keyboard.press('Enter');
  await runCommand(page, 'File: Save');
  const expected = text.replace('[]', '["angry", "calm", "glad"]');
  await until(session, 'the labels are saved', () => readFileSync(file, 'utf8') === expected);
  await runCommand(page, 'View: Close All Editors');
  rmSync(file);
  rmSync(train);
}

import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { editorSuite } from './editorSuite';
import { type Session, writeConfig } from './session';
import { openFile, takeScreenshot } from './workbench';

/** A model folder with a chat template, a config that names it, and conversations: one that fits, one that does not. */
function writeChat(session: Session): void {
  const { workspace } = session.server;
  const fixture = path.join(process.env.FINETUNE_ROOT ?? '.', 'test/fixtures/tokens/chat.json');
  const { tokenizer, templates } = JSON.parse(readFileSync(fixture, 'utf8')) as {
    tokenizer: object;
    templates: readonly { template: string }[];
  };
  const model = path.join(workspace, 'models', 'chat');
  mkdirSync(model, { recursive: true });
  const write = (name: string, value: object): void =>
    writeFileSync(path.join(model, name), JSON.stringify(value));
  write('tokenizer.json', tokenizer);
  write('tokenizer_config.json', { eos_token: '</s>', chat_template: templates[0]?.template });
  const rows = ['What is the capital of France?', 'the answer '.repeat(60)].map((content) => ({
    messages: [
      { role: 'user', content },
      { role: 'assistant', content: 'The capital of France is Paris.' },
    ],
  }));
  writeFileSync(
    path.join(workspace, 'chat.jsonl'),
    rows.map((row) => `${JSON.stringify(row)}\n`).join(''),
  );
  writeConfig(session, 'chat', {
    model: './models/chat',
    data: { train: 'chat.jsonl', schema: 'messages' },
    training: { maxLength: 64 },
  });
}

/** The lens and the hover of rows. */
async function showsLoss({ page }: Session): Promise<void> {
  const lens = page.locator('.codelens-decoration a');
  await openFile(page, 'emotions.train.jsonl');
  await lens.filter({ hasText: /^\d+ tokens, 0 cut at \d+$/ }).waitFor();
  await openFile(page, 'chat.jsonl');
  await lens.filter({ hasText: /^\d+ tokens, \d+ carry loss, 0 cut at 64$/ }).waitFor();
  await page.keyboard.press('Control+Home');
  await page.locator('.view-line span', { hasText: 'What is the capital' }).last().hover();
  const hover = page.locator('.monaco-hover:visible', { hasText: 'carries loss' });
  await hover.waitFor();
  const trained = await hover.locator('u').allInnerTexts();
  assert.ok(
    trained.some((text) => text.includes('The capital of France is Paris.')),
    trained.join(),
  );
  await takeScreenshot(page, 'loss-hover');
  await page.keyboard.press('Escape');
}

/** A row whose prompt fills everything. */
async function marksNothingTrained({ page }: Session): Promise<void> {
  await page.keyboard.press('ArrowDown');
  const lens = page.locator('.codelens-decoration a');
  await lens
    .filter({ hasText: 'Trains on 0 tokens: the prompt alone fills maxLength 64' })
    .waitFor();
  await page.locator('.squiggly-error').first().waitFor();
  await takeScreenshot(page, 'loss-none');
}

editorSuite('what a row trains on, in the editor', { picture: 'loss', begin: writeChat }, [
  ['a lens and a hover show the tokens of a row and which carry loss', showsLoss],
  ['a row that trains on nothing is an error', marksNothingTrained],
]);

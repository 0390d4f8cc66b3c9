import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { editorSuite } from './editorSuite';
import { quickFixes } from './lint';
import { type Session, until, writeConfig } from './session';
import { openFile, runCommand, takeScreenshot } from './workbench';

const paris = 'The capital of France is Paris.';

/**
 * A model folder with a chat template, a config that names it, and conversations: one that fits, one whose answer is cut, one
 * whose question fills everything.
 */
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
  const rows = [
    ['What is the capital of France?', paris],
    ['Where does the river go?', 'It goes to the sea. '.repeat(40)],
    ['the answer '.repeat(60), paris],
  ].map(([question, answer]) => ({
    messages: [
      { role: 'user', content: question },
      { role: 'assistant', content: answer },
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

function lens(page: Page, text: RegExp | string): Locator {
  return page.locator('.codelens-decoration a', { hasText: text });
}

/** The hover about the tokens of a row, once something has made it show. */
async function lossHover(page: Page, title: RegExp | string): Promise<Locator> {
  const hover = page.locator('.monaco-hover:visible', { hasText: 'carries loss' });
  await hover.filter({ hasText: title }).waitFor();
  return hover;
}

async function hideHover(page: Page): Promise<void> {
  await page.keyboard.press('Escape');
  await page.locator('.monaco-hover:visible').first().waitFor({ state: 'detached' });
}

/** What the model reads, and in it what carries loss and what is cut off. */
async function partsOf(hover: Locator): Promise<Record<'all' | 'trained' | 'cut', string>> {
  const [all, trained, cut] = await Promise.all([
    hover.innerText(),
    hover.locator('u').allInnerTexts(),
    hover.locator('s').allInnerTexts(),
  ]);
  return { all, trained: trained.join(''), cut: cut.join('') };
}

/** The lens and the hover of rows, by mouse. */
async function showsLoss({ page }: Session): Promise<void> {
  await openFile(page, 'emotions.train.jsonl');
  await lens(page, /^\d+ tokens, 0 cut at \d+$/).waitFor();
  await openFile(page, 'chat.jsonl');
  await lens(page, fits).waitFor();
  await page.keyboard.press('Control+Home');
  await page.locator('.view-line span', { hasText: 'What is the capital' }).last().hover();
  const hover = await lossHover(page, fits);
  const { all, trained } = await partsOf(hover);
  assert.ok(all.includes('<|im_start|>user'), all);
  assert.ok(trained.includes(paris), trained);
  assert.ok(!trained.includes('What is'), trained);
  await takeScreenshot(page, 'loss-hover');
  await hideHover(page);
  await lens(page, fits).click();
  assert.ok((await partsOf(await lossHover(page, fits))).trained.includes(paris));
  await hideHover(page);
}

const fits = /\d+ tokens, \d+ carry loss, 0 cut at 64/;
const isCut = /\d+ tokens, \d+ carry loss, [1-9]\d* cut at 64/;

/** The same without a mouse: the hover of the row with the cursor, and its lens in the list of the line's lenses. */
async function showsLossByKeyboard({ page }: Session): Promise<void> {
  // note: a pointer that rests on the text has a hover of its own.
  await page.mouse.move(0, 0);
  await page.keyboard.press('Control+Home');
  await page.keyboard.press('Control+K');
  await page.keyboard.press('Control+I');
  assert.ok((await partsOf(await lossHover(page, fits))).trained.includes(paris));
  // Once more gives it the focus, to scroll it and to leave it.
  await page.keyboard.press('Control+K');
  await page.keyboard.press('Control+I');
  await page.locator('.monaco-hover:focus-within').waitFor();
  await takeScreenshot(page, 'loss-keyboard');
  await hideHover(page);
  await runCommand(page, 'Show CodeLens Commands for Current Line');
  const rows = page.locator('.quick-input-widget:visible .monaco-list-row');
  await rows.filter({ hasText: fits }).waitFor();
  await page.mouse.move(0, 0);
  await page.keyboard.press('Enter');
  await rows.first().waitFor({ state: 'hidden' });
  assert.ok((await partsOf(await lossHover(page, fits))).trained.includes(paris));
  await hideHover(page);
  await page.keyboard.press('F1');
  await page.keyboard.type('Fine-Tune: Show what this row');
  await rows.filter({ hasText: 'Show what this row trains on' }).first().waitFor();
  await page.keyboard.press('Enter');
  await lossHover(page, fits);
  await hideHover(page);
}

/** The lens follows the cursor to a row that is longer than the model reads. */
async function showsCut({ page }: Session): Promise<void> {
  // note: a list that is on its way out may still have the keys.
  await runCommand(page, 'View: Focus Active Editor Group');
  await page.keyboard.press('Control+Home');
  await page.keyboard.press('ArrowDown');
  await lens(page, isCut).click();
  const { trained, cut } = await partsOf(await lossHover(page, isCut));
  assert.ok(trained.includes('It goes to the sea.'), trained);
  assert.ok(cut.includes('sea.'), cut);
  assert.ok(!cut.includes('Where does'), cut);
  await takeScreenshot(page, 'loss-cut');
  await hideHover(page);
}

/** A row whose prompt fills everything. */
async function marksNothingTrained({ page }: Session): Promise<void> {
  await page.keyboard.press('ArrowDown');
  const words = 'Trains on 0 tokens: the prompt alone fills maxLength 64';
  await lens(page, words).waitFor();
  await page.locator('.squiggly-error').first().waitFor();
  await takeScreenshot(page, 'loss-none');
  await lens(page, words).click();
  const { all, trained, cut } = await partsOf(await lossHover(page, words));
  assert.ok(all.includes('L-LEN-01'), all);
  // What would carry loss is cut off.
  assert.ok(trained.includes(paris), trained);
  assert.ok(cut.includes(paris), cut);
  await hideHover(page);
}

/** The beginning of a prompt goes, so that the answer fits; Undo brings it back. */
async function cutsPrompt({ page }: Session): Promise<void> {
  await runCommand(page, 'View: Focus Active Editor Group');
  await page.keyboard.press('Control+End');
  await page.keyboard.press('ArrowUp');
  const menu = await quickFixes(page);
  const cut = menu.filter({
    hasText:
      /^Cut \d+ of \d+ tokens from the beginning of messages\[0\]\.content, so that the answer fits/,
  });
  await cut.waitFor();
  await menu
    .filter({ hasText: /^Raise maxLength to \d+ in chat\.finetune\.json: / })
    .first()
    .waitFor();
  await takeScreenshot(page, 'loss-fixes');
  await cut.click();
  await lens(page, fits).waitFor();
  await runCommand(page, 'View: Focus Active Editor Group');
  await page.keyboard.press('Control+Z');
  await lens(page, 'Trains on 0 tokens').waitFor();
}

/** The run config is changed instead: previewed, saved, and all else in it stays. */
async function raisesMaxLength(session: Session): Promise<void> {
  const { page, server } = session;
  const config = path.join(server.workspace, 'chat.finetune.json');
  const before = readFileSync(config, 'utf8');
  const menu = await quickFixes(page);
  await menu
    .filter({ hasText: /^Raise maxLength to \d+ in chat\.finetune\.json: all rows/ })
    .click();
  const preview = page.locator('.part.panel .monaco-list-row', { hasText: 'chat.finetune.json' });
  await preview.first().waitFor();
  const changed = page.locator('.part.panel .monaco-list-row', { hasText: '"maxLength": ' });
  await changed.first().waitFor();
  await takeScreenshot(page, 'loss-raise-preview');
  await page.getByRole('button', { name: 'Apply', exact: true }).click();
  await until(session, 'the config is saved', () => readFileSync(config, 'utf8') !== before);
  const after = readFileSync(config, 'utf8');
  const [, raised = ''] = /"maxLength": ?(\d+)/.exec(after) ?? [];
  assert.equal(after, before.replace(/("maxLength": ?)64/, `$1${raised}`));
  await page
    .locator('.notification-toast', { hasText: `maxLength is ${raised} in chat.finetune.json` })
    .waitFor();
  await openFile(page, 'chat.jsonl');
  await lens(page, new RegExp(`^\\d+ tokens, \\d+ carry loss, 0 cut at ${raised}$`)).waitFor();
  await page.locator('.squiggly-error').first().waitFor({ state: 'detached' });
  await takeScreenshot(page, 'loss-raised');
}

editorSuite('what a row trains on, in the editor', { picture: 'loss', begin: writeChat }, [
  ['a lens and a hover show the tokens of a row and which carry loss', showsLoss],
  ['hover and lens are reached by keyboard', showsLossByKeyboard],
  ['the lens follows the cursor, and the hover shows where a row is cut', showsCut],
  ['a row that trains on nothing is an error', marksNothingTrained],
  ['a quick fix cuts the prompt so that the answer fits', cutsPrompt],
  ['a quick fix raises maxLength in the run config', raisesMaxLength],
]);

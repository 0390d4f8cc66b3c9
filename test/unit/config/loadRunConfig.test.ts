import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { atConfigKey } from '../../../src/config/atConfigKey';
import { loadRunConfig } from '../../../src/config/loadRunConfig';
import { UserError, printUserError } from '../../../src/protocol/errors';

const folder = mkdtempSync(path.join(tmpdir(), 'config-'));
after(() => rmSync(folder, { recursive: true, force: true }));
mkdirSync(path.join(folder, 'model'));
writeFileSync(path.join(folder, 'rows.csv'), 'text,label\na,b\n');
const file = path.join(folder, 'a.finetune.json');

function write(text: string): string {
  writeFileSync(file, text);
  return file;
}

async function refusal(text: string, overrides: string[] = []): Promise<string> {
  const written = write(text);
  try {
    await loadRunConfig(written, overrides);
  } catch (error) {
    assert.ok(error instanceof UserError, String(error));
    const printed = printUserError(error);
    assert.ok(error.next, 'an error names the next action');
    return printed.replaceAll(folder, 'F');
  }
  assert.fail('a refusal was expected');
}

test('loads what is complete, with a byte order mark too', async () => {
  const text = '\uFEFF{ "model": "model", "data": { "train": "rows.csv" } }';
  const { config, setKeys } = await loadRunConfig(write(text), ['device=cpu']);
  assert.equal(config.model, path.join(folder, 'model'));
  assert.equal(config.device, 'cpu');
  assert.deepEqual(setKeys, ['model', 'data.train.path', 'device']);
});

test('names the place of what is not there', async () => {
  assert.match(
    await refusal('{ "model": "model",\n  "data": { "train": "row.csv" } }'),
    /^F\/a\.finetune\.json:2:22: "data\.train": there is no file F\/row\.csv\. Paths are relative/,
  );
  assert.match(
    await refusal('{ "model": "model", "data": { "train": "model" } }'),
    /:1:40: "data\.train": F\/model is a folder/,
  );
  assert.match(
    await refusal('{ "model": "model", "data": { "train": { "path": "x.csv", "header": true } } }'),
    /:1:50: "data\.train": there is no file F\/x\.csv/,
  );
  assert.match(
    await refusal('{ "model": "rows.csv", "data": { "train": "rows.csv" } }'),
    /:1:12: "model": F\/rows\.csv is a file/,
  );
  assert.match(
    await refusal('{ "model": "./models/minilm", "data": { "train": "rows.csv" } }'),
    /:1:12: "model": there is no folder F\/models\/minilm\. Paths/,
  );
});

test('a hub id is refused as such', async () => {
  for (const id of ['bert-base-uncased', 'google-bert/bert-base-uncased']) {
    const printed = await refusal(`{ "model": "${id}", "data": { "train": "rows.csv" } }`);
    assert.match(printed, /does not download ".*bert-base-uncased" from the hub yet/);
    assert.match(printed, /"\.\/models\/bert-base-uncased"/);
  }
});

test('counts the other problems', async () => {
  assert.match(
    await refusal('{ "model": "model", "data": { "train": "rows.csv" }, "x": 1, "y": 2 }'),
    /Unknown key "x"\. \(and 1 more problem\)/,
  );
});

test('a bad --set is shown as such', async () => {
  assert.equal(
    await refusal('{ "model": "model", "data": { "train": "rows.csv" } }', ['training.epochs=0']),
    '--set training.epochs=0: "training.epochs" is 0. Allowed: a whole number from 1 to 10,000.',
  );
});

test('a file that --set names and that is not there is shown as such', async () => {
  const text = '{ "model": "model", "data": { "train": "rows.csv" } }';
  assert.equal(
    await refusal(text, ['data.train=row.csv']),
    '--set data.train=row.csv: "data.train": there is no file F/row.csv. Paths are relative to the run config: correct it.',
  );
  assert.match(
    await refusal(text, ['model=bert-base-uncased']),
    /^--set model=bert-base-uncased: .* does not download "bert-base-uncased" from the hub yet/,
  );
});

test('a config that is not there, or is a folder', async () => {
  await assert.rejects(
    loadRunConfig(path.join(folder, 'none.finetune.json')),
    /no such run config/,
  );
  await assert.rejects(loadRunConfig(folder), /a folder/);
});

test('an error about a key is shown at the key, if the file holds what the run used', async () => {
  const text =
    '{ "model": "model", "data": {\n  "train": "rows.csv", "fields": { "text": "txt" } },';
  const written = write(`${text}\n  "training": { "classWeights": { "very.good": 2 } } }`);
  const { config } = await loadRunConfig(written);
  const at = (key: string | undefined, configFile: string | null, used = config): string => {
    const details = { place: { file: 'rows.csv', line: 1 }, next: 'Mend it.' };
    const error = new UserError('Wrong.', key === undefined ? details : { ...details, key });
    const placed = atConfigKey(error, configFile, used);
    assert.ok(placed instanceof UserError);
    return printUserError(placed).replaceAll(folder, 'F');
  };
  assert.equal(at('data.fields.text', written), 'F/a.finetune.json:2:44: Wrong. Mend it.');
  assert.equal(
    at('training.classWeights.very.good', written),
    'F/a.finetune.json:3:48: Wrong. Mend it.',
  );
  const elsewhere = 'rows.csv:1: Wrong. Mend it.';
  assert.equal(at(undefined, written), elsewhere);
  assert.equal(at('data.fields.text', null), elsewhere);
  assert.equal(at('data.fields.label', written), elsewhere);
  assert.equal(at('data.fields.text', path.join(folder, 'gone')), elsewhere);
  const { config: other } = await loadRunConfig(written, ['data.fields.text=body']);
  assert.equal(at('data.fields.text', written, other), elsewhere);
  const crash = new Error('no mistake of the user');
  assert.equal(atConfigKey(crash, written, config), crash);
});

test('a config in another encoding is told from broken JSON', async () => {
  for (const bytes of [Buffer.from('\ufeff{"model": "model"}', 'utf16le'), Buffer.of(0x80, 0x81)]) {
    writeFileSync(file, bytes);
    await assert.rejects(loadRunConfig(file), { message: 'The run config is not UTF-8 text.' });
  }
});

test('a long list of what is allowed leaves room for what is wrong', () => {
  const next = `Allowed: ${'"L-FMT-01", '.repeat(100)}`;
  const printed = printUserError(new UserError('"rules.0" is "NOPE".', { next }));
  assert.ok(printed.length < 600 && printed.startsWith('"rules.0" is "NOPE". Allowed: "L-FMT-01"'));
});

test('a printed error is one paragraph below 600 characters that no name can break', () => {
  const next = 'Check the path.';
  const place = { file: `a\n\u001b[31m${'x'.repeat(900)}` };
  for (const details of [{ next }, { next, place: { file: 'a\nb\u001b[31m' } }, { next, place }]) {
    const printed = printUserError(new UserError('long '.repeat(300), details));
    assert.ok(
      printed.length < 600 && !['\n', '\u001b'].some((code) => printed.includes(code)),
      printed,
    );
  }
});

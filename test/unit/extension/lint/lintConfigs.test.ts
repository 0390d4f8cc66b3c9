import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lintConfigs, lintSetup } from '../../../../src/extension/lint/lintSetup';
import { readConfig, type ReadConfig } from '../../../../src/extension/readConfig';

const file = '/work/a.finetune.json';
const good = JSON.stringify({
  model: './model',
  task: 'text-classification',
  data: { train: 'rows.csv', validation: 'dev.csv', fields: { text: 'first', label: 'second' } },
  training: { maxLength: 77 },
});
const settings = { rules: {}, thresholds: {}, mostPerRule: 100 };

/** Reads texts of one config, one after the other, as somebody types them; how lint checks a file then. */
function check(what: string, texts: readonly string[], path: string, wanted: unknown): void {
  test(what, () => {
    let read: ReadConfig | null = null;
    for (const text of texts) read = readConfig(text, file, read);
    assert.ok(read !== null);
    const configs = lintConfigs([{ file, ...read }]);
    const { fields, model, isNamed } = lintSetup(path, configs, { settings, suppressed: [] });
    assert.deepEqual({ text: fields.text, maxLength: model?.maxLength, isNamed }, wanted);
  });
}

const asGood = { text: 'first', maxLength: 77, isNamed: true };
check('a good config says how its files are checked', [good], '/work/rows.csv', asGood);
const wrong = good.replace('77', '"many"');
check('one with a mistake says what it said before', [good, wrong], '/work/rows.csv', asGood);
check('so does one that cannot be read at all', [good, '{'], '/work/dev.csv', asGood);
check('a file that no config names goes by nothing', [good], '/work/other.csv', {
  ...{ text: null, maxLength: undefined, isNamed: false },
});

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { keptConfigNote } from '../../../src/cli/keptConfig';
import { loadRunConfig } from '../../../src/config/loadRunConfig';
import { resolvedConfigJson } from '../../../src/config/printRunConfig';
import { createRun } from '../../../src/runs/createRun';
import { temporaryFolder } from '../../support/makeRun';

const sample = path.join(process.env.FINETUNE_ROOT ?? '.', 'samples/emotions.finetune.json');

test('a resumed run says what of the config beside it does not happen', async () => {
  const output = temporaryFolder();
  const run = async (...set: string[]): Promise<string> => {
    const { config } = await loadRunConfig(sample, set);
    const made = { config: { ...config, output }, configFile: sample, configSet: [], name: 'emo' };
    return createRun(made);
  };
  const changed = await run('training.epochs=7');
  assert.match(
    (await keptConfigNote(changed, sample)) ?? '',
    /emotions\.finetune\.json differs from it in .*"training".*begin a new run/,
  );
  assert.equal(await keptConfigNote(changed, path.join(output, 'nowhere.finetune.json')), null);
});

test('a resumed run is silent about the config it began with', async () => {
  const folder = temporaryFolder();
  const { config: whole } = await loadRunConfig(sample, [`output=${folder}`]);
  const file = path.join(folder, 'emo.finetune.json');
  writeFileSync(file, resolvedConfigJson(whole));
  const { config } = await loadRunConfig(file, []);
  const run = createRun({ config, configFile: file, configSet: [], name: 'emo' });
  assert.equal(await keptConfigNote(run, file), null);
});

import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { ownSampleModel } from '../../../src/config/ownSampleModel';

const home = mkdtempSync(path.join(tmpdir(), 'finetune-own-model-'));
const samples = path.join(home, 'product', 'samples', 'models');

function model(folder: string, name: string): string {
  const made = path.join(folder, name);
  mkdirSync(made, { recursive: true });
  writeFileSync(path.join(made, 'config.json'), `{"from":"${folder}"}`);
  return made;
}

test('the encoder of the product is copied beside the config, once', async () => {
  const tiny = model(samples, 'tiny');
  const project = path.join(home, 'project');
  const own = await ownSampleModel(tiny, samples, project);
  assert.equal(own, path.join(project, 'models', 'tiny'));
  writeFileSync(path.join(own, 'config.json'), 'changed by its owner');
  assert.equal(await ownSampleModel(tiny, samples, project), own);
  assert.equal(readFileSync(path.join(own, 'config.json'), 'utf8'), 'changed by its owner');
});

test('other models stay where they are, and so does the sample in its own workspace', async () => {
  const elsewhere = model(path.join(home, 'elsewhere'), 'large');
  const project = path.join(home, 'other');
  assert.equal(await ownSampleModel(elsewhere, samples, project), elsewhere);
  assert.equal(existsSync(project), false);
  const tiny = path.join(samples, 'tiny');
  assert.equal(await ownSampleModel(tiny, samples, path.dirname(samples)), tiny);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isSettingsFile } from '../../../../src/extension/datasets/isSettingsFile';

test('JSON files of tools, and those that this one writes, are no datasets', () => {
  for (const path of ['/w/package.json', 'C:\\w\\tsconfig.base.json', '/w/mood.finetune.json', '/w/clean.recipe.json', '/w/out.manifest.json', '/w/readers.mix.json', '/w/mood.audit.json']) assert.ok(isSettingsFile(path), path); // prettier-ignore
  for (const path of ['/w/reviews.json', '/w/security-audit.json', '/w/my-package.json', '/w/audit.jsonl', '/w/mix.json']) assert.ok(!isSettingsFile(path), path); // prettier-ignore
});

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { catalogue } from '../../../../src/data/lint/catalogue';
import { thresholds } from '../../../../src/data/lint/thresholds';

interface Setting {
  readonly properties?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

interface Manifest {
  readonly contributes: {
    readonly configuration: readonly { readonly properties: Readonly<Record<string, Setting>> }[];
  };
}

const root = process.env.FINETUNE_ROOT ?? '.';
const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as Manifest;

function propertiesOf(setting: string): unknown {
  return manifest.contributes.configuration.find(({ properties }) => setting in properties)
    ?.properties[setting]?.properties;
}

test('the settings offer every rule with its level, and every threshold with its limits', () => {
  const levels = Object.entries(catalogue).map(([rule, { severity, title }]) => [
    rule,
    {
      enum: ['error', 'warning', 'information', 'off'],
      default: severity,
      description: title,
    },
  ]);
  assert.deepEqual(propertiesOf('finetune.lint.rules'), Object.fromEntries(levels));
  const numbers = Object.entries(thresholds).map(([name, each]) => [
    name,
    {
      type: 'number',
      default: each.standard,
      minimum: each.minimum,
      maximum: each.maximum,
      description: each.help,
    },
  ]);
  assert.deepEqual(propertiesOf('finetune.lint.thresholds'), Object.fromEntries(numbers));
});

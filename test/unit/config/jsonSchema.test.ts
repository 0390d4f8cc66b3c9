import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { runConfigJsonSchema } from '../../../src/config/jsonSchema';
import { keyPathsIn, keysIn, schemasIn } from '../../../src/config/schemaPlaces';
import { configReference } from '../../../src/config/configReference';
import { parseRunConfig } from '../../../src/config/parseRunConfig';
import { flattenConfig } from '../../../src/protocol/configValues';

const root = process.env.FINETUNE_ROOT ?? '.';

test('the schema in media/ is the one of the definition (node scripts/schema.mjs)', () => {
  const file = path.join(root, 'media/schemas/finetune.schema.json');
  assert.deepEqual(
    JSON.parse(readFileSync(file, 'utf8')),
    JSON.parse(JSON.stringify(runConfigJsonSchema())),
  );
});

test('docs/config.md is the reference of the definition (node scripts/schema.mjs)', () => {
  const reference = configReference();
  assert.equal(readFileSync(path.join(root, 'docs/config.md'), 'utf8'), reference);
  assert.match(reference, /\| `training\.epochs` \| a whole number from 1 to 10,000 \| `3` \|/);
});

test('every key explains itself', () => {
  const description = (key: readonly string[]): string | undefined => {
    const parent = schemasIn(runConfigJsonSchema(), key.slice(0, -1)).find(
      ({ properties }) => properties !== undefined,
    );
    return parent?.properties?.[key.at(-1) ?? '']?.description;
  };
  const silent = keyPathsIn(runConfigJsonSchema()).filter(
    (key) => (description(key) ?? '').length < 10,
  );
  assert.deepEqual(silent, []);
});

test('every key of a resolved config stands in the schema', () => {
  const { config } = parseRunConfig(
    '{ "model": "m", "data": { "train": "t", "validation": "v", "test": "w", "split": {} }, "regularization": { "earlyStopping": {} } }',
    '/a/b.finetune.json',
  );
  assert.ok(config);
  for (const key of flattenConfig(config).keys()) {
    assert.ok(schemasIn(runConfigJsonSchema(), key.split('.')).length > 0, key);
  }
});

test('the schema offers only what works', () => {
  assert.deepEqual(schemasIn(runConfigJsonSchema(), ['method', 'type'])[0]?.enum, ['full']);
  assert.deepEqual(schemasIn(runConfigJsonSchema(), ['task'])[0]?.enum, ['text-classification']);
  assert.deepEqual(schemasIn(runConfigJsonSchema(), ['device'])[0]?.enum, [
    'auto',
    'cpu',
    'webgpu',
    'wasm',
    'cuda',
  ]);
  assert.ok(keysIn(runConfigJsonSchema(), []).includes('$schema'));
});

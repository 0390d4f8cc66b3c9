import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { freeFolder } from '../../../src/extension/commands/freeFolder';
import { UserError } from '../../../src/protocol/errors';
import { temporaryFolder } from '../../support/makeRun';

test('a folder that is taken gets a number, an empty one is free', async () => {
  const wanted = path.join(temporaryFolder(), 'sample');
  assert.equal(await freeFolder(wanted), wanted);
  mkdirSync(wanted);
  assert.equal(await freeFolder(wanted), wanted);
  writeFileSync(path.join(wanted, 'file'), '');
  writeFileSync(`${wanted}-2`, '');
  assert.equal(await freeFolder(wanted), `${wanted}-3`);
});

test('where no folder can be, the search ends and says so', async () => {
  const file = path.join(temporaryFolder(), 'file');
  writeFileSync(file, '');
  await assert.rejects(freeFolder(path.join(file, 'sample')), UserError);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findSubject } from '../../../src/cli/findRun';
import { UserError } from '../../../src/protocol/errors';
import { createRun } from '../../../src/runs/createRun';
import { lockRun } from '../../../src/runs/runLock';
import { configFor, temporaryFolder } from '../../support/makeRun';

test('of a run that is training nobody is told to resume it', async () => {
  const config = configFor(temporaryFolder());
  // note: a launcher has a minute to start its trainer; after that a record that says live is of a dead one.
  const started = new Date(Date.now() - 600_000);
  const run = createRun({ config, configFile: null, configSet: [], name: 'busy' }, started);
  const check = async (says: RegExp, next: RegExp): Promise<void> => {
    await assert.rejects(findSubject(run), (error) => {
      assert.ok(error instanceof UserError, String(error));
      assert.match(error.message, says);
      assert.match(error.next ?? '', next);
      return true;
    });
  };
  const lock = await lockRun(run);
  await check(/busy is still training, and has no checkpoint yet/, /Wait/);
  lock.release();
  await check(/neither a model nor a checkpoint/, /train --resume/);
});

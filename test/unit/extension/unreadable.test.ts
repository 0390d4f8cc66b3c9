import assert from 'node:assert/strict';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { fileConfig } from '../../../src/cli/lint/fileConfig';
import { kindOf } from '../../../src/config/pathKind';
import { projectSettings } from '../../../src/data/lint/projectSettings';
import { readAudit } from '../../../src/extension/audits/readAudit';
import { findModels, readModel } from '../../../src/extension/models';
import { readLog } from '../../../src/extension/panels/runSnapshot';
import { MetricsTail } from '../../../src/extension/runs/metricsTail';
import { listRunFolders, readKnownRun } from '../../../src/extension/runs/readKnownRun';
import { runConfigOf } from '../../../src/extension/runs/runConfigOf';
import { UserError } from '../../../src/protocol/errors';
import { createRun } from '../../../src/runs/createRun';
import { listRuns } from '../../../src/runs/listRuns';
import { listCheckpoints, runPaths } from '../../../src/runs/runFolder';
import { configFor, temporaryFolder } from '../../support/makeRun';

/** A link that leads to itself: what stands there can be looked at by nobody, not even by root. */
function loop(place: string): string {
  symlinkSync(path.basename(place), place);
  return place;
}

async function checkRefused(look: () => unknown, code: 'ELOOP' | 'EISDIR'): Promise<void> {
  await assert.rejects(
    Promise.resolve().then(look),
    (error: unknown) =>
      error instanceof UserError && error.message.includes(code) && error.place !== undefined,
  );
}

function newRun(): string {
  const config = configFor(temporaryFolder());
  return createRun({ config, configFile: null, configSet: [], name: 'run' });
}

test('what is not there is nothing, and no error', async () => {
  const folder = temporaryFolder();
  const nowhere = path.join(folder, 'nowhere');
  writeFileSync(path.join(folder, 'file'), '');
  for (const place of [nowhere, path.join(folder, 'file', 'below')]) {
    assert.equal(await kindOf(place), 'nothing');
    assert.equal(await runConfigOf(place), null);
    assert.equal(await readModel(place), null);
    assert.deepEqual(await listRunFolders(place), []);
    assert.deepEqual(await listRuns([place]), []);
    assert.deepEqual(listCheckpoints(place), []);
    assert.deepEqual(await findModels([place]), { models: [], unread: [] });
    assert.deepEqual(await readLog(place, 0), { text: '', end: 0 });
    const audit = await readAudit(place);
    assert.ok(audit.type === 'unreadable' && audit.reason.includes('no longer there'));
  }
});

test('a run whose parts cannot be read says so', async () => {
  const folder = newRun();
  const { config, log, metrics, checkpoints, reports } = runPaths(folder);
  assert.notEqual(await runConfigOf(folder), null);
  rmSync(config);
  loop(config);
  await checkRefused(() => runConfigOf(folder), 'ELOOP');

  loop(log);
  const first = await readLog(folder, 0);
  assert.match(first.text, /ELOOP/);
  assert.deepEqual(await readLog(folder, first.end), { text: '', end: first.end }, 'said once');

  loop(metrics);
  await checkRefused(() => new MetricsTail(folder).read(), 'ELOOP');
  loop(checkpoints);
  await checkRefused(() => listCheckpoints(folder), 'ELOOP');
  loop(reports);
  const run = await readKnownRun(folder);
  assert.ok(run.type === 'unreadable' && run.reason.includes('ELOOP'), run.type);
});

test('an output folder that cannot be listed shows as a run that cannot be read', async () => {
  const root = loop(path.join(temporaryFolder(), 'runs'));
  assert.deepEqual(await listRunFolders(root), [root]);
  const known = await readKnownRun(root);
  assert.ok(known.type === 'unreadable' && known.reason.includes('ELOOP'));
  const [listed, ...others] = await listRuns([root]);
  assert.ok(listed?.type === 'unreadable' && listed.reason.includes('ELOOP'));
  assert.equal(others.length, 0);
});

test('an audit, a model and settings that cannot be read are not taken for missing', async () => {
  const folder = temporaryFolder();
  const audit = await readAudit(folder);
  assert.ok(audit.type === 'unreadable' && audit.reason.includes('EISDIR'));

  const models = path.join(folder, 'models');
  mkdirSync(path.join(models, 'broken', 'config.json'), { recursive: true });
  writeFileSync(path.join(models, 'broken', 'model.safetensors'), '');
  const looped = loop(path.join(folder, 'looped'));
  await checkRefused(() => readModel(path.join(models, 'broken')), 'EISDIR');
  await checkRefused(() => readModel(looped), 'ELOOP');
  const { models: found, unread } = await findModels([models, looped]);
  assert.deepEqual(found, []);
  assert.deepEqual(
    unread.map(({ place }) => place?.file),
    [path.join(models, 'broken', 'config.json'), looped],
  );
  assert.equal(await kindOf(looped), 'unreadable');

  mkdirSync(path.join(folder, '.vscode', 'settings.json'), { recursive: true });
  await checkRefused(() => projectSettings(path.join(folder, 'rows.jsonl')), 'EISDIR');
});

test('a run config that cannot be read is named as not used', async () => {
  const folder = temporaryFolder();
  const config = loop(path.join(folder, 'run.finetune.json'));
  const { named, broken } = await fileConfig(path.join(folder, 'rows.jsonl'));
  assert.equal(named, null);
  assert.equal(broken?.file, config);
  assert.match(broken.problem.message, /ELOOP/);
});

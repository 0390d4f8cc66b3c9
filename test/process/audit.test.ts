import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import type { AuditReport } from '../../src/protocol/audit';
import { makeWorkspace, onlyRun, runCli, startCli } from '../support/cliProcess';
import { until } from '../support/until';

test('a run keeps its audit as JSON and Markdown, and one that is stopped writes nothing', async () => {
  const cwd = makeWorkspace({
    'training.epochs': 8,
    'training.learningRate': 3e-3,
    'data.fields.label': 'label',
  });
  assert.equal((await runCli(['train', 'tiny.finetune.json'], { cwd })).code, 0);
  const reports = path.join(onlyRun(cwd), 'reports');
  const kept = (ending: string): string[] =>
    existsSync(reports)
      ? readdirSync(reports).filter((name) => name.startsWith('audit-') && name.endsWith(ending))
      : [];

  const cli = startCli(['audit', 'tiny'], { cwd, env: { FINETUNE_PROGRESS: '1' } });
  await until('a first prediction', () => cli.stderr().includes('Predicting'));
  cli.kill('SIGINT');
  const stopped = await cli.ended;
  assert.deepEqual([stopped.code, stopped.stdout], [130, '']);
  assert.match(stopped.stderr, /Stopped; nothing was written\.\n$/);
  assert.deepEqual(kept('.json'), []);

  // Killed without a word, in its middle: nothing that could be taken for a report, whole or half.
  const before = readdirSync(onlyRun(cwd), { recursive: true }).map(String).sort();
  const killed = startCli(['audit', 'tiny'], { cwd, env: { FINETUNE_PROGRESS: '1' } });
  await until('a first prediction', () => killed.stderr().includes('Predicting'));
  killed.kill('SIGKILL');
  await killed.ended;
  const after = readdirSync(onlyRun(cwd), { recursive: true }).map(String).sort();
  assert.deepEqual(after, before);

  const { code, stdout, stderr } = await runCli(['audit', 'tiny', '--json'], { cwd });
  assert.deepEqual([code, stderr], [0, '']);
  const report = JSON.parse(stdout) as AuditReport;
  // There is no test split: the validation split is what it is audited on, as it is evaluated.
  assert.deepEqual([report.kind, report.split], ['classifier', 'validation']);
  assert.equal(report.subject, onlyRun(cwd));
  const [name] = kept('.json');
  assert.match(name!, /^audit-validation-\d{8}T\d{6}\.json$/);
  assert.deepEqual(JSON.parse(readFileSync(path.join(reports, name!), 'utf8')), report);
  const markdown = readFileSync(path.join(reports, name!.replace('.json', '.md')), 'utf8');
  assert.match(markdown, /^# Bias audit\n/);
  assert.ok(kept('.md').length === 1);

  // The same again gives the same figures.
  const again = JSON.parse(
    (await runCli(['audit', 'tiny', '--json'], { cwd })).stdout,
  ) as AuditReport;
  assert.deepEqual(again.checks, report.checks);

  // The column of labels that the config names is that of its own files: others are audited for what needs none.
  const texts = Array.from({ length: 40 }, (_, index) => ({ text: `he is number ${index}` }));
  writeFileSync(
    path.join(cwd, 'texts.jsonl'),
    texts.map((row) => `${JSON.stringify(row)}\n`).join(''),
  );
  const unlabelled = ['audit', 'tiny', '--data', 'texts.jsonl', '--built-in', 'swap/gender'];
  const bare = await runCli([...unlabelled, '--json'], { cwd });
  assert.deepEqual([bare.code, bare.stderr], [0, '']);
  assert.equal((JSON.parse(bare.stdout) as AuditReport).kind, 'classifier');
  const named = await runCli([...unlabelled, '--fields', 'label=mood'], { cwd });
  assert.deepEqual([named.code, named.stderr.includes('mood')], [1, true]);
});

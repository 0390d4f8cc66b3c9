import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import type { PredictionLine } from '../../src/protocol/reports';
import { makeWorkspace, runCli, startCli } from '../support/cliProcess';
import { until } from '../support/until';

const command = ['predict', '--out-of-fold', 'tiny.finetune.json', '--folds', '3'];
const folderOf = (workspace: string): string =>
  path.join(workspace, '.finetune', 'out-of-fold', 'tiny');
const probabilitiesOf = (workspace: string): string =>
  path.join(folderOf(workspace), 'probabilities.jsonl');

test('every row is predicted by a run that does not know it; lint takes the file', async () => {
  const workspace = makeWorkspace();
  const { code, stdout, stderr } = await runCli(command, { cwd: workspace });
  assert.equal(code, 0, stderr);
  assert.match(stdout, /^66 rows predicted by 3 runs, none of them trained on it: \d+ % as/);
  const file = path.relative(workspace, probabilitiesOf(workspace));
  assert.ok(stdout.includes(`finetune lint train.jsonl --probabilities ${file}`), stdout);
  const lines = readFileSync(probabilitiesOf(workspace), 'utf8').trim().split('\n');
  const rows = lines.map((line) => JSON.parse(line) as PredictionLine);
  assert.deepEqual(
    rows.map(({ row }) => row),
    Array.from({ length: 66 }, (_, at) => at + 1),
  );
  for (const { scores, prediction } of rows) {
    assert.deepEqual(Object.keys(scores), ['calm', 'cross', 'glad']);
    const values = Object.values(scores);
    assert.ok(Math.abs(values.reduce((sum, each) => sum + each, 0) - 1) < 1e-4);
    assert.equal(scores[prediction], Math.max(...values));
  }
  const left = readdirSync(folderOf(workspace)).filter((name) => name.startsWith('without-fold'));
  assert.deepEqual([left, readdirSync(path.join(folderOf(workspace), 'runs'))], [[], []]);

  const lint = await runCli(
    ['lint', 'train.jsonl', '--probabilities', file, '--rules', 'L-LBL-01', '--json'],
    { cwd: workspace },
  );
  assert.equal(lint.code, 0, lint.stderr);
});

test('Ctrl-C keeps what is done; the same command ends with what an unbroken one gives', async () => {
  const [whole, broken] = [makeWorkspace(), makeWorkspace()];
  const json = [...command, '--json'];
  const expected = await runCli(json, { cwd: whole });
  assert.equal(expected.code, 0, expected.stderr);
  const cli = startCli(json, { cwd: broken, env: { FINETUNE_PROGRESS: '1' } });
  const first = path.join(folderOf(broken), 'fold-1.predictions.jsonl');
  await until('the second fold', () => existsSync(first));
  cli.kill('SIGINT');
  const stopped = await cli.ended;
  assert.equal(stopped.code, 130, stopped.stderr);
  assert.match(stopped.stderr, /\nStopped; what is done is kept\. The same command goes on/);
  assert.equal(stopped.stdout, '');
  const begun = readFileSync(first, 'utf8');
  const resumed = await runCli(json, { cwd: broken });
  assert.equal(resumed.code, 0, resumed.stderr);
  assert.equal(readFileSync(first, 'utf8'), begun);
  assert.equal(resumed.stdout, expected.stdout);
});

test('what cannot be is said', async () => {
  const workspace = makeWorkspace();
  for (const [given, message] of [
    [['--folds', '1'], /--folds 1 is not a number of folds/],
    [['--folds', '20', '--text', 'a'], /--text does not go together with --out-of-fold/],
    [['--set', 'data.train=absent.jsonl'], /there is no file/],
  ] as const) {
    const { code, stderr } = await runCli([...command.slice(0, 3), ...given], { cwd: workspace });
    assert.deepEqual([code, message.test(stderr)], [1, true], stderr);
  }
});

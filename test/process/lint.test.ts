import assert from 'node:assert/strict';
import { closeSync, existsSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { runCli, startCli } from '../support/cliProcess';
import { temporaryFolder } from '../support/makeRun';
import { until } from '../support/until';

const folder = temporaryFolder();
after(() => rmSync(folder, { recursive: true, force: true }));

/** Rows with a finding in each tenth, nearly twice the heap that reads them. */
const large = path.join(folder, 'large.jsonl');
const rowsOfBlock = 1_000;
const blocks = 150;

function writeLarge(): void {
  const text = 'An ordinary text that somebody wrote about the weather of that day. '.repeat(4);
  const block = Array.from({ length: rowsOfBlock }, (_, row) =>
    JSON.stringify({ text: `${row % 10 === 0 ? ' ' : ''}${text}${row}`, label: String(row % 3) }),
  );
  const handle = openSync(large, 'w');
  for (let at = 0; at < blocks; at += 1) writeSync(handle, `${block.join('\n')}\n`);
  closeSync(handle);
}

/** What a heap of a few rows must do; a process whose heap is full ends by a signal. */
const smallHeap = { NODE_OPTIONS: '--max-old-space-size=28' };

test('a file larger than the heap is checked, and becomes another', async () => {
  writeLarge();
  const rows = rowsOfBlock * blocks;
  for (const format of ['text', 'json', 'sarif'] as const) {
    const { code, stdout, stderr } = await runCli(
      ['lint', large, '--rules', 'row', '--format', format],
      { cwd: folder, env: smallHeap },
    );
    assert.equal(code, 0, `${format}: ${stderr.slice(-600)}`);
    if (format === 'text') assert.match(stdout, /15,000 warnings/);
    else if (format === 'json') assert.match(stdout, /"counts":\{"L-TXT-02":15000\}/);
    else assert.equal(stdout.match(/"ruleIndex":0/g)?.length, 15_000);
  }
  const recipe = {
    input: 'large.jsonl',
    output: 'clean.jsonl',
    steps: [{ type: 'normalize' }, { type: 'split', test: 0.1 }, { type: 'shuffle' }],
  };
  writeFileSync(path.join(folder, 'a.recipe.json'), JSON.stringify(recipe));
  const { code, stdout, stderr } = await runCli(['preprocess', 'a.recipe.json', '--json'], {
    cwd: folder,
    env: { NODE_OPTIONS: '--max-old-space-size=48' },
  });
  assert.equal(code, 0, stderr.slice(-600));
  assert.equal((JSON.parse(stdout) as { rowsOut: number }).rowsOut, rows);
});

test('Ctrl-C ends with one sentence and 130', async () => {
  const long = path.join(folder, 'long.jsonl');
  writeLarge();
  for (const [given, sentence] of [
    [['lint', 'large.jsonl'], 'Stopped while large.jsonl was checked; the report is not complete.'],
    [['lint', 'large.jsonl', '--fix', '--out', long], 'Stopped; nothing was written.'],
  ] as const) {
    const cli = startCli(given, { cwd: folder, env: { FINETUNE_PROGRESS: '1' } });
    await until('a first progress line', () => cli.stderr().includes('progress'));
    cli.kill('SIGINT');
    const { code, stdout, stderr } = await cli.ended;
    const said = stderr.split('\n').filter((line) => !line.startsWith('progress '));
    assert.deepEqual([code, stdout, said], [130, '', [sentence, '']]);
    assert.equal(existsSync(long), false);
  }
});

/** Labels whose spelling is looked at once all rows are read: many times the work of reading them, in one piece. */
function writeOddLabels(): void {
  const rows = Array.from({ length: 100_000 }, (_, at) =>
    JSON.stringify({ text: 'a word', label: `${'!'.repeat(190)}${at}` }),
  );
  writeFileSync(path.join(folder, 'labels.jsonl'), `${rows.join('\n')}\n`);
}

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  test(`${signal} ends the final computation of a rule at once`, async () => {
    writeOddLabels();
    const startedAt = performance.now();
    const cli = startCli(['lint', 'labels.jsonl', '--rules', 'L-LBL-03'], {
      cwd: folder,
      env: { FINETUNE_PROGRESS: '1' },
    });
    await until('the rows to be read', () => cli.stderr().includes('progress 60 %'), 120);
    const readAt = performance.now();
    // What is left of reading is done by then.
    await wait(200);
    cli.kill(signal);
    const { code, signal: endedBy, stderr } = await cli.ended;
    // A busy machine stretches both alike.
    const [reading, ending] = [readAt - startedAt, performance.now() - readAt];
    assert.ok(ending < 1_000 + reading, `${ending} ms to end, ${reading} ms to read`);
    assert.deepEqual([code, endedBy], signal === 'SIGINT' ? [130, null] : [null, 'SIGTERM']);
    assert.equal(stderr.includes('Stopped while labels.jsonl was checked'), signal === 'SIGINT');
  });

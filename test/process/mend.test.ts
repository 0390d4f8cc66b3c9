import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { distFolder, runCli, startCli } from '../support/cliProcess';

const folder = mkdtempSync(path.join(tmpdir(), 'mend-'));
after(() => {
  rmSync(folder, { recursive: true, force: true });
});

const content = Array.from(
  { length: 60_000 },
  (_, row) => `${JSON.stringify({ text: ` An ordinary text, number ${row}.`, label: row % 3 })}\n`,
).join('');
writeFileSync(path.join(folder, 'a.jsonl'), content);
const given = ['lint', 'a.jsonl', '--rules', 'row', '--fix', '--out', 'copy.jsonl'];

/** Starts a mending and ends it as soon as its draft is there. */
async function cutShort(signal: 'SIGINT' | 'SIGKILL'): Promise<number | null> {
  const before = readdirSync(folder).length;
  const cli = startCli(given, { cwd: folder });
  while (readdirSync(folder).length === before) await wait(2);
  cli.kill(signal);
  return (await cli.ended).code;
}

test('a mending that is stopped leaves no draft; one that is killed leaves it to the next', async () => {
  assert.equal(await cutShort('SIGINT'), 130);
  assert.deepEqual(readdirSync(folder), ['a.jsonl']);
  await cutShort('SIGKILL');
  assert.equal(readdirSync(folder).length, 2);
  const { code, stderr } = await runCli(given, { cwd: folder });
  assert.equal(code, 0, stderr);
  assert.deepEqual(readdirSync(folder).sort(), ['a.jsonl', 'copy.jsonl']);
  assert.equal(readFileSync(path.join(folder, 'a.jsonl'), 'utf8'), content);
  assert.equal(
    readFileSync(path.join(folder, 'copy.jsonl'), 'utf8'),
    content.replaceAll('" An', '"An'),
  );
});

test('a copy or an output for which there is no room is absent, never cut', (context) => {
  if (process.platform === 'win32') {
    context.skip('no limit of a file\u2019s size');
    return;
  }
  const place = path.join(folder, 'small');
  mkdirSync(place);
  // One fix, and rows that are right wherever the file is cut: what is missing would not show.
  writeFileSync(path.join(place, 'a.txt'), ` ${'An ordinary line.\n'.repeat(50_000)}`);
  writeFileSync(
    path.join(place, 'a.recipe.json'),
    JSON.stringify({ input: 'a.txt', output: 'out.jsonl', steps: [{ type: 'shuffle' }] }),
  );
  const before = readdirSync(place).sort();
  for (const given of [
    'lint a.txt --rules L-TXT-02 --fix --out copy.txt',
    'preprocess a.recipe.json',
  ]) {
    const command = `ulimit -f 600 && exec "$0" "$1" ${given}`;
    const argv = ['-c', command, process.execPath, path.join(distFolder(), 'cli.mjs')];
    const { status, stderr } = spawnSync('bash', argv, { cwd: place, encoding: 'utf8' });
    assert.equal(status, 1, stderr);
    assert.match(stderr, /^\S*(?:copy\.txt|small): The /);
    assert.deepEqual(readdirSync(place).sort(), before);
  }
});

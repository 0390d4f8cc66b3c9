import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { runCli, startCli } from '../support/cliProcess';

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

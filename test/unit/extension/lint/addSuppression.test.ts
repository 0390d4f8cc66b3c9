import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { suppressionsFile } from '../../../../src/data/lint/suppressedFindings';
import { findSuppressions } from '../../../../src/data/lint/suppressions';
import { lockFile } from '../../../../src/runs/runLock';
import { privateFolder } from '../../../../src/runs/socketAddress';
import { addSuppression } from '../../../../src/extension/lint/addSuppression';

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'finetune-suppress-'));
  try {
    await work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const row = '0123456789abcdef';

test('suppressions of files and of single rows are kept side by side, each with its last reason', () =>
  inFolder(async (folder) => {
    const file = path.join(folder, 'data', 'train.jsonl');
    const added = [
      { rule: 'L-TXT-02', row: null, reason: 'Verse.' },
      { rule: 'L-TXT-02', row, reason: 'A verse.' },
      { rule: 'L-DUP-01', row: null, reason: 'Weights.' },
      { rule: 'L-TXT-02', row: null, reason: 'Verse and code.' },
    ] as const;
    for (const each of added) await addSuppression(file, folder, each);
    const [, ofRow, weights, last] = added;
    assert.deepEqual(
      findSuppressions(file)?.all,
      [ofRow, weights, last].map((each) => ({ file: 'data/train.jsonl', ...each })),
    );
    assert.deepEqual(readdirSync(path.join(folder, '.finetune')), ['lint.json']);
  }));

test('a list nearer than the home is the one that grows; one with a mistake is left alone', () =>
  inFolder(async (home) => {
    const near = path.join(home, 'near');
    const list = path.join(near, suppressionsFile);
    const file = path.join(near, 'a.jsonl');
    mkdirSync(path.dirname(list), { recursive: true });
    writeFileSync(list, '{"suppressions": []}');
    await addSuppression(file, home, { rule: 'L-TXT-02', row, reason: 'Verse.' });
    assert.equal(findSuppressions(file)?.all[0]?.file, 'a.jsonl');
    writeFileSync(list, '{');
    await assert.rejects(addSuppression(file, home, { rule: 'L-TXT-02', row, reason: 'x' }), {
      name: 'UserError',
      message: `Nothing was suppressed: ${suppressionsFile}:1:2 has a mistake. This list of suppressed problems is no JSON.`,
      next: 'Correct it, or delete the file.',
    });
    assert.equal(readFileSync(list, 'utf8'), '{');
  }));

test('what another window adds at the same time is kept', () =>
  inFolder(async (folder) => {
    const file = path.join(folder, 'train.jsonl');
    const written = { file: 'train.jsonl', rule: 'L-DUP-01', reason: 'Weights.' };
    const mine = { rule: 'L-TXT-02', row: null, reason: 'Verse.' } as const;
    const own = privateFolder();
    assert(own !== null);
    const other = await lockFile(path.join(own, 'lint.lock'));
    const adding = addSuppression(file, folder, mine);
    const list = path.join(folder, suppressionsFile);
    mkdirSync(path.dirname(list), { recursive: true });
    writeFileSync(list, JSON.stringify({ version: 1, suppressions: [written] }));
    other?.release();
    await adding;
    const theirs = { ...written, row: null };
    assert.deepEqual(findSuppressions(file)?.all, [theirs, { file: 'train.jsonl', ...mine }]);
  }));

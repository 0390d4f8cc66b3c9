import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { suppressionsFile } from '../../../../src/data/lint/suppressedFindings';
import { findSuppressions } from '../../../../src/data/lint/suppressions';
import { addSuppression } from '../../../../src/extension/lint/addSuppression';

function inFolder(work: (folder: string) => void): void {
  const folder = mkdtempSync(path.join(tmpdir(), 'finetune-suppress-'));
  try {
    work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const row = '0123456789abcdef';

test('suppressions of files and of single rows are kept side by side, each with its last reason', () =>
  inFolder((folder) => {
    const file = path.join(folder, 'data', 'train.jsonl');
    const added = [
      { rule: 'L-TXT-02', row: null, reason: 'Verse.' },
      { rule: 'L-TXT-02', row, reason: 'A verse.' },
      { rule: 'L-DUP-01', row: null, reason: 'Weights.' },
      { rule: 'L-TXT-02', row: null, reason: 'Verse and code.' },
    ] as const;
    for (const each of added) addSuppression(file, folder, each);
    const [, ofRow, weights, last] = added;
    assert.deepEqual(
      findSuppressions(file)?.all,
      [ofRow, weights, last].map((each) => ({ file: 'data/train.jsonl', ...each })),
    );
    assert.deepEqual(readdirSync(path.join(folder, '.finetune')), ['lint.json']);
  }));

test('a list nearer than the home is the one that grows; one with a mistake is left alone', () =>
  inFolder((home) => {
    const near = path.join(home, 'near');
    const list = path.join(near, suppressionsFile);
    const file = path.join(near, 'a.jsonl');
    mkdirSync(path.dirname(list), { recursive: true });
    writeFileSync(list, '{"suppressions": []}');
    addSuppression(file, home, { rule: 'L-TXT-02', row, reason: 'Verse.' });
    assert.equal(findSuppressions(file)?.all[0]?.file, 'a.jsonl');
    writeFileSync(list, '{');
    assert.throws(() => addSuppression(file, home, { rule: 'L-TXT-02', row, reason: 'x' }), {
      name: 'UserError',
    });
    assert.equal(readFileSync(list, 'utf8'), '{');
  }));

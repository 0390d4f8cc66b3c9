import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { suppressionsFile } from '../../../../src/data/lint/suppressedFindings';
import {
  addSuppression,
  readSuppressions,
  suppressedRules,
} from '../../../../src/data/lint/suppressions';

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'finetune-suppress-'));
  try {
    await work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('a suppression is kept with its reason and speaks for its file alone', () =>
  inFolder(async (folder) => {
    assert.deepEqual(await readSuppressions(folder), []);
    const file = path.join(folder, 'data', 'train.jsonl');
    await addSuppression(folder, file, { rule: 'L-TXT-02', reason: 'Verse.' });
    await addSuppression(folder, file, { rule: 'L-DUP-01', reason: 'Weights.' });
    await addSuppression(folder, file, { rule: 'L-TXT-02', reason: 'Verse and code.' });
    const all = await readSuppressions(folder);
    assert.deepEqual(all, [
      { file: 'data/train.jsonl', rule: 'L-DUP-01', row: null, reason: 'Weights.' },
      { file: 'data/train.jsonl', rule: 'L-TXT-02', row: null, reason: 'Verse and code.' },
    ]);
    assert.deepEqual(suppressedRules(all, folder, file), ['L-DUP-01', 'L-TXT-02']);
    assert.deepEqual(suppressedRules(all, folder, path.join(folder, 'train.jsonl')), []);
  }));

test('a list that makes no sense is refused with its place', () =>
  inFolder(async (folder) => {
    mkdirSync(path.join(folder, '.finetune'));
    const rows = [
      ['[', /no JSON/],
      ['{}', /must be a list/],
      ['{"suppressions": [{"file": "a"}]}', /"rule" must be a text/],
      ['{"suppressions": [{"file": "a", "rule": "L-X-01", "reason": "b"}]}', /"L-X-01"/],
      ['{"suppressions": [{"file": 1, "rule": "L-TXT-02", "reason": "b"}]}', /"file" must be/],
    ] as const;
    for (const [text, message] of rows) {
      writeFileSync(path.join(folder, suppressionsFile), text);
      await assert.rejects(readSuppressions(folder), { name: 'UserError', message });
    }
  }));

test('what was suppressed for a single row stays when a rule is suppressed for its file', () =>
  inFolder(async (folder) => {
    mkdirSync(path.join(folder, '.finetune'));
    const ofRow = { file: 'a.jsonl', rule: 'L-TXT-02', row: '0123456789abcdef', reason: 'Verse.' };
    const kept = { version: 1, suppressions: [ofRow] };
    writeFileSync(path.join(folder, suppressionsFile), JSON.stringify(kept));
    const file = path.join(folder, 'a.jsonl');
    assert.deepEqual(suppressedRules(await readSuppressions(folder), folder, file), []);
    await addSuppression(folder, file, { rule: 'L-TXT-02', reason: 'All of it.' });
    const all = await readSuppressions(folder);
    assert.deepEqual(all, [ofRow, { ...ofRow, row: null, reason: 'All of it.' }]);
    assert.deepEqual(suppressedRules(all, folder, file), ['L-TXT-02']);
  }));

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { rowHash, suppressionsFile } from '../../../../src/data/lint/suppressedFindings';
import {
  fileSuppressions,
  findSuppressions,
  ownSuppressions,
  suppressionsOf,
} from '../../../../src/data/lint/suppressions';

function inFolder(work: (folder: string) => void): void {
  const folder = mkdtempSync(path.join(tmpdir(), 'finetune-suppress-'));
  try {
    work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function writeList(folder: string, text: string): void {
  mkdirSync(path.join(folder, '.finetune'), { recursive: true });
  writeFileSync(path.join(folder, suppressionsFile), text);
}

test('the nearest list above a data file speaks for it', () =>
  inFolder((folder) => {
    const inner = path.join(folder, 'inner');
    const file = path.join(inner, 'deep', 'a.jsonl');
    const listed = (name: string, reason: string): string =>
      JSON.stringify({ suppressions: [{ file: name, rule: 'L-TXT-02', reason }] });
    writeList(folder, listed('inner/deep/a.jsonl', 'Outer.'));
    assert.equal(findSuppressions(file)?.folder, folder);
    assert.equal(ownSuppressions(findSuppressions(file), file)[0]?.reason, 'Outer.');
    writeList(inner, listed('deep/a.jsonl', 'Inner.'));
    assert.equal(ownSuppressions(findSuppressions(file), file)[0]?.reason, 'Inner.');
    const other = path.join(inner, 'b.jsonl');
    assert.deepEqual(ownSuppressions(findSuppressions(other), other), []);
    assert.equal(suppressionsOf(file).reasonOf('L-TXT-02', 'any row'), 'Inner.');
  }));

test('a suppression covers its rule in its row, or in all, and says when it covered nothing', () => {
  const own = [
    { rule: 'L-TXT-02', row: rowHash('{"a": 1}'), reason: 'One row.' },
    { rule: 'L-DUP-01', row: null, reason: 'All rows.' },
    { rule: 'L-TXT-08', row: rowHash('gone'), reason: 'Gone.' },
  ] as const;
  const suppressions = fileSuppressions(own);
  const rows = [
    ['L-TXT-02', ' {"a": 1}', 'One row.'],
    ['L-TXT-02', '{"a": 2}', null],
    ['L-TXT-02', null, null],
    ['L-DUP-01', 'x', 'All rows.'],
    ['L-DUP-01', null, 'All rows.'],
    ['L-TXT-08', 'x', null],
  ] as const;
  for (const [rule, raw, wanted] of rows)
    assert.equal(suppressions.reasonOf(rule, raw), wanted, `${rule} ${raw}`);
  assert.deepEqual(suppressions.unmatched(), [own[2]]);
});

test('a list that makes no sense is refused with its place', () =>
  inFolder((folder) => {
    const rows = [
      ['[', /no JSON/],
      ['{}', /must be a list/],
      ['{"suppressions": [{"file": "a"}]}', /"rule" must be a text/],
      ['{"suppressions": [{"file": "a", "rule": "L-X-01", "reason": "b"}]}', /"L-X-01"/],
      ['{"suppressions": [{"file": 1, "rule": "L-TXT-02", "reason": "b"}]}', /"file" must be/],
    ] as const;
    for (const [text, message] of rows) {
      writeList(folder, text);
      assert.throws(() => findSuppressions(path.join(folder, 'a.jsonl')), {
        ...{ name: 'UserError', message },
      });
    }
  }));

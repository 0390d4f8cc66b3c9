import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { seatFolder } from '../../../../src/audit/seat/seatFolder';
import { sarifText } from '../../../../src/data/lint/sarif';

test('a folder stands for the association tests in it, and a file for itself', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'seat-'));
  try {
    assert.throws(() => seatFolder(folder), /no association test in it/);
    for (const [name, text] of [
      ['b.jsonl', '{"targ1": {}}'],
      ['a.json', '{"attr2": 1'],
      ['words.json', '{"male": []}'],
      ['notes.txt', '"targ1"'],
    ] as const)
      writeFileSync(path.join(folder, name), text);
    mkdirSync(path.join(folder, 'more.json'));
    const at = (name: string): string => path.join(folder, name);
    assert.deepEqual(seatFolder(folder), {
      tests: [at('a.json'), at('b.jsonl')],
      others: [at('words.json')],
    });
    assert.deepEqual(seatFolder(at('b.jsonl')), { tests: [at('b.jsonl')], others: [] });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('names from data are no arguments, links or lines of a SARIF message', () => {
  assert.equal(sarifText('{0} [a](b)\r\nx\u202ey \\'), '{{0}} \\[a\\](b) x y \\\\');
});

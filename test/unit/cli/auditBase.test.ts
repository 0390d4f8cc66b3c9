import assert from 'node:assert/strict';
import { symlinkSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { subjectNotes } from '../../../src/cli/audit/auditBase';
import { temporaryFolder } from '../../support/makeRun';

const [audited, other] = [temporaryFolder(), temporaryFolder()];
const subject = (model: string, note: string | null = null) => ({ model, run: null, note });

function check(base: Parameters<typeof subjectNotes>[0], expected: readonly RegExp[]): void {
  const found = subjectNotes(base, subject(audited));
  assert.equal(found.length, expected.length, JSON.stringify(found));
  for (const [at, says] of expected.entries()) assert.match(found[at]!.text, says);
}

test('a base that is audited itself, by whatever path, or that is a checkpoint, is told', () => {
  const link = path.join(other, 'link');
  symlinkSync(audited, link, 'junction');
  const note = 'tiny has not finished: this is its best checkpoint, step 8.';
  check(null, []);
  check(subject(other), []);
  check(subject(link), [/^The base is the model that is audited itself/]);
  check(subject(other, note), [/^Of the base: tiny has not finished/]);
});

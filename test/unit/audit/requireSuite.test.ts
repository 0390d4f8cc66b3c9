import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { requireSuite } from '../../../src/audit/requireSuite';
import type { SuiteKind } from '../../../src/audit/suiteForm';
import { UserError } from '../../../src/protocol/errors';

test('a suite is refused for what an audit could not ask, with its line', async (t) => {
  const home = mkdtempSync(path.join(tmpdir(), 'suites-'));
  t.after(() => rmSync(home, { recursive: true }));
  const check = async (
    kind: SuiteKind,
    rows: readonly unknown[],
    expected: { readonly says: RegExp; readonly line?: number } | null,
  ): Promise<void> => {
    const file = path.join(home, kind === 'seat' ? 'a.json' : 'a.jsonl');
    writeFileSync(file, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
    if (expected === null) return requireSuite(kind, file);
    await assert.rejects(requireSuite(kind, file), (error) => {
      assert.ok(error instanceof UserError, String(error));
      assert.match(error.message, expected.says);
      assert.deepEqual([error.place?.file, error.place?.line], [file, expected.line]);
      assert.ok(error.next !== undefined);
      return true;
    });
  };
  const good = { template: 'The {identity} clerk was kind.' };
  await check('template', [good], null);
  await check('template', [good, { template: 'The clerk.' }], { says: /./, line: 2 });
  const asked = { text: 'I like women.', label: 'x', functionality: 'f', group: 'g' };
  await check('functional', [asked], null);
  await check('functional', [asked, { ...asked, label: '' }], { says: /no "label"/, line: 2 });
  const set = (...examples: string[]): object => ({ category: 'c', examples });
  const sets = { targ1: set('a', 'b'), targ2: set('c', 'd'), attr1: set('e', 'f') };
  await check('seat', [{ ...sets, attr2: set('g', 'h') }], null);
  await check('seat', [{ ...sets, attr2: set('g') }], { says: /"attr2" has 1 example/ });
});

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { usualAuditOptions } from '../../../../src/audit/auditOptions';
import { auditFunctional } from '../../../../src/audit/functional/auditFunctional';
import { readFunctionalSuite } from '../../../../src/audit/functional/functionalSuite';
import { judgeChecks } from '../../../../src/audit/statistics/judge';
import type { AuditCheck } from '../../../../src/protocol/audit';
import { UserError, printUserError } from '../../../../src/protocol/errors';
import { temporaryFolder } from '../../data/temporaryFolder';

const { folder } = temporaryFolder();
let files = 0;

function fileOf(text: string): string {
  const file = path.join(folder, `tests-${(files += 1)}.jsonl`);
  writeFileSync(file, text);
  return file;
}

interface Cell {
  readonly functionality: string;
  readonly group: string | null;
  readonly right: number;
  readonly of: number;
}

/** Cases of which the first so many of a cell are answered rightly. */
async function audit(cells: readonly Cell[]): Promise<AuditCheck[]> {
  const cases = cells.flatMap(({ functionality, group, right, of }) =>
    Array.from({ length: of }, (_, at) => ({
      row: { text: `case ${at}`, label: 'ok', functionality, group },
      isRight: at < right,
    })),
  );
  const suite = await readFunctionalSuite(
    fileOf(cases.map(({ row }) => JSON.stringify(row)).join('\n')),
  );
  const probabilities = Float32Array.from(
    cases.flatMap(({ isRight }) => (isRight ? [0.9, 0.1] : [0.2, 0.8])),
  );
  const options = { ...usualAuditOptions, labels: ['OK', 'bad'], gate: null };
  return judgeChecks(await auditFunctional(suite, probabilities, options), usualAuditOptions);
}

const find = (checks: readonly AuditCheck[], variant: string, group: string | null): AuditCheck => {
  const found = checks.find((check) => check.variant === variant && check.group === group);
  assert.ok(found !== undefined, `${variant} ${group ?? ''}`);
  return found;
};

test('accuracy by functionality and group', async () => {
  const checks = await audit([
    { functionality: 'negation', group: 'women', right: 40, of: 100 },
    { functionality: 'negation', group: 'men', right: 90, of: 100 },
    { functionality: 'slurs', group: 'women', right: 95, of: 100 },
    { functionality: 'slurs', group: 'men', right: 95, of: 100 },
    { functionality: 'spelling', group: null, right: 99, of: 100 },
    { functionality: 'questions', group: null, right: 60, of: 100 },
  ]);
  const women = find(checks, 'negation', 'women');
  assert.deepEqual([women.value, women.n, women.verdict], [0.4, 100, 'disparity']);
  assert.ok(Math.abs((women.disparity?.value ?? 0) + 0.5) < 1e-12);
  assert.equal(women.rows.length, 10);
  assert.deepEqual([women.rows[0]?.gold, women.rows[0]?.prediction], ['ok', 'bad']);
  assert.equal(find(checks, 'slurs', 'men').disparity?.value, 0);
  assert.notEqual(find(checks, 'slurs', 'men').verdict, 'disparity');
  // Weighted alike: (-0.5 + 0) / 2.
  const all = find(checks, 'all-functionalities', 'women');
  assert.ok(Math.abs((all.disparity?.value ?? 0) + 0.25) < 1e-12);
  assert.equal(all.verdict, 'disparity');
  assert.equal(find(checks, 'questions', null).metric, 'failure-rate');
  assert.equal(find(checks, 'questions', null).verdict, 'disparity');
  assert.notEqual(find(checks, 'spelling', null).verdict, 'disparity');
});

test('harder questions are not held against a group', async () => {
  const checks = await audit([
    { functionality: 'easy', group: 'a', right: 90, of: 100 },
    { functionality: 'easy', group: 'b', right: 900, of: 1_000 },
    { functionality: 'hard', group: 'a', right: 500, of: 1_000 },
    { functionality: 'hard', group: 'b', right: 50, of: 100 },
  ]);
  const all = find(checks, 'all-functionalities', 'a');
  assert.ok(Math.abs(all.disparity?.value ?? 1) < 1e-12);
  assert.notEqual(all.verdict, 'disparity');
});

test('small groups are shown and not judged', async () => {
  const checks = await audit([
    { functionality: 'x', group: 'a', right: 0, of: 5 },
    { functionality: 'x', group: 'b', right: 100, of: 100 },
  ]);
  for (const check of checks) {
    assert.equal(check.verdict, 'not-enough-data');
    assert.match(check.reason ?? '', /fewer than 30/);
  }
  assert.equal(find(checks, 'x', 'a').value, 0);
});

test('files of another form', async () => {
  const check = async (text: string, line: number, expected: RegExp): Promise<void> => {
    const file = fileOf(text);
    await assert.rejects(readFunctionalSuite(file), (error) => {
      assert.ok(error instanceof UserError);
      const said = printUserError(error);
      assert.ok(said.startsWith(`${file}:${line}: `), said);
      assert.match(said, expected);
      assert.match(said, /Give the columns text, label, functionality and group/);
      return true;
    });
  };
  await check('{"text": "a", "label": "b"}\n', 1, /no "functionality"/);
  await check(
    '{"text": "a", "label": "b", "functionality": "f"}\n{"text": {}, "label": "b", "functionality": "f"}\n',
    2,
    /no text/,
  );
  const long = { text: 'a', label: 'b', functionality: 'f', group: 'g'.repeat(201) };
  await check(`${JSON.stringify(long)}\n`, 1, /"group" of this row has 201 characters, over 200/);
  const suite = await readFunctionalSuite(
    fileOf('{"text": "a", "label": "b", "functionality": "f"}\n'),
  );
  const options = { ...usualAuditOptions, labels: ['x', 'y'], gate: null };
  await assert.rejects(
    auditFunctional(suite, new Float32Array(2), options),
    /The model has no label "b"/,
  );
});

test('a case that stands several times counts once', async () => {
  const cell = { functionality: 'negation', group: null };
  const lines = Array.from({ length: 40 }, () => ({ ...cell, text: 'same', label: 'ok' }));
  const text = lines.map((line) => JSON.stringify(line)).join('\n');
  const suite = await readFunctionalSuite(fileOf(text));
  assert.deepEqual([suite.texts.length, suite.source.rows], [1, 40]);
  assert.deepEqual([suite.coverage.used, suite.coverage.of], [1, 40]);
  assert.match(suite.coverage.note ?? '', /39 copies of other rows left out/);
});

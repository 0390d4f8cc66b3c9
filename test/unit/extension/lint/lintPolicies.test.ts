import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LintFinding, RuleId } from '../../../../src/protocol/lint';
import { capFindings, mostPerFile } from '../../../../src/extension/lint/capFindings';
import { fixesApart } from '../../../../src/extension/lint/fixesApart';
import { ruleLevels, thresholdValues } from '../../../../src/extension/lint/lintSetup';
import { stepFrom } from '../../../../src/extension/lint/stepThrough';

function finding(rule: RuleId, line: number, column = 1): LintFinding {
  return {
    ...{ rule, severity: 'warning', row: line, line, column, endLine: line, endColumn: column + 1 },
    ...{ field: null, message: '', fixable: false, related: [] },
  };
}

function many(rule: RuleId, count: number): LintFinding[] {
  return Array.from({ length: count }, (_, index) => finding(rule, index + 1));
}

test('findings of a rule beyond the most are counted', () => {
  const findings = [...many('L-TXT-02', 7), finding('L-DUP-01', 3)];
  const { shown, more } = capFindings(findings, { 'L-TXT-02': 419, 'L-DUP-01': 1 }, 5);
  assert.equal(shown.length, 6);
  assert.deepEqual(
    more.map(({ rule, count, last }) => [rule, count, last.line]),
    [['L-TXT-02', 414, 5]],
  );
});

test('all rules together stay within what the editor keeps, and each shows some', () => {
  const rules: readonly RuleId[] = ['L-TXT-01', 'L-TXT-02', 'L-TXT-03', 'L-TXT-04', 'L-DUP-01'];
  const findings = [...rules.flatMap((rule) => many(rule, 900)), finding('L-FMT-01', 1)];
  const counts: Partial<Record<RuleId, number>> = { 'L-FMT-01': 1 };
  for (const rule of rules) counts[rule] = 900;
  const { shown, more } = capFindings(findings, counts, 900);
  assert.ok(shown.length + more.length <= mostPerFile, String(shown.length));
  assert.ok(shown.length > mostPerFile - 10, String(shown.length));
  assert.equal(shown.filter(({ rule }) => rule === 'L-FMT-01').length, 1);
  assert.equal(more.length, rules.length);
});

test('of two fixes of the same text the first is taken, whole', () => {
  const change = (line: number, column: number, endColumn: number) => ({
    ...{ line, column, endLine: line, endColumn, text: '' },
  });
  const fixes = [
    { name: 'row', changes: [change(1, 0, 20)] },
    { name: 'cell', changes: [change(0, 0, 1), change(1, 5, 6)] },
    { name: 'beside', changes: [change(1, 20, 21)] },
  ];
  assert.deepEqual(
    fixesApart(fixes).map(({ name }) => name),
    ['row', 'beside'],
  );
});

test('steps go around the end', () => {
  const findings = [finding('L-TXT-02', 9), finding('L-TXT-02', 2, 5), finding('L-TXT-02', 2, 3)];
  const place = (found: LintFinding | null): readonly number[] =>
    found === null ? [] : [found.line, found.column];
  const rows = [
    [null, 'next', [2, 3]],
    [{ line: 2, column: 3 }, 'next', [2, 5]],
    [{ line: 9, column: 1 }, 'next', [2, 3]],
    [{ line: 2, column: 3 }, 'previous', [9, 1]],
    [null, 'previous', [9, 1]],
  ] as const;
  for (const [from, direction, wanted] of rows)
    assert.deepEqual(place(stepFrom(findings, from, direction)), wanted);
  assert.equal(stepFrom([], null, 'next'), null);
});

test('settings that make no sense are left out', () => {
  assert.deepEqual(ruleLevels({ 'L-TXT-02': 'off', 'L-DUP-01': 'loud', 'L-NONE-01': 'off' }), {
    'L-TXT-02': 'off',
  });
  assert.deepEqual(thresholdValues({ a: 1, b: 'two', c: Number.NaN }), { a: 1 });
});

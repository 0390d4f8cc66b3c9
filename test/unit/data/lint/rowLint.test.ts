import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rowRuleIds } from '../../../../src/data/lint/catalogue';
import { lintLines } from '../../../../src/data/lint/incremental/lintLines';
import { RowLint, type DocumentRequest } from '../../../../src/data/lint/incremental/rowLint';
import { rowHash } from '../../../../src/data/lint/suppressedFindings';
import { fileSuppressions } from '../../../../src/data/lint/suppressions';
import { thresholdsWith } from '../../../../src/data/lint/thresholds';
import type { RuleId } from '../../../../src/protocol/lint';

const [spaced, other] = ['{"text": "spaces  ", "label": "a"}', '{"text": "more  ", "label": "b"}'];

function requestWith(rule: RuleId, row: string | null): DocumentRequest {
  return {
    source: { path: 'a.jsonl', format: null, header: null, columns: null },
    choice: { name: null, fields: { text: null, label: null } },
    settings: { rules: new Set(rowRuleIds), severities: {} },
    thresholds: thresholdsWith({}),
    suppressions: fileSuppressions([{ rule, row, reason: 'So it was said.' }]),
    ...{ declaredLabels: null, shuffles: null, tokens: null },
  };
}

test('what was suppressed stays so where its row moves, and comes back when the row is changed', async () => {
  const lines = [spaced, other, ''];
  const request = requestWith('L-TXT-02', rowHash(spaced));
  const lint = new RowLint(lines, request);
  const check = async (what: string, wanted: readonly number[], suppressed: number) => {
    lint.lookUntil(() => false);
    const report = lint.report(100);
    const whole = await lintLines(lines, request, () => Promise.resolve());
    for (const found of [report.findings, whole.found.map(({ finding }) => finding)])
      assert.deepEqual(
        found.map(({ line }) => line),
        wanted,
        what,
      );
    assert.deepEqual([report.suppressed, whole.suppressed], [suppressed, suppressed], what);
  };
  await check('as it is', [2], 1);
  lint.apply([{ line: 0, column: 0, endLine: 0, endColumn: 0, text: `${other}\n` }]);
  await check('moved', [1, 3], 1);
  lint.apply([{ line: 1, column: 10, endLine: 1, endColumn: 10, text: 'x' }]);
  await check('changed', [1, 2, 3], 0);
  lint.prepareAgain(requestWith('L-TXT-02', null));
  lint.lookUntil(() => false);
  const { findings, suppressed } = lint.report(100);
  assert.deepEqual([findings.length, suppressed], [0, 3]);
});

test('rows that are laid out over lines further down are one problem of a document, as long as they are', () => {
  const line = '{"text": "One line.", "label": "a"}';
  const lines = [line, '{', '"text": "Three lines.",', '"label": "a"', '}', '{', '}', ''];
  const lint = new RowLint(lines, { ...requestWith('L-TXT-02', null), settings: onlyBroken });
  const linesOf = (): readonly number[] => {
    lint.prepareAgain();
    lint.lookUntil(() => false);
    return lint.report(100).findings.map((each) => each.line);
  };
  assert.deepEqual(linesOf(), [2]);
  lint.apply([{ line: 0, column: 0, endLine: 0, endColumn: 0, text: `${line}\n` }]);
  assert.deepEqual(linesOf(), [3]);
  lint.apply([{ line: 2, column: 0, endLine: 7, endColumn: 1, text: line }]);
  assert.deepEqual(linesOf(), []);
});

const onlyBroken = { rules: new Set<RuleId>(['L-FMT-01']), severities: {} };

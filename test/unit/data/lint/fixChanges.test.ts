import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allRules } from '../../../../src/data/lint/ruleSettings';
import { fixChanges } from '../../../../src/data/lint/incremental/fixChanges';
import { lintLines } from '../../../../src/data/lint/incremental/lintLines';
import { MovingFindings } from '../../../../src/data/lint/incremental/movingFindings';
import type { DocumentRequest } from '../../../../src/data/lint/incremental/rowLint';
import { RowLint } from '../../../../src/data/lint/incremental/rowLint';
import { applyChange, splitLines } from '../../../../src/data/lint/incremental/textChange';
import { thresholdsWith } from '../../../../src/data/lint/thresholds';
import type { RuleId } from '../../../../src/protocol/lint';
import type { DataFormat } from '../../../../src/protocol/runConfig';
import { randomNumbers } from '../../../support/randomNumbers';

function requestFor(format: DataFormat, rule: RuleId): DocumentRequest {
  return {
    source: { path: `data.${format}`, format, header: null, columns: null },
    choice: { name: null, fields: { text: null, label: null } },
    settings: { ...allRules, rules: new Set([rule]) },
    thresholds: thresholdsWith({}),
    ...{ declaredLabels: null, shuffles: null, tokens: null },
  };
}

/** Applies a fix of the first finding of a rule, by its title, and compares the whole text. */
function check(
  format: DataFormat,
  { rule, title, text, wanted }: { rule: RuleId; title: RegExp; text: string; wanted: string },
): void {
  const lines = splitLines(text);
  const lint = new RowLint(lines, requestFor(format, rule));
  lint.lookUntil(() => false);
  const [placed] = lint.select(() => true);
  const { syntax, isList } = lint;
  assert.ok(placed !== undefined && syntax !== null, `${rule} finds nothing in ${text}`);
  const fix = placed.found.fixes().find((each) => title.test(each.title));
  assert.ok(fix !== undefined, `${rule} offers nothing like ${String(title)}`);
  const changes = fixChanges(lines, placed, { syntax, isList }, fix);
  assert.ok(changes !== null, 'the fix cannot be made');
  lint.apply([...changes].reverse());
  assert.equal(lines.join('\n'), wanted);
  const left = lint.select((_, line) => line === placed.start.line);
  assert.deepEqual(left, [], 'the fix leaves its finding');
}

test('a fix changes what it means and nothing else', () => {
  const rows = ['{"text": "a b c",  "label": "x"}', '{"text": "d e f", "label": "y"}'] as const;
  const broken = '{"text": "" "label": 1}';
  const trim = { rule: 'L-TXT-02', title: /Trim/ } as const;
  const remove = { rule: 'L-FMT-01', title: /Delete/ } as const;
  const [first, second] = rows;
  const spaced = second.replace('f"', 'f  "');
  check('jsonl', { ...trim, text: `${first}\n${spaced}\n`, wanted: `${first}\n${second}\n` });
  check('jsonl', { ...remove, text: `${first}\n${broken}\n`, wanted: `${first}\n` });
  check('jsonl', { ...remove, text: `${first}\n${broken}`, wanted: first });
  check('json', {
    ...trim,
    text: `[${first},\n ${spaced}\n]`,
    wanted: `[${first},\n ${second}\n]`,
  });
  const list = (...elements: readonly string[]): string => `[\n  ${elements.join(',\n  ')}\n]\n`;
  check('json', { ...remove, text: list(broken, first), wanted: list(first) });
  check('json', { ...remove, text: list(first, broken), wanted: list(first) });
  check('json', { ...remove, text: list(first, broken, second), wanted: list(first, second) });
  const cell = '"two ""words""  "';
  check('csv', {
    ...trim,
    text: `text,label\n${cell},x\n`,
    wanted: `text,label\n"two ""words""",x\n`,
  });
});

test('findings about all rows move with their rows, and go with them', async () => {
  for (let seed = 1; seed <= 60; seed += 1) {
    const next = randomNumbers(seed);
    const below = (most: number): number => Math.floor(next() * most);
    const lines = Array.from(
      { length: 20 },
      () => `{"text": "a text number ${below(6)}", "label": "${below(2)}"}`,
    );
    const { found } = await lintLines(lines, requestFor('jsonl', 'L-DUP-01'), () =>
      Promise.resolve(),
    );
    assert.ok(found.length > 0, `seed ${seed}`);
    const moving = new MovingFindings();
    moving.replace(found);
    for (let step = 0; step < 8; step += 1) {
      const line = below(lines.length);
      const endLine = Math.min(lines.length - 1, line + below(2));
      const column = below(3);
      const text = ['', 'x', '\n', '{"text": "new", "label": "1"}\n'][below(4)] ?? '';
      const change = { line, column, endLine, endColumn: endLine === line ? column : 0, text };
      moving.apply(applyChange(lines, change));
      for (const each of moving.select(() => true)) {
        const { record } = each.found;
        const at = lines[each.start.line]?.slice(each.start.column);
        assert.equal(at, record?.raw, `seed ${seed}, step ${step}`);
        assert.equal(each.finding.line, each.start.line + 1);
      }
    }
  }
});

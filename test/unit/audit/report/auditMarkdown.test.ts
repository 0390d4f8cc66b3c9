import assert from 'node:assert/strict';
import { test } from 'node:test';
import { auditMarkdown } from '../../../../src/audit/report/auditMarkdown';
import { sampleAudit, sampleCheck } from '../../../support/pages/sampleAudit';

/** The cells of the row that holds all of these. */
function cellsOf(markdown: string, ...held: readonly string[]): string[] {
  const line = markdown
    .split('\n')
    .find((each) => each.startsWith('|') && held.every((part) => each.includes(part)));
  assert.ok(line !== undefined, `${held.join(', ')} in\n${markdown}`);
  return line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
}

test('Markdown says of changes what grew and what got worse, the worse first, each with its interval', () => {
  const report = sampleAudit();
  const [first] = report.changes;
  const errors = { ...first!, metric: 'error-rate', variant: 'all-labels', group: 'women' };
  const markdown = auditMarkdown({
    ...report,
    changes: [...report.changes, errors].reverse(),
    baseNotes: [{ kind: 'weak', text: 'The base guesses.' }],
  });
  const section = markdown.slice(markdown.indexOf('## Against the base'));
  assert.match(
    section,
    /^## Against the base\n\n- The base guesses\.\n\nDisparities, larger is worse:/,
  );
  const gap = cellsOf(section, 'demographic parity difference', 'group/gender');
  assert.deepEqual(gap.slice(1), [
    ...['demographic parity difference', '"positive", largest minus smallest', 'all groups'],
    ...['.050', '.180', '+.130', '.060 to .200', '.001', 'larger'],
  ]);
  assert.deepEqual(cellsOf(section, 'error rate').slice(6), [
    ...['+.130', '.060 to .200', '.001', 'worse'],
  ]);
  const verdicts = section
    .slice(0, section.indexOf('Errors,'))
    .match(/larger +\||smaller +\||no change found +\||not enough data +\|/g)
    ?.map((each) => each.replace(/ *\|/, ''));
  assert.deepEqual(verdicts, ['larger', 'smaller', 'no change found', 'not enough data']);
  const same = auditMarkdown({ ...report, baseNotes: [{ kind: 'same', text: 'Both are one.' }] });
  assert.match(same, /## Against the base\n\n- Both are one\.\n\n## Method/);
});

test('Markdown tells how many rows are needed in the table, not in a sentence for each figure', () => {
  const lacking = (n: number) =>
    sampleCheck({
      ...{ verdict: 'not-enough-data', needed: 1_300, n },
      reason: `About 1,300 rows are needed; there are ${n}.`,
    });
  const coverage = [{ id: lacking(20).id, used: 40, of: 40, note: null }];
  const report = sampleAudit({ checks: [lacking(20), lacking(30)], changes: [], coverage });
  const markdown = auditMarkdown(report);
  // All 40 rows grow alike, so that half of them become 1,300.
  assert.ok(cellsOf(markdown, '2,600').includes('20'));
  assert.ok(cellsOf(markdown, '1,700').includes('30'));
  assert.ok(!markdown.includes('rows are needed'), markdown);
});

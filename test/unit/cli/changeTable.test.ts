import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changeLines } from '../../../src/cli/terminal/changeTable';
import type { AuditChange } from '../../../src/protocol/audit';
import { changedFigure, changeVerdictWords } from '../../../src/protocol/changePhrase';
import { distinctChanges } from '../../../src/protocol/distinctChanges';
import { sampleAudit } from '../../support/pages/sampleAudit';

function change(given: Partial<AuditChange>): AuditChange {
  return {
    ...{ id: 'group/gender', variant: 'one-against-rest:pos', metric: 'true-positive-rate' },
    ...{ group: 'female', before: 0.12, after: 0.2, value: 0.08, low: 0.02, high: 0.14 },
    ...{ pValue: 0.01, n: 100, discordant: null, verdict: 'worse' },
    ...given,
  };
}

const whole = change({
  ...{ metric: 'equal-opportunity-difference', group: null },
  variant: 'one-against-rest:pos/max-min',
});

test('a change says what of, so that larger never reads as better', () => {
  const check = (given: Partial<AuditChange>, figure: string, verdict: string): void => {
    const one = change(given);
    assert.deepEqual([changedFigure(one), changeVerdictWords(one)], [figure, verdict]);
  };
  check({}, 'gap of true positive rate', 'larger');
  check({ metric: 'accuracy', verdict: 'better' }, 'gap of accuracy', 'smaller');
  check(whole, 'equal opportunity difference', 'larger');
  check({ metric: 'equalized-odds-ratio', group: null }, '1 − equalized odds ratio', 'larger');
  check({ metric: 'error-rate' }, 'error rate', 'worse');
  check({ metric: 'bpsn-auc-shortfall', verdict: 'better' }, '1 − BPSN AUC', 'better');
  check({ metric: 'expected-calibration-error' }, 'expected calibration error', 'worse');
  check(
    { metric: 'flip-rate', group: null, verdict: 'no-change-found' },
    'flip rate',
    'no change found',
  );
});

test('the gap of two groups is one figure, of three it is one for each', () => {
  const check = (changes: readonly AuditChange[], kept: readonly AuditChange[]): void =>
    assert.deepEqual(distinctChanges(changes), kept);
  const [female, male] = [change({}), change({ group: 'male' })];
  check([female, male, whole], [whole]);
  check([female, male], [female]);
  // Another label, another column and another figure are no twins.
  const others = [
    change({ ...whole, variant: 'one-against-rest:neg/max-min' }),
    change({ ...whole, id: 'group/age' }),
    change({ ...whole, metric: 'predictive-equality-difference' }),
    change({ ...whole, before: 0.13 }),
  ];
  check([female, male, ...others], [female, ...others]);
  check([female, male, change({ group: 'other' })], [female, male, change({ group: 'other' })]);
  check(
    [female, change({ group: 'male', after: 0.3 })],
    [female, change({ group: 'male', after: 0.3 })],
  );
  const area = (metric: string, group: string, after: number): AuditChange =>
    change({ metric: `${metric}-shortfall`, group, after });
  const areas = [
    ...[area('auc', 'female', 0.1), area('auc', 'male', 0.2)],
    ...[area('bpsn-auc', 'female', 0.3), area('bnsp-auc', 'male', 0.3)],
    ...[area('bnsp-auc', 'female', 0.4), area('bpsn-auc', 'male', 0.5)],
  ];
  check(areas, [...areas.slice(0, 3), ...areas.slice(4)]);
});

test('before and after fits every width, and never loses its interval', () => {
  const rows = [
    whole,
    change({ group: 'a group of a very long name that nobody would call one' }),
    change({ metric: 'error-rate', variant: 'all-labels' }),
    change({ metric: 'flip-rate', id: 'template/general', variant: 'religion:label', group: null }),
    change({ id: 'seat/weat6', metric: 'effect-size', variant: 'mean', group: 'Men\nand boys' }),
  ];
  for (const width of [40, 60, 80, 200]) {
    const report = sampleAudit({ base: '/runs/before', changes: rows });
    const lines = changeLines(report, width);
    assert.ok(
      lines.every((line) => line.length <= width),
      `${width}: ${lines.join('\n')}`,
    );
    const text = lines.join('\n');
    assert.equal(text.split(/\.020\s+to\s+\.140/).length - 1, rows.length, `${width}: ${text}`);
    const verdicts = text.replaceAll(/larger\s+is\s+worse/g, '').match(/larger|worse/g);
    assert.deepEqual(verdicts?.sort(), ['larger', 'larger', 'larger', 'larger', 'worse'], text);
  }
});

test('what is known of the base stands above its changes, in the terminal', () => {
  const weak = { kind: 'weak', text: 'Of the base: hardly more than chance.' } as const;
  const report = sampleAudit({ changes: [whole], baseNotes: [weak] });
  assert.match(
    changeLines(report, 80).join('\n'),
    /Against .*\nOf the base: hardly more than chance\./,
  );
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { usualAuditOptions } from '../../../../src/audit/auditOptions';
import { percent } from '../../../../src/audit/report/plainWords';
import { summaryOf } from '../../../../src/audit/report/summary';
import type { AuditChange, AuditCheck, AuditReport } from '../../../../src/protocol/audit';

const { delta, alpha, seed, permutations, resamples } = usualAuditOptions;
const method = { version: '0', delta, alpha, seed, permutations, resamples };

function check(changes: Partial<AuditCheck>): AuditCheck {
  const value = changes.value ?? 0.2;
  return {
    ...{ id: 'group/gender', variant: 'one-against-rest:yes', metric: 'selection-rate' },
    ...{ group: null, reference: null, value, low: value - 0.1, high: value + 0.1 },
    disparity: { value, low: value - 0.1, high: value + 0.1 },
    ...{ pValue: 0.01, adjustedPValue: 0.01, detectable: 0.1, n: 100, needed: null },
    ...{ nullBand: null, verdict: 'disparity', rows: [] },
    ...changes,
  };
}

function says(
  checks: readonly AuditCheck[],
  sentence: string,
  coverage: AuditReport['coverage'] = [],
): void {
  assert.equal(summaryOf({ checks, changes: [], base: null, coverage, method }), sentence);
}

test('a summary names what was found, then what is none larger, then what data lack', () => {
  says(
    [
      check({
        metric: 'demographic-parity-ratio',
        value: 0.77,
        disparity: { value: 0.23, low: 0.1, high: 0.3 },
      }),
      check({ metric: 'demographic-parity-difference', value: 0.226 }),
      check({ metric: 'true-positive-rate', group: 'women', value: 0.9 }),
    ],
    'Disparity found: gender (demographic parity difference .226, .126 to .326).',
  );
  const none = check({ verdict: 'none-larger-than-delta' });
  const few = check({ id: 'group/religion', verdict: 'not-enough-data', needed: 1_000 });
  says(
    [none, few],
    'No disparity larger than 5 points found for gender; not enough data for religion (about 900 more rows).',
  );
  says(
    [check({ id: 'group/religion' }), none],
    'Disparity found: religion (selection rate .200, .100 to .300). None larger than 5 points for gender.',
  );
  says([check({ verdict: 'model-too-weak' })], 'The model is too weak to audit for gender.');
  says(
    [],
    'Nothing could be audited: no row names a group of people. Name columns that say whom a row is about.',
  );
});

test('what compares all groups stands for a column, not one small group', () => {
  const all = check({ verdict: 'none-larger-than-delta' });
  const one = check({ group: 'few', verdict: 'not-enough-data' });
  says([one, all], 'No disparity larger than 5 points found for gender.');
});

test('unequal shares of a dataset are told apart from what comes with a group', () => {
  const shares = check({
    ...{ id: 'dataset/age', metric: 'share-of-rows', group: 'young', value: 0.8 },
    reference: 'equal shares',
  });
  const label = check({
    ...{ id: 'dataset/gender', metric: 'label-share-difference', group: 'male', value: 0.3 },
    variant: 'terms, label:good',
  });
  says(
    [shares, label],
    'Disparity found: gender (rows about male have "good" more often; label share difference .300, .200 to .400). Groups have unequal shares of the rows: age (young .800).',
  );
});

test('a summary says in plain words what the names of the usual figures mean', () => {
  const rates = [
    ['women', 0.359, 400],
    ['men', 0.756, 300],
    ['few', 0.9, 12],
  ] as const;
  const shares = rates.map(([group, value, n]) =>
    check({ group, value, n, verdict: 'not-enough-data' }),
  );
  const gap = check({
    ...{ metric: 'demographic-parity-difference', value: 0.397 },
    variant: 'one-against-rest:yes/max-min/groups-of-30',
  });
  says(
    [gap, ...shares],
    'Disparity found: gender ("yes" is predicted for 75.6 % of men and 35.9 % of women; demographic parity difference .397, .297 to .497).',
  );
  for (const [share, words] of [
    [0, '0 %'],
    [0.0004, 'under .1 %'],
    [0.004, '.4 %'],
    [0.9999, 'over 99.9 %'],
    [1, '100 %'],
  ] as const)
    assert.equal(percent(share), words);
  const flips = check({ id: 'swap/gender', metric: 'flip-rate', variant: 'label', value: 0.386 });
  says(
    [flips],
    'Disparity found: swaps of gender (the answer changes for 38.6 % of the texts; flip rate .386, .286 to .486).',
  );
});

test('of checks that lack data the first comparison of all groups says how many rows', () => {
  const lacking = { id: 'swap/names', n: 5, verdict: 'not-enough-data' } as const;
  says(
    [
      check({ ...lacking, metric: 'flip-rate', needed: 650 }),
      check({ ...lacking, metric: 'mean-absolute-change', needed: 30 }),
    ],
    'Not enough data for swaps of names (about 650 more rows).',
  );
});

test('missing rows are those of the whole audit, told of a difference and not of a ratio', () => {
  const lacking = { n: 1_000, verdict: 'not-enough-data' } as const;
  says(
    [
      check({ metric: 'demographic-parity-difference', verdict: 'none-larger-than-delta' }),
      check({ ...lacking, metric: 'demographic-parity-ratio', needed: 250_000 }),
      check({ ...lacking, metric: 'equal-opportunity-difference', n: 100, needed: 520 }),
    ],
    // 520 positives are 5,200 rows where one of ten rows is positive; there are 1,000.
    'Not enough data for gender (about 4,200 more rows).',
    [{ id: 'group/gender', used: 1_000, of: 1_200, note: null }],
  );
});

test('changes that lack data are never said to be none', () => {
  const change = (verdict: AuditChange['verdict']): AuditChange => ({
    ...{ id: 'group/gender', variant: 'all-labels', metric: 'accuracy-difference', group: null },
    ...{ before: 0.1, after: 0.1, value: 0, low: -0.3, high: 0.3, pValue: 1, n: 20 },
    ...{ discordant: null, verdict },
  });
  const sentences: readonly (readonly [readonly AuditChange['verdict'][], string])[] = [
    [['not-enough-data'], 'Not enough data to say what changed against the base in 1 figure.'],
    [['no-change-found', 'no-change-found'], 'No change against the base was found in 2 figures.'],
    [
      ['no-change-found', 'not-enough-data'],
      'No change against the base was found in 1 of 2 figures; the others have not enough data.',
    ],
    [['worse', 'not-enough-data'], 'Against the base 1 of 2 disparities grew and 0 shrank.'],
  ];
  for (const [verdicts, sentence] of sentences) {
    const changes = verdicts.map(change);
    const summary = summaryOf({
      ...{ checks: [check({})], changes, base: '/base', coverage: [], method },
    });
    assert.ok(summary.endsWith(sentence), summary);
  }
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { competenceOf } from '../../../src/audit/statistics/competence';
import { normalDetectable } from '../../../src/audit/statistics/detectable';
import { breaks, judgeChecks } from '../../../src/audit/statistics/judge';
import type { MeasuredCheck } from '../../../src/audit/statistics/judge';
import type { Disparity, Verdict } from '../../../src/protocol/audit';

const options = { alpha: 0.05, delta: 0.05 };

function measured(
  disparity: Disparity | null,
  pValue: number | null,
  more: Partial<MeasuredCheck> = {},
): MeasuredCheck {
  return {
    ...{ id: 'group/x', variant: 'v', metric: 'selection-rate', group: 'a', reference: 'rest' },
    ...{ value: 0.5, low: 0.4, high: 0.6, nullBand: null, n: 100, rows: [], withheld: null },
    ...{ disparity, pValue, detectableAt: normalDetectable(0.02) },
    ...more,
  };
}

const around = (value: number, half: number): Disparity => ({
  ...{ value, low: value - half, high: value + half },
});

test('a verdict needs evidence for either side', () => {
  const check = (check: MeasuredCheck, expected: Verdict, tests = 1): void => {
    const others = Array.from({ length: tests - 1 }, () => measured(around(0, 0.2), 1));
    assert.equal(judgeChecks([check, ...others], options)[0]?.verdict, expected);
  };
  check(measured(around(0.2, 0.1), 0.001), 'disparity');
  check(measured(around(-0.2, 0.1), 0.001), 'disparity');
  // The same p-value among a hundred tests is nothing.
  check(measured(around(0.2, 0.1), 0.001), 'not-enough-data', 100);
  check(measured(around(0.01, 0.03), 0.4), 'none-larger-than-delta');
  // Surely there, and surely small.
  check(measured(around(0.03, 0.01), 1e-9), 'none-larger-than-delta');
  // Not significant is not fair.
  check(measured(around(0.01, 0.2), 0.9), 'not-enough-data');
  check(measured(around(0, 0.05), 0.9), 'not-enough-data');
  check(measured(null, null, { value: null, reason: 'No row is positive.' }), 'not-enough-data');
  check(measured(around(0.9, 0.01), 1e-9, { withheld: 'model-too-weak' }), 'model-too-weak');
  check(measured(around(0, 0.001), null, { withheld: 'not-enough-data' }), 'not-enough-data');
});

test('no disparity is found whose interval holds 0, however sure the test is', () => {
  const check = (half: number, expected: Verdict, test?: string): void => {
    const named = test === undefined ? {} : { test };
    const report = judgeChecks([measured(around(0.1, half), 1e-9, named), measured(around(0.1, 0.05), 1e-9, named)], options); // prettier-ignore
    const [first] = report;
    assert.deepEqual([first?.verdict, first?.pValue], [expected, 1e-9]);
    assert.equal((first?.adjustedPValue ?? 0) > 0.05, expected !== 'disparity');
  };
  check(0.09, 'disparity');
  check(0.1, 'not-enough-data');
  check(0.11, 'not-enough-data');
  // Of figures of one test, the one that is less sure counts.
  check(0.11, 'not-enough-data', 'same');
});

test('p-values are adjusted over the report, equal tests once, and the detectable disparity knows it', () => {
  const report = judgeChecks(
    [
      measured(around(0.2, 0.1), 0.01, { test: 'same' }),
      measured(around(-0.2, 0.1), 0.01, { test: 'same' }),
      measured(around(0, 0.1), 0.5),
      measured(null, null),
    ],
    options,
  );
  assert.deepEqual(
    report.map(({ adjustedPValue }) => adjustedPValue),
    [0.02, 0.02, 0.5, null],
  );
  // Two tests: level .025, z = 2.2414; power .8416.
  for (const { detectable } of report) assert.ok(Math.abs((detectable ?? 0) - 0.06166) < 1e-4);
  assert.ok(!('withheld' in (report[0] ?? {})) && !('test' in (report[0] ?? {})));
});

test('not enough data says how much would be', () => {
  const [check] = judgeChecks([measured(around(0.01, 0.1), 0.8)], options);
  // To exclude .05 from around .01 the interval must narrow from .1 to .04: 6.25 times as many rows.
  assert.equal(check?.needed, 630);
  assert.match(check.reason ?? '', /about 630 rows are needed; there are 100/);
  const [none] = judgeChecks([measured(null, null, { n: 0, reason: 'Nobody.' })], options);
  assert.deepEqual([none?.needed, none?.reason], [null, 'Nobody.']);
  const [found] = judgeChecks([measured(around(0.3, 0.1), 1e-6)], options);
  assert.deepEqual([found?.needed, found?.reason], [null, undefined]);
});

test('a threshold is broken by the nearer bound alone', () => {
  const check = (disparity: Disparity | null, expected: boolean): void => {
    const [judged] = judgeChecks([measured(disparity, 0.5)], options);
    assert.ok(judged !== undefined);
    assert.equal(breaks(judged, 0.1), expected);
  };
  check(around(0.3, 0.1), true);
  check(around(-0.3, 0.1), true);
  check(around(0.3, 0.25), false);
  check(around(0, 0.5), false);
  check(null, false);
});

test('a model must surely beat the majority class', () => {
  const check = (right: number[], rows: number[], isEnough: boolean | undefined): void => {
    assert.equal(competenceOf(right, rows)?.isEnough, isEnough, String(right));
  };
  check([900, 80], [1000, 100], true);
  // Always the majority class: accuracy .95, balanced accuracy .5.
  check([950, 0], [950, 50], false);
  check([520, 520], [1000, 1000], false);
  // Perfect on two rows of each label may be chance.
  check([2, 2], [2, 2], false);
  check([40, 35, 0, 30], [50, 50, 0, 50], true);
  check([50], [50], undefined);
});

test('what is withheld for want of rows needs at least as many as are judged at all', () => {
  const few = { n: 5, withheld: 'not-enough-data', detectableAt: normalDetectable(0) } as const;
  const [alike, apart] = judgeChecks(
    [measured(around(0, 0.01), null, few), measured(around(0.01, 0.2), null, few)],
    options,
  );
  assert.equal(alike?.needed, 30);
  assert.ok((apart?.needed ?? 0) > 30);
  // Rows that agree do not make a test that finds everything.
  assert.equal(alike.detectable, null);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { brokenFigures } from '../../../../src/audit/report/brokenFigures';
import { sampleAudit, sampleCheck } from '../../../support/pages/sampleAudit';

test('figures beyond a threshold are named with their bounds, the farthest first, and the rest is counted', () => {
  const rate = (group: string, low: number) =>
    sampleCheck({
      ...{
        metric: 'true-positive-rate',
        variant: 'one-against-rest:yes',
        group,
        reference: 'rest',
      },
      ...{ value: 0.6, disparity: { value: low - 0.1, low: low - 0.2, high: low } },
    });
  const gap = sampleCheck({
    ...{ metric: 'equal-opportunity-ratio', variant: 'one-against-rest:yes/min-max', group: null },
    ...{ value: 0.8, disparity: { value: 0.2, low: 0.15, high: 0.25 } },
  });
  const checks = [rate('a', -0.2), rate('b', -0.4), rate('c', -0.3), gap];
  const report = sampleAudit({ checks, broken: { threshold: 0.1, checks: [0, 1, 2, 3] } });
  const ratio =
    'gender: equal opportunity ratio ("yes", smallest over largest): .800, disparity .200 (.150 to .250)';
  const line = (group: string, interval: string): string =>
    `gender: true positive rate ("yes"), ${group} against rest: .600, disparity ${interval}`;
  assert.deepEqual(brokenFigures(report, 3), [
    ...[ratio, line('b', '−.500 (−.600 to −.400)'), line('c', '−.400 (−.500 to −.300)')],
    '+ 1 more',
  ]);
  assert.equal(brokenFigures(report, 4).at(-1), line('a', '−.300 (−.400 to −.200)'));
  assert.deepEqual(brokenFigures(sampleAudit({ broken: null }), 3), []);
});

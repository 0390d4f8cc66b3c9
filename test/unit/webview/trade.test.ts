import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runAudit } from '../../../src/extension/audits/runAudit';
import type { RunAudit } from '../../../src/protocol/auditPage';
import type { EvaluationReport } from '../../../src/protocol/reports';
import { sharedDisparities, tradePoints } from '../../../src/webview/compare/trade';
import { sampleAudit } from '../../support/pages/sampleAudit';
import { sampleReport, sampleSnapshot } from '../../support/pages/sampleRuns';

const figure = {
  id: 'group/gender',
  metric: 'demographic-parity-difference',
  variant: 'v',
} as const;

function auditOf(run: string, value: number, dataHash = 'd'): RunAudit {
  return { run, dataHash, figures: [{ ...figure, value, low: value - 0.02, high: value + 0.02 }] };
}

function reportOf(value: number | null): EvaluationReport {
  const report = sampleReport();
  return { ...report, metrics: { accuracy: { value, low: value, high: value } } };
}

test('a run is on the front when no other is as good in both and better in one', () => {
  const rows: (readonly [readonly (readonly [number, number])[], string])[] = [
    [
      [
        [0.8, 0.2],
        [0.7, 0.1],
        [0.65, 0.15],
      ],
      'yes yes no',
    ],
    [
      [
        [0.8, 0.1],
        [0.8, 0.1],
      ],
      'yes yes',
    ],
    [
      [
        [0.8, 0.1],
        [0.8, 0.2],
      ],
      'yes no',
    ],
    [
      [
        [0.8, -0.3],
        [0.7, 0.1],
        [0.9, 0.1],
      ],
      'no no yes',
    ],
  ];
  for (const [values, expected] of rows) {
    const ids = values.map((_, index) => String(index));
    const audits = values.map(([, gap], index) => auditOf(String(index), gap));
    const [disparity = ''] = sharedDisparities(audits).keys();
    const points = tradePoints(
      ids.map((id) => sampleSnapshot({ id })),
      values.map(([utility]) => reportOf(utility)),
      audits,
      { metric: 'accuracy', disparity },
    );
    assert.equal(points.map(({ isOnFront }) => (isOnFront ? 'yes' : 'no')).join(' '), expected);
  }
});

test('only the same figure of the same rows is compared, and only where both are known', () => {
  assert.equal(sharedDisparities([auditOf('a', 0.1)]).size, 0);
  assert.equal(sharedDisparities([auditOf('a', 0.1), auditOf('b', 0.1, 'other')]).size, 0);
  const audits = [auditOf('a', 0.1), auditOf('b', 0.2)];
  const [disparity = ''] = sharedDisparities(audits).keys();
  const runs = ['a', 'b', 'c'].map((id) => sampleSnapshot({ id }));
  const reports = [reportOf(0.8), reportOf(null), reportOf(0.9)];
  const points = tradePoints(runs, reports, audits, { metric: 'accuracy', disparity });
  assert.deepEqual(
    points.map(({ run }) => run),
    ['a'],
  );
});

test('of a report what compares all groups is kept', () => {
  const { figures, dataHash } = runAudit('/r', sampleAudit());
  assert.deepEqual(
    figures.map(({ id, metric }) => `${id} ${metric}`),
    [
      'group/gender demographic-parity-difference',
      'group/gender equalized-odds-difference',
      'swap/gender flip-rate',
      'seat/weat6 effect-size',
      'seat/weat6 effect-size',
    ],
  );
  assert.equal(dataHash, 'a1'.repeat(32));
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { usualAuditOptions } from '../../../../src/audit/auditOptions';
import { finishReport } from '../../../../src/audit/report/finishReport';
import type { MeasuredCheck } from '../../../../src/audit/statistics/judge';
import { sampleAudit, sampleCheck } from '../../../support/pages/sampleAudit';

test('what could be found is never a disparity that cannot be', () => {
  const check = (metric: string, detectable: number, expected: number | null): void => {
    const measured = sampleCheck({ metric });
    const checks: MeasuredCheck[] = [
      { ...measured, detectableAt: () => detectable, withheld: 'not-enough-data' },
    ];
    const report = finishReport(
      { ...sampleAudit(), checks, changes: [] },
      { method: sampleAudit().method, failOn: null },
    );
    const [found] = report.checks;
    assert.equal(found?.detectable, expected, `${metric} ${detectable}`);
    // More rows may come, but an association test has the words that it has.
    assert.equal(found.needed === null, metric === 'effect-size', metric);
  };
  assert.equal(usualAuditOptions.delta, sampleAudit().method.delta);
  check('selection-rate', 1.29, null);
  check('demographic-parity-ratio', 1.01, null);
  check('selection-rate', 0.97, 0.97);
  check('effect-size', 1.29, 1.29);
  check('effect-size', 2.2, null);
});

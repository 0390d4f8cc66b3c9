import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withoutTurns } from '../../../src/webview/audit/withoutTurns';
import { sampleAudit, sampleCheck } from '../../support/pages/sampleAudit';

test('no name or text of a report turns the reading order, and paths stay as they are', () => {
  const row = {
    path: '/d/\u202ex.jsonl',
    row: 1,
    line: 1,
    text: 'a\u202eb',
    prediction: 'c\u2066d',
  };
  const check = sampleCheck({ group: 'fe\u202emale\u2069', rows: [row] });
  const { checks, summary } = withoutTurns(
    sampleAudit({ checks: [check], summary: 'Found for נשים, "\u202egroup".' }),
  );
  assert.equal(checks[0]?.group, 'fe·male·');
  assert.deepEqual(checks[0].rows, [{ ...row, text: 'a·b', prediction: 'c·d' }]);
  assert.equal(summary, 'Found for נשים, "·group".');
  const plain = sampleAudit();
  assert.deepEqual(withoutTurns(plain), JSON.parse(JSON.stringify(plain)));
});

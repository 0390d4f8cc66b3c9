import assert from 'node:assert/strict';
import { test } from 'node:test';
import { metricWords, unbrokenWords } from '../../../src/protocol/auditWords';
import { sampleAudit, sampleCheck } from '../../support/pages/sampleAudit';

test('metrics read as words, abbreviations in capitals', () => {
  const check = (metric: string, words: string): void => assert.equal(metricWords(metric), words);
  check('true-positive-rate-difference', 'true positive rate difference');
  check('auc-difference', 'AUC difference');
  check('bpsn-auc', 'BPSN AUC');
  check('bnsp-auc', 'BNSP AUC');
});

test('a threshold that nothing broke, and one that nothing could break, read otherwise', () => {
  const tested = sampleCheck({ pValue: 0.5, disparity: { value: 0, low: -0.1, high: 0.1 } });
  const check = (
    broken: { readonly threshold: number; readonly checks: readonly number[] } | null,
    checks: readonly ReturnType<typeof sampleCheck>[],
    words: RegExp | null,
  ): void => {
    const found = unbrokenWords({ ...sampleAudit(), broken, checks });
    if (words === null) assert.equal(found, null);
    else assert.match(found ?? '', words);
  };
  check({ threshold: 0.05, checks: [] }, [tested], /^No interval .* threshold of \.05\.$/);
  const untested = { ...tested, pValue: null };
  check({ threshold: 0.05, checks: [] }, [untested], /^No figure could be tested: .*\.05\.$/);
  check({ threshold: 0.05, checks: [0] }, [tested], null);
  check(null, [tested], null);
});

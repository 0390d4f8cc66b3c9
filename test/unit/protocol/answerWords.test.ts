import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answerWords } from '../../../src/protocol/answerWords';

test('the probability of another label than the answer names that label', () => {
  const check = (said: string, given: Parameters<typeof answerWords>[0]): void =>
    assert.equal(answerWords(given), said);
  check('positive .912', { prediction: 'positive', score: 0.912 });
  check('positive .912', { prediction: 'positive', score: 0.912, scored: 'positive' });
  check('negative (positive .087)', { prediction: 'negative', score: 0.087, scored: 'positive' });
  check('negative', { prediction: 'negative', scored: 'positive' });
});

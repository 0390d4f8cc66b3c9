import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TokenCounter } from '../../../../../src/data/lint/rule';
import { lengths } from '../../../../../src/data/lint/rules/lengths';
import { checkRow } from '../checkRule';

type Count = ReturnType<TokenCounter['count']>;

function check(
  title: string,
  count: Partial<Count>,
  finds: readonly (readonly [string, RegExp])[],
): void {
  test(title, () => {
    const counted = { tokens: 20, trained: 5, trainedKept: 5, unknown: 0, words: 12, ...count };
    const counts = { maxLength: 64, mostTokens: 512, mask: () => null };
    const tokens: TokenCounter = { ...counts, count: () => counted };
    const said = checkRow([lengths], { instruction: 'a', output: 'b' }, { tokens });
    assert.deepEqual(
      said.map(({ rule }) => rule),
      finds.map(([rule]) => rule),
    );
    for (const [index, [, words]] of finds.entries()) assert.match(said[index]!.message, words);
  });
}

check('a row that fits', {}, []);
check('a prompt that fills everything', { tokens: 90, words: 70, trainedKept: 0 }, [
  ['L-LEN-01', /alone fills maxLength 64|fills maxLength 64/],
]);
check('nothing to learn', { trained: 0, trainedKept: 0 }, [
  ['L-LEN-01', /nothing in this row carries loss/],
]);
check('a row that is cut', { tokens: 70, trained: 20, trainedKept: 14 }, [
  ['L-LEN-02', /70 tokens, 6 more than maxLength 64: .* 6 of 20 tokens of the target are lost/],
]);
check('unknown tokens', { unknown: 4 }, [['L-LEN-04', /does not know 4 of 20 tokens \(20 %\)/]]);
check('one unknown token', { unknown: 1 }, []);
check('many tokens a word', { tokens: 60, words: 6 }, [['L-LEN-04', /10.0 tokens a word/]]);
check('a template that refuses', { refusal: 'The chat template cannot: roles must alternate.' }, [
  ['L-LEN-01', /roles must alternate/],
]);

test('without a model nothing is said of tokens', () => {
  assert.deepEqual(checkRow([lengths], { instruction: 'a', output: 'b' }), []);
});

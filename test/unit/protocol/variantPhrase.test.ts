import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gaps } from '../../../src/audit/groups/gaps';
import { variantPhrase, variantWithId } from '../../../src/protocol/variantPhrase';

const phrases: Record<string, string> = {
  'one-against-rest:yes': '"yes"',
  'one-against-rest:yes/max-min': '"yes", largest minus smallest',
  'one-against-rest:yes/max-min/groups-of-30':
    '"yes", largest minus smallest, groups of 30 rows or more',
  'one-against-rest:either/or: mean/min-max': '"either/or: mean", smallest over largest',
  'one-against-rest:yes/15-equal-mass': '"yes", 15 bins of as many rows each',
  'all-labels/max-min': 'all labels, largest minus smallest',
  label: 'the likeliest label',
  'gender:label': 'gender, the likeliest label',
  'religion:one-against-rest:toxic': 'religion, "toxic"',
  'gender:total-variation': 'gender, probabilities of all labels',
  mean: 'mean of all tokens',
  cls: 'first token',
  'terms, label:good': '"good"',
  'column, word:kitchen': 'the word "kitchen"',
  'negation of positives': 'negation of positives',
  constructor: 'constructor',
  'one-against-rest:yes/constructor': '"yes/constructor"',
};

for (const [variant, phrase] of Object.entries(phrases))
  test(`${variant} reads ${phrase}`, () => {
    assert.equal(variantPhrase(variant), phrase);
    const withId = phrase === variant ? variant : `${phrase} (${variant})`;
    assert.equal(variantWithId(variant), withId);
  });

test('every way to compare groups has words of its own', () => {
  const ways = gaps.map(({ metric, variant }) => [
    metric,
    variantPhrase(`one-against-rest:yes/${variant}`),
  ]);
  assert.equal(new Set(ways.map(String)).size, gaps.length);
  for (const [, words] of ways) assert.doesNotMatch(words!, /\//);
});

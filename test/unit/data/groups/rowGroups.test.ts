import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rowGroups } from '../../../../src/data/groups/rowGroups';
import { identityAxes } from '../../../../src/data/identity/identityTerms';
import { groupAxes } from '../../../../src/protocol/mitigationConfig';

test('the axes of the config are those that words of a text can tell', () => {
  assert.deepEqual(
    groupAxes,
    identityAxes.map(({ name }) => name),
  );
});

test('a column gives groups in the order of their names; rows without a value have none', () => {
  const examples = { texts: ['', '', ''], columns: { who: ['m', null, 'f'] } };
  const found = rowGroups('who', examples);
  assert.deepEqual(found, { name: 'who', groups: ['f', 'm'], ids: Int32Array.of(1, -1, 0) });
  const known = rowGroups('who', examples, ['m', 'x']);
  assert.deepEqual(known.ids, Int32Array.of(0, -1, -1));
});

const texts: Record<string, string | null> = {
  'She read her letter.': 'female',
  'The boys left.': 'male',
  'He told her.': null,
  'It rained.': null,
  'A Muslim wife.': 'female',
};

for (const [text, group] of Object.entries(texts)) {
  test(`"${text}" is about ${group ?? 'no one group'} by gender`, () => {
    const { groups, ids } = rowGroups({ axis: 'gender' }, { texts: [text], columns: {} });
    assert.equal(groups[ids[0]!] ?? null, group);
  });
}

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Datasets, LabelledExamples } from '../../../../src/data/loadDatasets';
import type { UserError } from '../../../../src/protocol/errors';
import { describeReweighing } from '../../../../src/trainer/mitigation/reweighing';
import { describeGroups, trainingGroups } from '../../../../src/trainer/mitigation/trainingGroups';

function examplesOf(who: readonly (string | null)[]): LabelledExamples {
  const texts = who.map((value) => value ?? '');
  const rows = who.map((_, row) => row + 1);
  return {
    path: 'train.jsonl',
    fields: { text: 'text', label: 'label' },
    texts,
    labels: texts.map(() => 'x'),
    labelIds: new Int32Array(texts.length),
    rows,
    lines: rows,
    strata: [],
    columns: { who },
  };
}

function datasetsOf(
  train: readonly (string | null)[],
  validation: readonly (string | null)[],
): Datasets {
  return {
    fields: { text: 'text', label: 'label' },
    labels: ['x', 'y'],
    train: examplesOf(train),
    validation: examplesOf(validation),
    test: null,
    records: [],
    hints: [],
  };
}

test('both splits number their groups alike; a group that only validation has is none', () => {
  const { train, validation } = trainingGroups('who', datasetsOf(['b', null, 'a'], ['c', 'b']));
  assert.deepEqual(train.groups, ['a', 'b']);
  assert.deepEqual([...train.ids], [1, -1, 0]);
  assert.deepEqual([...validation!.ids], [-1, 1]);
  assert.equal(describeGroups(train), 'Groups by who: "a" 1 row, "b" 1 row; 1 row is of no group.');
});

test('where swaps took the groups with them, the error says so', () => {
  const [before, after] = [datasetsOf(['a', 'b'], []), datasetsOf([null, null], [])];
  assert.throws(
    () => trainingGroups('who', after, before),
    ({ message, key }: UserError) => {
      assert.match(message, /a swap has no "who" any more: no two groups are left/);
      assert.equal(key, 'mitigation.counterfactual.sides');
      return true;
    },
  );
  const none = datasetsOf([null], []);
  assert.throws(() => trainingGroups('who', after, none), /there is none/);
});

const refused: Record<string, { values: (string | null)[]; says: RegExp }> = {
  'no row says whom it is about': { values: [null, null], says: /there is none/ },
  'all rows are about one group': { values: ['a', 'a', null], says: /there is one: "a"/ },
  'every row has a value of its own': {
    values: Array.from({ length: 65 }, (_, row) => `id${row}`),
    says: /has 65 different values .* \(64\)/,
  },
};

for (const [name, { values, says }] of Object.entries(refused)) {
  test(`refused: ${name}`, () => {
    assert.throws(
      () => trainingGroups('who', datasetsOf(values, [])),
      (error: UserError) =>
        says.test(error.message) && error.key === 'mitigation.groups' && error.next !== undefined,
    );
  });
}

test('the log names weights, and pairs that no weight can make up for', () => {
  const groups = { name: 'who', groups: ['a', 'b'], ids: Int32Array.of(0, 0, 0, 1, -1) };
  const sentences = describeReweighing(groups, Int32Array.of(0, 0, 1, 1, 0), ['no', 'yes']);
  assert.deepEqual(sentences, [
    'Reweighing by who, weights of rows: "a" with "yes" 1.50, "a" with "no" .750, "b" with "yes" .500.',
    'No row is of "b" with "no": weights cannot balance what is not there. Add such rows.',
  ]);
});

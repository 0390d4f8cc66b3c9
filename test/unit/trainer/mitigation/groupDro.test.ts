import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  describeFewRows,
  describeGroupWeights,
  firstGroupWeights,
  groupCells,
  nextGroupWeights,
  presenceCorrections,
} from '../../../../src/trainer/mitigation/groupDro';

const groups = { name: 'who', groups: ['a', 'b'], ids: Int32Array.of(1, 0, -1, 1, 1) };
const labels = { labels: Int32Array.of(0, 1, 0, 1, 0), labelNames: ['no', 'yes'] };

test('groups of few rows are told before they decide a training', () => {
  const cells = (counts: readonly number[]) => ({
    ...{ counts, ids: new Int32Array(), names: counts.map((_, at) => `"${at}"`) },
  });
  assert.deepEqual(describeFewRows(cells([10, 400])), []);
  const [told] = describeFewRows(cells([400, 1, 9]));
  assert.match(told!, /however few they are: "1" 1 row, "2" 9 rows\. Add such rows/);
  const [many] = describeFewRows(cells(Array.from({ length: 12 }, () => 2)));
  assert.match(many!, /"7" 2 rows, and 4 more\./);
});

test('cells are the pairs that occur, rows of no group first', () => {
  const cells = groupCells(groups, labels, 'group-and-label');
  const names = ['no group with "no"', '"a" with "yes"', '"b" with "no"', '"b" with "yes"'];
  assert.deepEqual(cells.names, names);
  assert.deepEqual([...cells.ids], [2, 1, 0, 3, 2]);
  assert.deepEqual(cells.counts, [1, 1, 2, 1]);
  const alone = groupCells(groups, labels, 'group');
  assert.deepEqual(alone.names, ['no group', '"a"', '"b"']);
  assert.deepEqual(alone.counts, [1, 1, 3]);
});

const three = { names: ['a', 'b', 'c'], ids: new Int32Array(0), counts: [100, 25, 1] };

const steps: Record<
  string,
  { losses: number[]; stepSize: number; adjustment: number; gives: number[] }
> = {
  // exp(ln 2 * 1) = 2, exp(0) = 1: 2/4, 1/4, 1/4
  'the group with a loss gains': {
    losses: [1, 0, 0],
    stepSize: Math.LN2,
    adjustment: 0,
    gives: [0.5, 0.25, 0.25],
  },
  // C / sqrt(n) = 1, 2, 10 with eta ln 2: 2, 4, 1024 of 1030
  'small groups gain by the adjustment': {
    losses: [0, 0, 0],
    stepSize: Math.LN2,
    adjustment: 10,
    gives: [2 / 1030, 4 / 1030, 1024 / 1030],
  },
  'losses too large for exp': {
    losses: [1e4, 1e4, 0],
    stepSize: 1,
    adjustment: 0,
    gives: [0.5, 0.5, 0],
  },
};

for (const [name, { losses, gives, ...config }] of Object.entries(steps)) {
  test(`weights follow the losses: ${name}`, () => {
    const first = firstGroupWeights(three);
    const next = nextGroupWeights(first, losses, three, { over: 'group', ...config });
    for (const [cell, weight] of gives.entries())
      assert.ok(Math.abs(next[cell]! - weight) < 1e-12, `${cell}: ${next[cell]}`);
  });
}

test('a group counts for the batches that it is absent from, at most tenfold', () => {
  const cells = { names: ['a', 'b', 'c'], ids: new Int32Array(0), counts: [7, 2, 1] };
  // Of 10 rows 2 are drawn: without c in 9/10 * 8/9 = .8 of the batches, without b in 8/10 * 7/9, without a in 3/10 * 2/9.
  const given = presenceCorrections(cells, 2);
  for (const [cell, factor] of [1 / (1 - 6 / 90), 1 / (1 - 56 / 90), 5].entries())
    assert.ok(Math.abs(given[cell]! - factor) < 1e-12, `${cell}: ${given[cell]}`);
  assert.deepEqual(presenceCorrections(cells, 10), [1, 1, 1]);
  const rare = { ...cells, counts: [990, 9, 1] };
  assert.equal(presenceCorrections(rare, 4)[2], 10);
});

test('the heaviest groups are named first', () => {
  const sentence = describeGroupWeights(three, [0.2, 0.7, 0.1]);
  assert.equal(sentence, 'Group DRO weighs b .700 (25 rows), a .200 (100 rows), c .100 (1 row).');
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { epochBatches } from '../../../../src/trainer/training/batchOrder';
import { choosePaddedLengths, paddedLength } from '../../../../src/trainer/training/paddedLengths';
import { createBatchArrays, fillBatch } from '../../../../src/trainer/training/tokenRows';
import { pseudoRandom } from './pseudoRandom';

const next = pseudoRandom(5);
const lengths = Array.from({ length: 1_003 }, () => 3 + Math.floor(next() * next() * 60));
const request = { lengths, batchSize: 16, seed: 42, shuffle: true, bucketByLength: true };

const padding = (batches: readonly (readonly number[])[]): number => {
  const sizes = batches.map((batch) => batch.map((row) => lengths[row]!));
  const used = sizes.flat().reduce((a, b) => a + b);
  return sizes.reduce((sum, batch) => sum + Math.max(...batch) * batch.length, 0) / used - 1;
};

for (const shuffle of [true, false]) {
  for (const bucketByLength of [true, false]) {
    test(`every row comes once: shuffle ${shuffle}, bucketByLength ${bucketByLength}`, () => {
      const batches = epochBatches({ ...request, shuffle, bucketByLength }, 3);
      const rows = batches.flat().sort((a, b) => a - b);
      assert.deepEqual(rows, [...lengths.keys()]);
      assert.deepEqual(
        batches.map((batch) => batch.length),
        [...Array<number>(62).fill(16), 11],
      );
    });
  }
}

test('without shuffling and bucketing, rows come in file order', () => {
  const batches = epochBatches({ ...request, shuffle: false, bucketByLength: false }, 7);
  assert.deepEqual(batches.flat(), [...lengths.keys()]);
});

test('the order depends on seed and epoch alone', () => {
  assert.deepEqual(epochBatches(request, 1), epochBatches(request, 1));
  assert.notDeepEqual(epochBatches(request, 1), epochBatches(request, 2));
  assert.notDeepEqual(epochBatches(request, 0), epochBatches({ ...request, seed: 0 }, 0));
  assert.deepEqual(
    epochBatches({ ...request, seed: 0 }, 0),
    epochBatches({ ...request, seed: 0 }, 0),
  );
});

test('rows of similar length meet, in batches of random order', () => {
  const bucketed = epochBatches(request, 0);
  const random = epochBatches({ ...request, bucketByLength: false }, 0);
  assert.ok(padding(random) > 0.8, `random ${padding(random)}`);
  assert.ok(padding(bucketed) < 0.05, `bucketed ${padding(bucketed)}`);
  const first = bucketed.map((batch) => lengths[batch[0]!]!);
  assert.notDeepEqual(
    first,
    [...first].sort((a, b) => a - b),
  );
});

test('padded lengths weigh padding against shapes', () => {
  const choose = (counts: readonly [number, number][], mostShapes = 16): number[] =>
    choosePaddedLengths({
      batchLengths: new Map(counts),
      rowsPerBatch: 16,
      longest: 40,
      mostShapes,
    });
  // One batch of 16 rows saves at most 16 * 30 tokens: not worth a shape.
  assert.deepEqual(choose([[10, 1]]), [40]);
  // A hundred save 48,000.
  assert.deepEqual(choose([[10, 100]]), [10, 40]);
  // 9 and 10 are worth one shape each only when many batches have them.
  assert.deepEqual(choose([[9, 10], [10, 100]]), [10, 40]); // prettier-ignore
  assert.deepEqual(choose([[9, 100], [10, 100]]), [9, 10, 40]); // prettier-ignore
  assert.deepEqual(choose([[9, 100], [10, 100], [20, 100]], 3), [10, 20, 40]); // prettier-ignore
  assert.deepEqual(choose([], 5), [40]);
});

test('a padded length is the smallest that fits', () => {
  assert.equal(paddedLength(10, [9, 10, 40]), 10);
  assert.equal(paddedLength(11, [9, 10, 40]), 40);
  assert.throws(() => paddedLength(41, [9, 10, 40]), /41 tokens/);
});

test('a batch is padded on the right and filled up with rows of one padding token', () => {
  const arrays = createBatchArrays(3, 4);
  arrays.inputIds.fill(99);
  const rows = {
    tokenIds: Int32Array.of(5, 6, 7, 8, 9),
    offsets: Int32Array.of(0, 2, 5),
    labels: Int32Array.of(0, 1),
    place: () => ({ file: '' }),
  };
  fillBatch(arrays, rows, [1, 0], { tokens: 4, padId: 1 });
  assert.deepEqual([...arrays.inputIds], [7, 8, 9, 1, 5, 6, 1, 1, 1, 1, 1, 1]);
  assert.deepEqual([...arrays.attentionMask], [1, 1, 1, 0, 1, 1, 0, 0, 1, 0, 0, 0]);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sortPlaces } from '../../../../src/data/browse/sortPlaces';
import { seededRandom } from '../seededRandom';

const sort = (
  keys: readonly number[],
  signal = new AbortController().signal,
): Promise<Uint32Array> =>
  sortPlaces(keys.length, (a, b) => (keys[a] ?? 0) - (keys[b] ?? 0), {
    signal,
    onProgress: (share) => assert.ok(share >= 0 && share <= 1, String(share)),
  });

test('places are sorted as a stable sort would, whatever their number', async () => {
  // 8,192 places are one block.
  for (const n of [0, 1, 2, 8_191, 8_192, 8_193, 16_384, 20_000, 50_001]) {
    const random = seededRandom(n);
    const keys = Array.from({ length: n }, () => random.below(1 + n / 3));
    const expected = keys.map((_, at) => at).sort((a, b) => (keys[a] ?? 0) - (keys[b] ?? 0));
    assert.deepEqual([...(await sort(keys))], expected, `n ${n}`);
  }
});

test('the thread answers others while millions are sorted, and the sort can be given up', async () => {
  const random = seededRandom(1);
  const keys = Array.from({ length: 400_000 }, () => random.next());
  let turns = 0;
  let isDone = false;
  const turn = (): void => {
    turns += 1;
    if (!isDone) setImmediate(turn);
  };
  setImmediate(turn);
  await sort(keys);
  isDone = true;
  assert.ok(turns > 5, `${turns} turns`);

  const stop = new AbortController();
  const stopped = sort(keys, stop.signal);
  setImmediate(() => stop.abort(new Error('given up')));
  await assert.rejects(stopped, /given up/);
});

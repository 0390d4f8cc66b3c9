import assert from 'node:assert/strict';
import { test } from 'node:test';
import { splitRows } from '../../../src/data/splitRows';
import { seededRandom } from './seededRandom';

test('no row is lost or doubled, every stratum keeps a row in train, shares are kept', () => {
  for (let seed = 0; seed < 400; seed += 1) {
    const random = seededRandom(seed);
    const kinds = 1 + random.below(6);
    const skew = random.next();
    const strata = Array.from(
      { length: random.below(200) },
      () => `s${Math.floor(random.next() ** (1 + 3 * skew) * kinds)}`,
    );
    const ratios = { validation: random.next() * 0.5, test: random.next() * 0.45, seed };
    const { train, validation, test: held } = splitRows(strata, ratios);
    const all = [...train, ...validation, ...held].sort((a, b) => a - b);
    assert.deepEqual(
      all,
      strata.map((_, position) => position),
      `seed ${seed}`,
    );
    for (const stratum of new Set(strata)) {
      const count = (positions: readonly number[]): number =>
        positions.filter((position) => strata[position] === stratum).length;
      const whole = count(all);
      assert.ok(count(train) >= 1, `seed ${seed}: ${stratum} has no row in train`);
      if (whole >= 20) {
        const share = whole * ratios.validation;
        assert.ok(Math.abs(count(validation) - share) <= 1 + 1e-9, `seed ${seed}: ${stratum}`);
      }
    }
    assert.deepEqual(splitRows(strata, ratios), { train, validation, test: held }, `seed ${seed}`);
  }
});

test('totals are the rounded shares of all rows', () => {
  const strata = Array.from({ length: 101 }, (_, i) => (i < 7 ? 'rare' : i < 40 ? 'some' : 'many'));
  const {
    train,
    validation,
    test: held,
  } = splitRows(strata, { validation: 0.1, test: 0.1, seed: 42 });
  assert.deepEqual([train.length, validation.length, held.length], [81, 10, 10]);
});

test('a single row stays in train; two rows give one away only when asked', () => {
  assert.deepEqual(splitRows(['a'], { validation: 0.5, test: 0.4, seed: 1 }), {
    train: [0],
    validation: [],
    test: [],
  });
  const two = splitRows(['a', 'a'], { validation: 0.1, test: 0, seed: 1 });
  assert.equal(two.validation.length, 1);
});

test('another seed cuts otherwise, file order is kept within a part', () => {
  const strata = Array.from({ length: 60 }, () => '');
  const first = splitRows(strata, { validation: 0.3, test: 0, seed: 1 });
  const second = splitRows(strata, { validation: 0.3, test: 0, seed: 2 });
  assert.notDeepEqual(first.validation, second.validation);
  assert.deepEqual(
    first.train,
    [...first.train].sort((a, b) => a - b),
  );
});

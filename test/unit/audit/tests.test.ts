import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bootstrap } from '../../../src/audit/statistics/bootstrap';
import { normalDetectable, shareDetectable } from '../../../src/audit/statistics/detectable';
import { Pace } from '../../../src/audit/statistics/pace';
import { permutationTest } from '../../../src/audit/statistics/permutationTest';
import { signFlipTest } from '../../../src/audit/statistics/signFlipTest';
import { fisherExact } from '../../../src/data/statistics/exactTests';
import { seededRandom } from '../data/seededRandom';

const pace = new Pace({});

test('a permutation test has the right share of small p-values, never 0, and counts ties against', async () => {
  const random = seededRandom(3);
  const observed = [0.5, 0.9995, 2, NaN, 0];
  const results = await permutationTest(observed, (statistics) => statistics.fill(random.next()), {
    permutations: 2_000,
    pace,
  });
  const [half, rare, never, undefinedOne, always] = results.map(({ pValue }) => pValue);
  assert.ok(Math.abs((half ?? 0) - 0.5) < 0.05, String(half));
  assert.ok((rare ?? 1) < 0.002 && (rare ?? 0) > 0.0001, String(rare));
  // Five times as many permutations for a value that none reaches.
  assert.equal(never, 1 / 10_001);
  assert.equal(undefinedOne, 1);
  assert.equal(always, 1);
  assert.ok(Math.abs((results[0]?.usual ?? 0) - 0.95) < 0.02);
  const ties = await permutationTest([1], (statistics) => statistics.fill(1 - 1e-15), {
    permutations: 2_000,
    pace,
  });
  assert.equal(ties[0]?.pValue, 1);
});

test('a bootstrap keeps every stratum and covers the mean at its stated rate, rows or clusters', async () => {
  const random = seededRandom(8);
  const normal = (): number =>
    Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
  const check = async (perCluster: number, clusterCount: number): Promise<void> => {
    let covered = 0;
    for (let trial = 0; trial < 200; trial += 1) {
      const shared = Array.from({ length: clusterCount }, normal);
      const count = clusterCount * perCluster;
      const clusters = Int32Array.from({ length: count }, (_, item) => item % clusterCount);
      const values = Float64Array.from(
        clusters,
        (cluster) => (shared[cluster] ?? 0) + normal() / 3,
      );
      const strata = clusters.map((cluster) => cluster % 2);
      const [result] = await bootstrap(
        { count, clusters: perCluster === 1 ? null : clusters, strata },
        (weights) => {
          let [sum, total, second] = [0, 0, 0];
          for (const [item, weight] of weights.entries()) {
            sum += weight * (values[item] ?? 0);
            total += weight;
            if (strata[item] === 1) second += weight;
          }
          assert.equal(second, Math.floor(clusterCount / 2) * perCluster);
          return [sum / total];
        },
        { resamples: 400, seed: trial, pace },
      );
      if (result != null && result.low <= 0 && result.high >= 0) covered += 1;
    }
    // 95 % of 200 are 190; 3.3 standard errors below are 180. Rows taken for independent cover about 60 % of clusters of ten.
    assert.ok(covered >= 180 && covered < 200, `${perCluster} a cluster: ${covered} of 200`);
  };
  await check(1, 40);
  await check(10, 16);
});

test('an undefined figure or a single cluster has no interval', async () => {
  const [undefinedOne, one] = await bootstrap(
    { count: 4, clusters: null, strata: null },
    () => [NaN, 1],
    { resamples: 50, seed: 1, pace },
  );
  assert.equal(undefinedOne, null);
  assert.deepEqual([one?.low, one?.high, one?.defined], [1, 1, 1]);
  const [single] = await bootstrap(
    { count: 4, clusters: new Int32Array(4), strata: null },
    () => [1],
    { resamples: 50, seed: 1, pace },
  );
  assert.equal(single, null);
});

test('sign flips are exact for few clusters and agree with random flips for many', async () => {
  const options = { permutations: 4_000, seed: 2, pace };
  // All 5 of one sign: 2 of 32 sign patterns are as extreme.
  assert.equal(await signFlipTest(Float64Array.of(1, 2, 3, 1, 2), null, options), 2 / 32);
  // The same in two clusters: 2 of 4; differences of 0 tell nothing.
  const clusters = Int32Array.of(0, 0, 1, 1, 1, 2);
  assert.equal(await signFlipTest(Float64Array.of(1, 2, 3, 1, 2, 0), clusters, options), 2 / 4);
  assert.equal(await signFlipTest(new Float64Array(30), null, options), 1);
  // 15 of 20 of one sign: binomial p = .0414.
  const signs = Float64Array.from({ length: 20 }, (_, index) => (index < 15 ? 1 : -1));
  const pValue = await signFlipTest(signs, null, options);
  assert.ok(Math.abs(pValue - 0.0414) < 0.012, String(pValue));
});

test('the detectable difference of two shares is found in 80 % of cases', () => {
  const check = (n: number, others: number, share: number, level: number): void => {
    const difference = shareDetectable({ n, others, share })(level) ?? NaN;
    const random = seededRandom(n);
    const other = share <= 0.5 ? share + difference : share - difference;
    const binomial = (trials: number, p: number): number => {
      let successes = 0;
      for (let trial = 0; trial < trials; trial += 1) if (random.chance(p)) successes += 1;
      return successes;
    };
    let found = 0;
    for (let trial = 0; trial < 1_000; trial += 1) {
      const [a, c] = [binomial(n, other), binomial(others, share)];
      if (fisherExact(a, n - a, c, others - c) <= level) found += 1;
    }
    // 3.3 standard errors around 80 %, with room above for the steps of small counts.
    assert.ok(found >= 760 && found <= 880, `n ${n}, share ${share}: ${found} of 1,000`);
  };
  check(60, 360, 0.5, 0.05);
  check(60, 360, 0.2, 0.001);
  check(200, 200, 0.9, 0.05);
  assert.equal(shareDetectable({ n: 3, others: 300, share: 0.5 })(0.001), null);
  assert.equal(shareDetectable({ n: 0, others: 300, share: 0.5 })(0.05), null);
  assert.ok(Math.abs((normalDetectable(1)(0.05) ?? 0) - 2.801585) < 1e-6);
});

test('work stops within 200 ms, tells how far it came and lets others have their turn', async () => {
  const stop = new AbortController();
  const shares: number[] = [];
  const slow = new Pace({ signal: stop.signal, onProgress: (done) => shares.push(done) });
  let asked = 0;
  setTimeout(() => {
    asked = performance.now();
    stop.abort(new Error('stopped'));
  }, 60);
  const work = permutationTest([0.5], (statistics) => statistics.fill(Math.sqrt(2)), {
    permutations: 1e9 / 100,
    pace: slow,
  });
  await assert.rejects(work, /stopped/);
  assert.ok(performance.now() - asked < 200);
  assert.ok(shares.length > 0);
});

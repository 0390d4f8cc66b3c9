import assert from 'node:assert/strict';
import { test } from 'node:test';
import { usualAuditOptions } from '../../../src/audit/auditOptions';
import { groupChanges } from '../../../src/audit/changes/groupChanges';
import { judgeChanges } from '../../../src/audit/changes/judgeChanges';
import { auditGroups } from '../../../src/audit/groups/auditGroups';
import { agreeingPValue } from '../../../src/audit/statistics/agreeingPValue';
import { judgeChecks } from '../../../src/audit/statistics/judge';
import { benjaminiHochberg } from '../../../src/data/statistics/benjaminiHochberg';
import { seededNumbers } from '../../../src/data/seededNumbers';
import { seededRandom } from '../data/seededRandom';
import { simulatedRows } from './simulation';
import type { Plant } from './plants';

const options = { ...usualAuditOptions, permutations: 500, resamples: 200, positive: null };
const kinds: readonly Plant['kind'][] = ['selection-rate', 'false-positive-rate', 'labels-of-selected', 'scores-of-others', 'negatives-higher', 'positives-lower', 'labels-rarer', 'labels-at-random']; // prettier-ignore

/** A population of a few groups with something planted, of which one in three has copies and one in three authors. */
function populationOf(seed: number) {
  const random = seededRandom(seed);
  const sizes = Array.from({ length: 2 + random.below(4) }, () => 10 * (3 + random.below(25)));
  const dependent = random.below(3);
  return {
    ...{ sizes, selected: random.pick([0.1, 0.3, 0.5]) },
    ...(dependent === 1 ? { copies: 2 } : {}),
    ...(dependent === 2 ? { authors: { rows: 5, alike: 0.4 } } : {}),
    plant: { kind: random.pick(kinds), strength: random.pick([0.1, 0.2, 0.4, 0.7]) },
  };
}

test('no disparity is found within an interval that holds 0', async () => {
  const without = new Map<string, number>();
  let disparities = 0;
  for (let seed = 1; seed <= 40; seed += 1) {
    const { rows, columns } = simulatedRows(populationOf(seed), seed);
    const { checks } = await auditGroups(rows, columns, { ...options, seed });
    const adjusted = benjaminiHochberg(checks.flatMap(({ pValue }) => pValue ?? []));
    let place = 0;
    for (const { metric, pValue, disparity } of checks) {
      if (pValue === null) continue;
      const p = adjusted[place++] ?? 1;
      if (p <= 0.05 && disparity !== null && disparity.low <= 0 && disparity.high >= 0)
        without.set(metric, (without.get(metric) ?? 0) + 1);
    }
    for (const { verdict, disparity, metric } of judgeChecks(checks, options)) {
      if (verdict !== 'disparity') continue;
      disparities += 1;
      assert.ok(disparity !== null && (disparity.low > 0 || disparity.high < 0), `${metric}, seed ${seed}`); // prettier-ignore
    }
  }
  assert.ok(disparities > 100, `${disparities} disparities`);
  // Tests alone would have found some.
  assert.ok([...without.values()].reduce((sum, each) => sum + each, 0) > 0);
});

test('no change is found within an interval that holds 0', async () => {
  let [found, without] = [0, 0];
  for (let seed = 1; seed <= 30; seed += 1) {
    const next = seededNumbers(seed);
    const { rows, columns } = simulatedRows({ ...populationOf(seed), selected: 0.4 }, seed);
    const after = rows.probabilities.map((share, at) => (at % 2 === 0 ? 0 : share));
    for (let row = 0; row < rows.rows.length; row += 1) {
      const isOne = columns[0]!.values[row] === 'group0';
      const share = rows.probabilities[2 * row + 1]!;
      after[2 * row + 1] =
        isOne && next() < 0.1 * (seed % 4) ? 1 - share : share ** (1 + (seed % 3) / 3);
      after[2 * row] = 1 - after[2 * row + 1]!;
    }
    const changes = await groupChanges(rows, { ...rows, probabilities: after }, columns, {
      ...options,
      seed,
    });
    const adjusted = benjaminiHochberg(changes.flatMap(({ pValue }) => pValue ?? []));
    let place = 0;
    for (const { pValue, low, high } of changes) {
      if (pValue === null) continue;
      const p = adjusted[place++] ?? 1;
      if (p <= 0.05 && low! <= 0 && high! >= 0) without += 1;
    }
    for (const { verdict, low, high, metric } of judgeChanges(changes, options)) {
      if (verdict !== 'worse' && verdict !== 'better') continue;
      found += 1;
      assert.ok((low ?? 0) > 0 || (high ?? 0) < 0, `${metric}, seed ${seed}`);
    }
  }
  assert.ok(found > 30 && without > 0, `${found} changes, ${without}`);
});

test('the p-value of a figure whose interval holds 0 is about where the interval would end at 0', () => {
  const check = (low: number, expected: number, reach?: number): void => {
    const found = agreeingPValue(0.001, { value: 0.1, low, high: 0.4 }, reach);
    assert.ok(Math.abs(found - expected) < 1e-4, `${found}`);
    const mirrored = agreeingPValue(0.001, { value: -0.1, low: -0.4, high: -low }, reach);
    assert.equal(mirrored, found);
  };
  check(0.01, 0.001);
  check(0, 0.05);
  check(0, 0.327, 0.2);
  check(-0.1, 0.327);
  // The test itself may be less sure.
  assert.equal(agreeingPValue(0.9, { value: 0.1, low: -0.1, high: 0.4 }), 0.9);
  assert.equal(agreeingPValue(0.001, { value: 0, low: 0, high: 0.4 }), 1);
});

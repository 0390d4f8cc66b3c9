import assert from 'node:assert/strict';
import { test } from 'node:test';
import { usualAuditOptions } from '../../../src/audit/auditOptions';
import { groupChanges } from '../../../src/audit/changes/groupChanges';
import { judgeChanges } from '../../../src/audit/changes/judgeChanges';
import { exchangedTable, pairedRows, resampledTable } from '../../../src/audit/changes/pairedRows';
import type { ScoredRows } from '../../../src/audit/scoredRows';
import { clusteredMcnemar } from '../../../src/audit/statistics/clusteredMcnemar';
import { drawNormal } from '../../../src/audit/statistics/drawNormal';
import { negative, outside, pairedAreas, positive } from '../../../src/audit/statistics/pairedAreas'; // prettier-ignore
import { mcnemarExact } from '../../../src/data/compareOutcomes';
import { seededNumbers } from '../../../src/data/seededNumbers';
import type { AuditChange } from '../../../src/protocol/audit';
import { seededRandom } from '../data/seededRandom';
import { column, yesNoRows } from './scored';

const options = { ...usualAuditOptions, permutations: 1_000, resamples: 1_000, positive: null };

test('clustered McNemar is the share of all exchanges that change as much', () => {
  for (let seed = 0; seed < 60; seed += 1) {
    const random = seededRandom(seed);
    const totals = Array.from({ length: random.below(13) }, () => random.below(9) - 4);
    const observed = Math.abs(totals.reduce((sum, total) => sum + total, 0));
    let extreme = 0;
    for (let signs = 0; signs < 2 ** totals.length; signs += 1) {
      const sum = totals.reduce((all, total, at) => all + ((signs >> at) & 1 ? total : -total), 0);
      if (Math.abs(sum) >= observed) extreme += 1;
    }
    const found = clusteredMcnemar(totals.map((total) => ({ total, clusters: 1 })));
    assert.ok(Math.abs(found - extreme / 2 ** totals.length) < 1e-12, `seed ${seed}: ${found}`);
  }
  for (const [worse, better] of [
    [0, 0],
    [7, 0],
    [12, 30],
    [4_000, 4_200],
  ] as const) {
    const alone = [{ total: 1, clusters: worse }, { total: -1, clusters: better }, { total: 0, clusters: 9 }]; // prettier-ignore
    assert.equal(clusteredMcnemar(alone), mcnemarExact(worse, better));
    // Each row twice says what each says once.
    const twice = alone.map(({ total, clusters }) => ({ total: 2 * total, clusters }));
    assert.ok(Math.abs(clusteredMcnemar(twice) / mcnemarExact(worse, better) - 1) < 1e-9);
  }
});

/** Rows of clusters; the scores of either model are those of the label with noise that a cluster shares in part. */
function madeUp(rows: number, inOne: number, seed: number) {
  const next = seededNumbers(seed);
  const shared = (): number[] => {
    const common = Array.from({ length: rows }, () => drawNormal(next));
    return common.map((_, row) => common[row - (row % inOne)]! + 0.5 * drawNormal(next));
  };
  const gold = shared().map((value) => Number(value > 0));
  const scoresOf = (noise: readonly number[]): number[] =>
    noise.map((value, row) => 1 / (1 + Math.exp(-2 * gold[row]! + 1 - value)));
  const clusterOf = Int32Array.from(gold, (_, row) => row - (row % inOne));
  return { gold, before: scoresOf(shared()), after: scoresOf(shared()), clusterOf };
}

function ranked(scores: readonly number[]) {
  const ascending = Int32Array.from([...scores.keys()].sort((a, b) => scores[a]! - scores[b]!));
  return { scores: Float32Array.from(scores), ascending };
}

test('the variance of areas over clusters is that of Obuchowski, from all pairs', () => {
  for (let seed = 0; seed < 30; seed += 1) {
    const { gold, before, after, clusterOf } = madeUp(60, 1 + (seed % 5), seed);
    const sides = Uint8Array.from(gold, (label, row) => (row % 7 === 0 ? outside : label === 1 ? positive : negative)); // prettier-ignore
    const on = (side: number): number[] => [...sides.keys()].filter((row) => sides[row] === side);
    const [own, other] = [on(positive), on(negative)];
    const wins = (scores: readonly number[], a: number, b: number): number =>
      (1 + Math.sign(Math.fround(scores[a]!) - Math.fround(scores[b]!))) / 2;
    const gain = (a: number, b: number): number => wins(after, a, b) - wins(before, a, b);
    const mean = (values: readonly number[]): number => values.reduce((sum, each) => sum + each, 0) / values.length; // prettier-ignore
    const theta = mean(own.flatMap((a) => other.map((b) => gain(a, b))));
    const clusters = [...new Set(own.concat(other).map((row) => clusterOf[row]!))];
    const sums = clusters.map((cluster) => {
      const mine = (rows: readonly number[]): number[] => rows.filter((row) => clusterOf[row] === cluster); // prettier-ignore
      const ofOwn = mine(own).map((a) => mean(other.map((b) => gain(a, b))) - theta);
      const ofOther = mine(other).map((b) => mean(own.map((a) => gain(a, b))) - theta);
      const total = (values: readonly number[]): number => values.reduce((sum, each) => sum + each, 0); // prettier-ignore
      return { own: total(ofOwn), other: total(ofOther), hasOwn: ofOwn.length > 0, hasOther: ofOther.length > 0 }; // prettier-ignore
    });
    const [m, n] = [own.length, other.length];
    const part = (count: number, product: (each: (typeof sums)[number]) => number): number =>
      (count / (count - 1)) * sums.reduce((sum, each) => sum + product(each), 0);
    const expected =
      part(sums.filter(({ hasOwn }) => hasOwn).length, (each) => (each.own / m) ** 2) +
      part(sums.filter(({ hasOther }) => hasOther).length, (each) => (each.other / n) ** 2) +
      2 * part(sums.length, (each) => (each.own / m) * (each.other / n));
    const found = pairedAreas(ranked(before), ranked(after), sides, clusterOf);
    assert.ok(Math.abs(found.variance - Math.max(0, expected)) < 1e-9, `seed ${seed}`);
    assert.ok(Math.abs(found.after - found.before - theta) < 1e-9, `seed ${seed}`);
    // Every row twice, in one cluster with its copy, says what the rows say once.
    if (seed % 5 !== 0) continue;
    const twice = <T>(values: readonly T[]): T[] => values.flatMap((value) => [value, value]);
    const doubled = pairedAreas(ranked(twice(before)), ranked(twice(after)), Uint8Array.from(twice([...sides])), Int32Array.from(twice([...clusterOf]))); // prettier-ignore
    assert.ok(Math.abs(doubled.variance - found.variance) < 1e-9, `seed ${seed}`);
  }
});

test('tables of clusters vary as their rows do when whole clusters are exchanged or drawn', () => {
  const random = seededRandom(3);
  const count = 90;
  const bits = (): Uint8Array => Uint8Array.from({ length: count }, () => random.below(2));
  const rows = { actual: bits(), before: bits(), after: bits() };
  const groupOf = Int32Array.from({ length: count }, () => random.below(3) - 1);
  const clusterOf = Int32Array.from({ length: count }, (_, row) => (row < 60 ? row - (row % 3) : row)); // prettier-ignore
  const set = { id: 'group/x', names: ['a', 'b'], groupOf, sizes: [], note: null } as const;
  const paired = pairedRows(set, clusterOf, rows);
  const cellOf = (row: number, isExchanged: boolean): number => {
    const [first, second] = isExchanged ? [rows.after, rows.before] : [rows.before, rows.after];
    return groupOf[row]! * 8 + rows.actual[row]! * 4 + first[row]! * 2 + second[row]!;
  };
  const inGroups = [...groupOf.keys()].filter((row) => groupOf[row]! >= 0);
  const clusters = [...new Set(inGroups.map((row) => clusterOf[row]!))].map((cluster) => inGroups.filter((row) => clusterOf[row] === cluster)); // prettier-ignore
  const next = seededNumbers(8);
  const byRow = {
    exchanged: (table: Float64Array): void => {
      for (const own of clusters) {
        const isExchanged = next() < 0.5;
        for (const row of own) table[cellOf(row, isExchanged)]! += 1;
      }
    },
    resampled: (table: Float64Array): void => {
      for (const group of [0, 1]) {
        const own = clusters.filter(([row]) => groupOf[row!] === group);
        own.forEach(() => {
          for (const row of own[Math.floor(next() * own.length)]!) table[cellOf(row, false)]! += 1; // prettier-ignore
        });
      }
    },
  };
  const draws = 4_000;
  const moments = (draw: (table: Float64Array) => void) => {
    const [sums, squares] = [new Float64Array(16), new Float64Array(16)];
    const table = new Float64Array(16);
    for (let at = 0; at < draws; at += 1) {
      table.fill(0);
      draw(table);
      for (const [cell, value] of table.entries()) {
        sums[cell]! += value / draws;
        squares[cell]! += value ** 2 / draws;
      }
    }
    return {
      means: sums,
      variances: squares.map((square, cell) => Math.max(0, square - sums[cell]! ** 2)),
    };
  };
  for (const [draw, expected] of [
    [exchangedTable, byRow.exchanged],
    [resampledTable, byRow.resampled],
  ] as const) {
    const found = moments((table) => draw(paired, table, next));
    const { means, variances } = moments(expected);
    for (const [cell, variance] of variances.entries()) {
      const error = Math.sqrt((variance * 2) / draws);
      assert.ok(
        Math.abs(found.means[cell]! - means[cell]!) <= 4.5 * error + 1e-9,
        `cell ${cell} of ${draw.name}: ${found.means[cell]!}, not ${means[cell]!}`,
      );
      assert.ok(Math.abs(found.variances[cell]! - variance) <= 0.15 * variance + 1e-9, `${cell}`);
    }
  }
});

/** Two models alike; whole clusters of rows, each in one group, go wrong together. */
function twoModels(
  inOne: number,
  seed: number,
): { before: ScoredRows; after: ScoredRows; values: string[] } {
  // prettier-ignore
  const { gold, before, after, clusterOf } = madeUp(600, inOne, seed);
  const values = [...clusterOf].map((cluster) => ((cluster / inOne) % 2 === 0 ? 'a' : 'b'));
  const [old, young] = [yesNoRows(gold, before), yesNoRows(gold, after)];
  return { before: old, after: young, values };
}

test('rows of one author go wrong together: models alike are told apart in few reports', async () => {
  let [alarms, unclustered] = [0, 0];
  const isAlarm = ({ verdict }: AuditChange): boolean =>
    verdict === 'worse' || verdict === 'better';
  const few = { ...options, permutations: 500, resamples: 60 };
  for (let seed = 0; seed < 50; seed += 1) {
    const { before, after, values } = twoModels(10, seed);
    const dependence = {
      name: 'author',
      values: values.map((_, row) => `${Math.floor(row / 10)}`),
    };
    const changesOf = async (old: ScoredRows, young: ScoredRows) =>
      judgeChanges(await groupChanges(old, young, [column('who', values)], few), few);
    const clustered = await changesOf({ ...before, dependence }, { ...after, dependence });
    if (clustered.some(isAlarm)) alarms += 1;
    if ((await changesOf(before, after)).some(isAlarm)) unclustered += 1;
  }
  // 5 % of 50 are 2.5; 3.3 standard errors above are 7.
  assert.ok(alarms <= 7, `${alarms} of 50 reports`);
  assert.ok(unclustered >= 20, `${unclustered} of 50 reports without clusters`);
});

test('every row twice says what the rows say once', async () => {
  const { before, after, values } = twoModels(1, 4);
  const twice = <T>(each: readonly T[]): T[] => each.flatMap((value) => [value, value]);
  const doubled = (rows: ScoredRows): ScoredRows => ({
    ...yesNoRows(twice([...rows.gold!]), twice([...rows.probabilities].filter((_, at) => at % 2 === 1))), // prettier-ignore
    texts: twice(rows.texts),
  });
  const once = await groupChanges(before, after, [column('who', values)], options);
  const again = await groupChanges(doubled(before), doubled(after), [column('who', twice(values))], options); // prettier-ignore
  assert.deepEqual(again.map(({ metric, reason }) => [metric, reason]), once.map(({ metric, reason }) => [metric, reason])); // prettier-ignore
  for (const [at, { metric, value, low, high, pValue }] of once.entries()) {
    const other = again[at]!;
    assert.ok(Math.abs(other.value! - value!) < 1e-6, metric);
    if (pValue === null) continue;
    const isExact = metric === 'error-rate' || metric.endsWith('-shortfall');
    assert.ok(Math.abs(other.pValue! - pValue) < (isExact ? 1e-6 : 0.07), metric);
    assert.ok(Math.abs((other.high! - other.low!) / (high! - low!) - 1) < 0.15, metric);
  }
});

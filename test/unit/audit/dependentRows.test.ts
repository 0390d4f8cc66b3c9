import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alikeness } from '../../../src/audit/groups/alikeness';
import { dependentRows } from '../../../src/audit/groups/dependentRows';
import { effectiveRows } from '../../../src/audit/groups/effectiveRows';
import { drawNormal } from '../../../src/audit/statistics/drawNormal';
import { Pace } from '../../../src/audit/statistics/pace';
import { seededNumbers } from '../../../src/data/seededNumbers';
import { seededRandom } from '../data/seededRandom';
import { raisesAlarm, simulatedAudit } from './simulation';

const pace = new Pace({});

/** Rows with few texts and few authors, some without one. */
function madeUp(seed: number) {
  const random = seededRandom(seed);
  const count = 2 + random.below(40);
  const texts = Array.from({ length: count }, () => `text ${random.below(30)}`);
  const values = texts.map(() => (random.chance(0.2) ? null : `author ${random.below(12)}`));
  const groupOf = Int32Array.from(texts, () => random.below(4) - 1);
  const isIn = texts.map(() => random.chance(0.8));
  return { random, texts, values, groupOf, isIn, dependence: { name: 'author', values } };
}

test('rows that share a text or an author, also by way of others, are one cluster', async () => {
  for (let seed = 0; seed < 100; seed += 1) {
    const { texts, values, dependence } = madeUp(seed);
    const { clusterOf } = await dependentRows({ texts, dependence }, pace);
    const links = (a: number, b: number): boolean =>
      texts[a] === texts[b] || (values[a] !== null && values[a] === values[b]);
    // The first row that each can be reached from, by walking until nothing changes.
    const first = texts.map((_, row) => row);
    for (let changed = true; changed;) {
      changed = false;
      for (const a of texts.keys())
        for (const b of texts.keys())
          if (links(a, b) && first[a]! > first[b]!) [first[a], changed] = [first[b]!, true];
    }
    assert.deepEqual([...(clusterOf ?? texts.keys())], first, `seed ${seed}`);
  }
});

test('effective rows are n² over the sum of the correlations of all pairs', async () => {
  for (let seed = 0; seed < 100; seed += 1) {
    const { texts, values, groupOf, isIn, random, dependence } = madeUp(seed);
    const dependent = await dependentRows({ texts, dependence }, pace);
    const alike = random.pick([0, 0.1, 0.7, 1]);
    const inGroups = [...texts.keys()].filter((row) => isIn[row]! && groupOf[row]! >= 0);
    const sizes = Float64Array.from([0, 1, 2], (group) => inGroups.filter((row) => groupOf[row] === group).length); // prettier-ignore
    const found = effectiveRows(dependent, groupOf, sizes, { isIn: (row) => isIn[row]!, alike });
    const correlation = (a: number, b: number): number => {
      if (texts[a] === texts[b]) return 1;
      return values[a] !== null && values[a] === values[b] ? alike : 0;
    };
    const expected = (rows: readonly number[]): number => {
      const sum = rows.reduce((all, a) => all + rows.reduce((own, b) => own + correlation(a, b), 0), 0); // prettier-ignore
      return rows.length === 0 ? 0 : rows.length ** 2 / sum;
    };
    for (const group of [0, 1, 2]) {
      const own = inGroups.filter((row) => groupOf[row] === group);
      const rest = inGroups.filter((row) => groupOf[row] !== group);
      assert.ok(Math.abs(found.own[group]! - expected(own)) < 1e-9, `seed ${seed}`);
      assert.ok(Math.abs(found.rest[group]! - expected(rest)) < 1e-9, `seed ${seed}`);
    }
  }
});

/** Rows of authors whose values have such a correlation; every second row repeats the text of the one before it where `copies`. */
function authored(alike: number, seed: number, copies: boolean) {
  const next = seededNumbers(seed);
  const [texts, values, amounts]: [string[], string[], number[]] = [[], [], []];
  for (let author = 0; author < 400; author += 1) {
    const common = Math.sqrt(alike) * drawNormal(next);
    for (let row = 0; row < 8; row += 1) {
      const isCopy = copies && row % 2 === 1;
      texts.push(isCopy ? texts.at(-1)! : `${author} ${row}`);
      values.push(`${author}`);
      const own = common + Math.sqrt(1 - alike) * drawNormal(next);
      amounts.push(isCopy ? amounts.at(-1)! : own);
    }
  }
  return { texts, amounts, dependence: { name: 'author', values } };
}

test('how alike rows of an author are is found, whether their texts repeat or not', async () => {
  for (const copies of [false, true])
    for (const alike of [0, 0.2, 0.6]) {
      const { amounts, ...rows } = authored(alike, 11, copies);
      const dependent = await dependentRows(rows, pace);
      const found = alikeness(dependent, {
        ...{ count: amounts.length, isIn: () => true, valueOf: (row) => amounts[row]! },
      });
      // One standard error is added, about .02 here, and one or two are chance.
      assert.ok(found >= alike - 0.03 && found <= alike + 0.09, `${found} for ${alike}`);
    }
});

test('where nobody can tell how alike rows are, they count as wholly alike', async () => {
  const texts = ['a', 'b', 'c', 'd'];
  const check = async (values: readonly string[], amounts: readonly number[]): Promise<void> => {
    const dependent = await dependentRows({ texts, dependence: { name: 'who', values } }, pace);
    const asked = { count: 4, isIn: () => true, valueOf: (row: number) => amounts[row]! };
    assert.equal(alikeness(dependent, asked), 1);
  };
  await check(['x', 'x', 'x', 'x'], [0, 1, 0, 1]);
  await check(['x', 'x', 'y', 'y'], [1, 1, 1, 1]);
  await check(['w', 'x', 'y', 'z'], [1, 0, 1, 0]);
});

test('rows of authors who are alike raise few alarms, and have wider intervals', async () => {
  const population = { sizes: [640, 640], selected: 0.5, authors: { rows: 16, alike: 0.8 } };
  const few = { permutations: 200, resamples: 20 };
  let [alarms, wider] = [0, 0];
  for (let seed = 1; seed <= 40; seed += 1) {
    const checks = await simulatedAudit(population, seed, few);
    if (raisesAlarm(checks)) alarms += 1;
    const rate = checks.find(({ metric }) => metric === 'selection-rate');
    if ((rate?.high ?? 0) - (rate?.low ?? 0) > 0.12) wider += 1;
  }
  // 5 % of 40 are 2; 3.3 standard errors above are 6. As independent rows their intervals are .078 wide.
  assert.ok(alarms <= 6, `${alarms} of 40 reports`);
  assert.equal(wider, 40);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drawUntilDecided } from '../../../src/audit/statistics/drawUntilDecided';
import { Pace } from '../../../src/audit/statistics/pace';
import { startPermutations } from '../../../src/audit/statistics/permutationTest';
import { seededNumbers } from '../../../src/data/seededNumbers';

const pace = new Pace({});

interface Figure {
  readonly pValue: number;
  readonly sampled: Awaited<ReturnType<typeof startPermutations>>[number];
  readonly drawn: () => number;
}

/** A test whose permutations exceed the observed value with this probability. */
async function figureOf(
  probability: number,
  permutations: number,
  next: () => number,
): Promise<Figure> {
  let drawn = 0;
  const draw = (statistics: Float64Array): void => {
    drawn += 1;
    statistics[0] = next();
  };
  const [sampled] = await startPermutations([1 - probability], draw, { permutations, pace });
  assert.ok(sampled !== undefined);
  return { pValue: sampled.pValue, sampled, drawn: () => drawn };
}

test('small p-values are drawn until the verdicts do not depend on it, the fewer times the more there are', async () => {
  const check = async (
    probabilities: readonly number[],
    { most = 1e6, exact = [] as readonly number[] },
    expected: readonly number[],
  ): Promise<void> => {
    const next = seededNumbers(11);
    const figures: Figure[] = [];
    for (const probability of probabilities) figures.push(await figureOf(probability, 1_000, next));
    const others = exact.map((pValue) => ({ pValue }));
    await drawUntilDecided([...figures, ...others, { pValue: null }], {
      ...{ drawn: 1_000, most, alpha: 0.05, pace },
    });
    assert.deepEqual(
      figures.map(({ drawn }) => drawn()),
      expected,
    );
  };
  const [never, often] = [1e-12, 0.3];
  // One of 50 tests must be at .05 / 50: 20 times 1,000 draws; one that is exceeded often needs no more than the first.
  const usual = Array.from({ length: 48 }, () => 0.5);
  await check([never, often], { exact: usual }, [20_000, 1_000]);
  // With a second small one, drawn or exact, twice that level is enough.
  await check([never, never, often], { exact: usual.slice(1) }, [10_000, 10_000, 1_000]);
  await check([never, often], { exact: [1e-9, ...usual.slice(1)] }, [10_000, 1_000]);
  await check(Array<number>(22).fill(never), { exact: usual.slice(20) }, Array(22).fill(1_000));
  await check([never, often], { most: 1_500, exact: usual }, [1_500, 1_000]);
  await check([often], { exact: usual }, [1_000]);
  await check([], { exact: usual }, []);
});

test('figures that rest on one test count once', async () => {
  const next = seededNumbers(12);
  const first = await figureOf(1e-12, 1_000, next);
  const second = await figureOf(1e-12, 1_000, next);
  const alike = [
    { ...first, test: 'same' },
    { ...second, test: 'same' },
  ];
  const others = Array.from({ length: 49 }, () => ({ pValue: 0.5 }));
  await drawUntilDecided([...alike, ...others], {
    ...{ drawn: 1_000, most: 1e6, alpha: 0.05, pace },
  });
  assert.deepEqual([first.drawn(), second.drawn()], [20_000, 20_000]);
});

test('p-values without a disparity are no smaller than chance makes them, whatever the other tests of the report say', async (context) => {
  const reports = 2_000;
  /** @param drawProbabilities of one report: those of 1e-12 have a disparity */
  const check = async (
    what: string,
    drawProbabilities: (next: () => number) => readonly number[],
  ): Promise<void> => {
    const next = seededNumbers(13);
    const levels = [0.0025, 0.005, 0.01, 0.02, 0.05];
    const hits = levels.map(() => 0);
    let further = 0;
    for (let report = 0; report < reports; report += 1) {
      const probabilities = drawProbabilities(next);
      const figures: Figure[] = [];
      for (const probability of probabilities) figures.push(await figureOf(probability, 200, next));
      await drawUntilDecided(figures, { drawn: 200, most: 1e5, alpha: 0.05, pace });
      // One null test of each report, so that the counted ones are independent.
      const own = figures[probabilities.findLastIndex((each) => each > 1e-12)];
      assert.ok(own !== undefined);
      if (own.drawn() > 200) further += 1;
      for (const [index, level] of levels.entries())
        if (own.sampled.pValue <= level) hits[index] = (hits[index] ?? 0) + 1;
    }
    context.diagnostic(`${what}: ${hits.join(', ')} of ${reports} up to ${levels.join(', ')}`);
    assert.ok(further > 0, what);
    for (const [index, level] of levels.entries()) {
      // 3.3 standard errors.
      const most = reports * level + 3.3 * Math.sqrt(reports * level * (1 - level));
      assert.ok((hits[index] ?? 0) <= most, `${what}, seed 13: ${hits[index]} at ${level}`);
    }
  };
  const of = (count: number, probability: () => number): number[] =>
    Array.from({ length: count }, probability);
  await check('nine that are large', (next) => [...of(9, () => 0.9), next()]);
  await check('ten independent ones', (next) => of(10, next));
  await check('ten alike', (next) => {
    const same = next();
    return of(10, () => same);
  });
  await check('three disparities', (next) => [...of(3, () => 1e-12), ...of(7, next)]);
  await check('disparities where it is small', (next) => {
    const own = next();
    return [...of(9, () => (own < 0.02 ? 1e-12 : 0.9)), own];
  });
});

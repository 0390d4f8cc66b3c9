import assert from 'node:assert/strict';
import { test } from 'node:test';
import { distanceChange } from '../../../src/audit/changes/distanceChange';
import { gapChange } from '../../../src/audit/changes/gapChange';
import type { DrawnRate } from '../../../src/audit/changes/gapChange';
import { gaps } from '../../../src/audit/groups/gaps';
import type { Gap } from '../../../src/audit/groups/gaps';
import { drawNormal } from '../../../src/audit/statistics/drawNormal';
import { seededNumbers } from '../../../src/data/seededNumbers';

const [parity, parityRatio, worstOdds, meanOdds] = gaps as readonly [Gap, Gap, Gap, Gap];
const rows = 100;

/** Rates of groups around their true values under two models, with correlation .6 and the spread of so many rows. */
function drawRates(
  before: readonly number[],
  after: readonly number[],
  next: () => number,
): { before: number[]; after: number[] } {
  const found = { before: [] as number[], after: [] as number[] };
  for (const [group, old] of before.entries()) {
    const young = after[group] ?? NaN;
    const [x, y] = [drawNormal(next), drawNormal(next)];
    found.before.push(limited(old + Math.sqrt((old * (1 - old)) / rows) * x));
    found.after.push(limited(young + Math.sqrt((young * (1 - young)) / rows) * (0.6 * x + 0.8 * y))); // prettier-ignore
  }
  return found;
}

function limited(rate: number): number {
  return Math.max(0.005, Math.min(0.995, rate));
}

function withDraws(before: readonly number[], after: readonly number[], next: () => number) {
  const seen = drawRates(before, after, next);
  const draws = Array.from({ length: 150 }, () => drawRates(seen.before, seen.after, next));
  const rates = (model: 'before' | 'after'): DrawnRate[] =>
    seen[model].map((value, group) => ({
      ...{ value, rows },
      drawn: Float64Array.from(draws, (each) => each[model][group]!),
    }));
  return { before: rates('before'), after: rates('after') };
}

const size = {
  difference: (rates: readonly number[]) => Math.max(...rates) - Math.min(...rates),
  ratio: (rates: readonly number[]) => 1 - Math.min(...rates) / Math.max(...rates),
};

test('the interval of how a gap changed holds the truth, also from alike groups to unlike ones', () => {
  const check = (gap: Gap, before: readonly number[], after: readonly number[]): void => {
    const next = seededNumbers(5);
    const truth = size[gap.scale](after) - size[gap.scale](before);
    let missed = 0;
    for (let set = 0; set < 150; set += 1) {
      const { before: old, after: young } = withDraws(before, after, next);
      const [low, high] = gapChange(gap, { before: [old], after: [young] })!;
      if (truth < low || truth > high) missed += 1;
    }
    // At 6 % 18 or more of 150 happen once in two hundred times; percentiles miss 30 and more from alike to unlike.
    assert.ok(missed < 18, `${gap.metric} ${before.join()} to ${after.join()}: ${missed} missed`);
  };
  const alike = [0.5, 0.5, 0.5, 0.5, 0.5];
  for (const gap of [parity, parityRatio]) {
    check(gap, alike, alike);
    check(gap, alike, [0.7, 0.5, 0.5, 0.5, 0.5]);
    check(gap, [0.3, 0.5, 0.5, 0.5, 0.5], alike);
    check(gap, [0.5, 0.5], [0.5, 0.65]);
    check(gap, [0.3, 0.5, 0.5], [0.5, 0.5, 0.2]);
  }
});

test('of two groups it is the change of their distance', () => {
  const next = seededNumbers(11);
  for (const [before, after] of [
    [
      [0.5, 0.5],
      [0.4, 0.6],
    ],
    [
      [0.3, 0.6],
      [0.6, 0.4],
    ],
  ] as const) {
    const { before: old, after: young } = withDraws(before, after, next);
    const found = gapChange(parity, { before: [old], after: [young] })!;
    const difference = ([one, other]: readonly DrawnRate[]) => ({
      value: one!.value - other!.value,
      drawn: one!.drawn.map((each, draw) => each - other!.drawn[draw]!),
    });
    const [first, second] = [difference(old), difference(young)];
    const expected = distanceChange(
      { before: first.value, after: second.value },
      { before: first.drawn, after: second.drawn },
    )!;
    for (const at of [0, 1] as const) assert.ok(Math.abs(found[at] - expected[at]) < 0.02);
    assert.ok(found[0] <= expected[0] + 0.002 && found[1] >= expected[1] - 0.002);
  }
});

test('it turns round with the models, and with a second rate that says nothing the worst case stays', () => {
  const next = seededNumbers(3);
  const { before, after } = withDraws([0.5, 0.4, 0.6], [0.2, 0.5, 0.7], next);
  const found = gapChange(parity, { before: [before], after: [after] })!;
  const back = gapChange(parity, { before: [after], after: [before] })!;
  assert.ok(Math.abs(found[0] + back[1]) < 0.003 && Math.abs(found[1] + back[0]) < 0.003);
  const same = before.map((rate) => ({ ...rate, value: 0.5, drawn: rate.drawn.map(() => 0.5) }));
  const worst = gapChange(worstOdds, { before: [before, same], after: [after, same] })!;
  assert.ok(Math.abs(worst[0] - found[0]) < 1e-9 && Math.abs(worst[1] - found[1]) < 1e-9);
  // The mean with a rate that never differs changes by half as much.
  const mean = gapChange(meanOdds, { before: [before, same], after: [after, same] })!;
  assert.ok(Math.abs(mean[0] - found[0] / 2) < 1e-9 && Math.abs(mean[1] - found[1] / 2) < 1e-9);
});

test('a rate of 0 has a ratio, and what is undefined in most resamples has no interval', () => {
  const constant = (value: number): DrawnRate => ({ value, rows, drawn: new Float64Array(40).fill(value) }); // prettier-ignore
  const [low, high] = gapChange(parityRatio, {
    before: [[constant(0.5), constant(0.5)]],
    after: [[constant(0), constant(0.5)]],
  })!;
  assert.ok(low > 0.98 && high < 1);
  const gone = { ...constant(0.5), drawn: new Float64Array(40).fill(NaN) };
  assert.equal(gapChange(parity, { before: [[gone, constant(0.5)]], after: [[constant(0.5), constant(0.5)]] }), null); // prettier-ignore
});

test('of more groups than can all be compared the foremost are', () => {
  const next = seededNumbers(9);
  const many = Array.from({ length: 100 }, () => 0.5);
  const { before, after } = withDraws(many, many, next);
  const [low, high] = gapChange(parity, { before: [before], after: [after] })!;
  assert.ok(low < 0 && high > 0);
});

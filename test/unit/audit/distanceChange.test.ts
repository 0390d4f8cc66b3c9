import assert from 'node:assert/strict';
import { test } from 'node:test';
import { distanceChange } from '../../../src/audit/changes/distanceChange';
import { drawNormal } from '../../../src/audit/statistics/drawNormal';
import { seededNumbers } from '../../../src/data/seededNumbers';

const deviation = 0.05;

/** Pairs around a mean, with one deviation and correlation .6. */
function drawPairs(mean: readonly [number, number], count: number, next: () => number) {
  const [before, after] = [new Float64Array(count), new Float64Array(count)];
  for (let draw = 0; draw < count; draw += 1) {
    const [x, y] = [drawNormal(next), drawNormal(next)];
    before[draw] = mean[0] + deviation * x;
    after[draw] = mean[1] + deviation * (0.6 * x + 0.8 * y);
  }
  return { before, after };
}

test('the interval of a change in distance holds the truth, also from alike to unlike and to the other side', () => {
  const check = (before: number, after: number): void => {
    const next = seededNumbers(7);
    const truth = Math.abs(after) - Math.abs(before);
    let missed = 0;
    for (let set = 0; set < 400; set += 1) {
      const seen = drawPairs([before, after], 1, next);
      const observed = { before: seen.before[0]!, after: seen.after[0]! };
      const drawn = drawPairs([observed.before, observed.after], 300, next);
      const [low, high] = distanceChange(observed, drawn)!;
      if (truth < low || truth > high) missed += 1;
    }
    // At 6 % 38 or more of 400 happen once in three hundred times; percentiles of distances miss 50 and more from 0 to .2.
    assert.ok(missed < 38, `${before} to ${after}: ${missed} missed`);
  };
  for (const [before, after] of [[0, 0], [0, 0.1], [0, 0.2], [0.2, 0], [0.2, 0.2], [0.1, 0.3], [-0.2, 0.2], [-0.1, 0.3]] as const) check(before, after); // prettier-ignore
});

test('the interval of a change in distance does not depend on the side, and turns round with the models', () => {
  const next = seededNumbers(3);
  for (const [before, after] of [
    [0.03, 0.2],
    [0.2, -0.1],
    [-0.3, -0.25],
  ] as const) {
    const drawn = drawPairs([before, after], 200, next);
    const found = distanceChange({ before, after }, drawn)!;
    const other = { before: drawn.before.map((each) => -each), after: drawn.after.map((each) => -each) }; // prettier-ignore
    const mirrored = distanceChange({ before: -before, after: -after }, other)!;
    const back = distanceChange({ before: after, after: before }, { before: drawn.after, after: drawn.before })!; // prettier-ignore
    for (const at of [0, 1] as const) {
      assert.ok(Math.abs(found[at] - mirrored[at]) < 1e-12);
      assert.ok(Math.abs(found[at] + back[1 - at]!) < 1e-4);
    }
  }
});

test('a figure that is undefined in most resamples has no interval', () => {
  const drawn = { before: Float64Array.of(0.1, NaN, NaN, 0.2), after: Float64Array.of(0.1, 0.1, 0.1, NaN) }; // prettier-ignore
  assert.equal(distanceChange({ before: 0.1, after: 0.1 }, drawn), null);
});

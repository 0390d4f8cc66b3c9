import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { calibrationInterval } from '../../../src/audit/groups/calibrationInterval';
import { areaInterval } from '../../../src/audit/statistics/areaInterval';

interface Bounds {
  readonly low: number;
  readonly high: number;
}

const fixture = JSON.parse(
  readFileSync(
    path.join(process.env.FINETUNE_ROOT ?? '.', 'test/fixtures/audit/intervals.json'),
    'utf8',
  ),
) as {
  readonly areas: readonly (Bounds & {
    readonly value: number;
    readonly positives: number;
    readonly negatives: number;
    readonly variance: number;
  })[];
  readonly calibrations: readonly (Bounds & {
    readonly residuals: readonly number[];
    readonly effective: number;
    readonly observed: number;
  })[];
};

function check(
  [low, high]: readonly [low: number, high: number],
  expected: Bounds,
  what: string,
  tolerance: number,
): void {
  const isNear = (found: number, wanted: number): boolean => Math.abs(found - wanted) <= tolerance;
  assert.ok(
    isNear(low, expected.low) && isNear(high, expected.high),
    `${what}: ${low} to ${high}, not ${expected.low} to ${expected.high}`,
  );
}

test('intervals of areas are those of the equations solved by SciPy', () => {
  // Forty halvings end within 1e-12.
  for (const { value, positives, negatives, variance, ...expected } of fixture.areas)
    check(
      areaInterval(value, { positives, negatives, variance }),
      expected,
      `${value} of ${positives} and ${negatives}, ${variance}`,
      1e-10,
    );
});

test('an area and its mirror image have mirrored intervals, which more rows make narrower', () => {
  const of = (value: number, rows: number) =>
    areaInterval(value, { positives: rows, negatives: 2 * rows, variance: 0 });
  for (const value of [0.05, 0.3, 0.5, 0.8, 0.99]) {
    const [[low, high], [mirrored, image]] = [of(value, 20), of(1 - value, 20)];
    check([low, high], { low: 1 - image, high: 1 - mirrored }, `${value} mirrored`, 1e-9);
    assert.ok(0 <= low && low < value && value < high && high <= 1, `${value}: ${low} to ${high}`);
    const [closer, nearer] = of(value, 80);
    assert.ok(low < closer && nearer < high, `${value} with four times the rows`);
  }
});

test('intervals of calibration errors are those of the equations solved by SciPy', () => {
  for (const [index, { residuals, effective, observed, ...expected }] of [
    ...fixture.calibrations.entries(),
  ]) {
    const found = calibrationInterval(Float64Array.from(residuals), effective);
    // Thirty halvings end within 1e-9; the tail of the normal distribution has a dozen digits.
    check(found, expected, `${index}, ${residuals.length} rows`, 5e-9);
    assert.ok(found[0] <= observed && observed <= found[1]);
  }
});

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { drawMarked, usualRange } from '../../../src/audit/statistics/hypergeometric';
import { incompleteBeta, logGamma } from '../../../src/audit/statistics/incompleteBeta';
import {
  differenceInterval,
  exactInterval,
  ratioInterval,
  wilson,
} from '../../../src/audit/statistics/intervals';
import type { Bounded } from '../../../src/audit/statistics/intervals';
import { normalQuantile } from '../../../src/audit/statistics/normalQuantile';
import { rangeQuantile, rangeTail } from '../../../src/audit/statistics/studentisedRange';
import { studentQuantile, studentTail } from '../../../src/audit/statistics/student';
import { seededNumbers } from '../../../src/data/seededNumbers';

const root = process.env.FINETUNE_ROOT ?? '.';

type Pair = [number, number];

interface Fixture {
  readonly quantile: readonly { readonly tail: number; readonly z: number }[];
  readonly beta: readonly { x: number; a: number; b: number; value: number }[];
  readonly gamma: readonly { x: number; value: number }[];
  readonly student: readonly { t: number; degrees: number; tail: number }[];
  readonly studentQuantile: readonly { tail: number; degrees: number; t: number }[];
  readonly shares: readonly { count: number; n: number; wilson: Pair; exact: Pair }[];
  readonly pairs: readonly {
    counts: [number, number, number, number];
    difference: Pair;
    ratio: Pair | null;
  }[];
  readonly range: readonly { q: number; groups: number; tail: number }[];
  readonly urns: readonly {
    urn: [number, number, number];
    low: number;
    high: number;
    mean: number;
    sd: number;
  }[];
}

const fixture = JSON.parse(
  readFileSync(path.join(root, 'test/fixtures/audit/statistics.json'), 'utf8'),
) as Fixture;

function check(actual: number, expected: number, what: string, tolerance = 1e-9): void {
  const room = tolerance * Math.max(1, Math.abs(expected));
  assert.ok(Math.abs(actual - expected) <= room, `${what}: ${actual}, not ${expected}`);
}

function checkPair(actual: readonly [number, number], expected: Pair, what: string): void {
  check(actual[0], expected[0], `${what}, low`);
  check(actual[1], expected[1], `${what}, high`);
}

test('normal, beta, gamma and Student agree with scipy', () => {
  for (const { tail, z } of fixture.quantile) check(normalQuantile(tail), z, `tail ${tail}`);
  for (const { x, a, b, value } of fixture.beta)
    check(incompleteBeta(x, a, b), value, `beta ${x} ${a} ${b}`);
  for (const { x, value } of fixture.gamma) check(logGamma(x), value, `gamma ${x}`, 1e-13);
  for (const { t, degrees, tail } of fixture.student)
    check(studentTail(t, degrees), tail, `t ${t} with ${degrees}`, 1e-11);
  for (const { tail, degrees, t } of fixture.studentQuantile)
    check(studentQuantile(tail, degrees), t, `t for ${tail} with ${degrees}`);
});

test('intervals of shares, their differences and ratios agree with statsmodels', () => {
  for (const { count, n, ...expected } of fixture.shares) {
    checkPair(wilson(count / n, n), expected.wilson, `Wilson, ${count} of ${n}`);
    checkPair(exactInterval(count, n), expected.exact, `exact, ${count} of ${n}`);
  }
  const bounded = (count: number, n: number): Bounded => {
    const [low, high] = wilson(count / n, n);
    return { value: count / n, low, high };
  };
  for (const { counts, difference, ratio } of fixture.pairs) {
    const [a, b] = [bounded(counts[0], counts[1]), bounded(counts[2], counts[3])];
    checkPair(differenceInterval(a, b), difference, `difference of ${String(counts)}`);
    if (ratio !== null) checkPair(ratioInterval(a, b), ratio, `ratio of ${String(counts)}`);
  }
  assert.equal(ratioInterval(bounded(3, 10), bounded(0, 10))[1], Infinity);
});

test('the range of normal values agrees with scipy', () => {
  for (const { q, groups, tail } of fixture.range)
    check(rangeTail(q, groups), tail, `${groups} groups beyond ${q}`, 1e-8);
  check(rangeQuantile(0.05, 2), 1.959963984540054 * Math.SQRT2, 'two groups');
});

test('draws from an urn have the distribution of scipy', () => {
  for (const { urn, low, high, mean, sd } of fixture.urns) {
    const [rows, marked, drawn] = urn;
    assert.deepEqual(usualRange({ rows, marked, drawn }), [low, high], String(urn));
    const next = seededNumbers(5);
    const draws = 20_000;
    let [sum, squares, beyond] = [0, 0, 0];
    for (let draw = 0; draw < draws; draw += 1) {
      const value = drawMarked({ rows, marked, drawn }, next);
      sum += value;
      squares += (value - mean) ** 2;
      if (value < low || value > high) beyond += 1;
    }
    // 4.5 standard errors; the variance of the variance assumes a kurtosis of at most 4.
    const what = `${String(urn)}, seed 5`;
    check(sum / draws, mean, what, (4.5 * sd) / Math.sqrt(draws) / Math.max(1, mean) + 1e-12);
    check(
      squares / draws,
      sd ** 2,
      what,
      (4.5 * sd ** 2 * Math.sqrt(3 / draws)) / Math.max(1, sd ** 2) + 1e-12,
    );
    assert.ok(beyond <= draws * 0.055, `${what}: ${beyond} beyond the usual range`);
  }
});

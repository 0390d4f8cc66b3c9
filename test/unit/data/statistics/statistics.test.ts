import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { benjaminiHochberg } from '../../../../src/data/statistics/benjaminiHochberg';
import {
  binomialTail,
  binomialTest,
  fisherExact,
} from '../../../../src/data/statistics/exactTests';
import { normalTail } from '../../../../src/data/statistics/normalTail';
import { quantile } from '../../../../src/data/statistics/quantiles';
import { runsTest } from '../../../../src/data/statistics/runsTest';

const root = process.env.FINETUNE_ROOT ?? '.';

interface Fixture {
  readonly fisher: readonly {
    readonly table: [number, number, number, number];
    readonly p: number;
  }[];
  readonly binomial: readonly {
    readonly k: number;
    readonly n: number;
    readonly p: number;
    readonly pValue: number;
  }[];
  readonly normal: readonly { readonly z: number; readonly tail: number }[];
  readonly benjaminiHochberg: readonly { readonly p: number[]; readonly adjusted: number[] }[];
  readonly runs: readonly {
    readonly values: number[];
    readonly runs: number;
    readonly mean: number;
    readonly sd: number;
  }[];
}

const fixture = JSON.parse(
  readFileSync(path.join(root, 'test/fixtures/statistics/scipy.json'), 'utf8'),
) as Fixture;

/** Relative to the expected value, with room for numbers that scipy itself gives as 0. */
function check(actual: number, expected: number, what: string, tolerance = 1e-9): void {
  const difference = Math.abs(actual - expected);
  assert.ok(
    difference <= tolerance * Math.abs(expected) + 1e-290,
    `${what}: ${actual}, not ${expected}`,
  );
}

test("Fisher's exact test agrees with scipy", () => {
  for (const { table, p } of fixture.fisher) check(fisherExact(...table), p, String(table));
});

test('the binomial test agrees with scipy', () => {
  for (const { k, n, p, pValue } of fixture.binomial)
    check(binomialTest(k, n, p), pValue, `${k} of ${n} at ${p}`);
});

test('what never or always succeeds has a probability too', () => {
  for (const [successes, probability, expected] of [
    [0, 0, 1],
    [1, 0, 0],
    [0, 1, 1],
    [10, 1, 1],
    [3, 2, 1],
    [11, 0.5, 0],
  ] as const)
    check(binomialTail(successes, 10, probability), expected, `${successes} at ${probability}`);
});

test('the normal tail agrees with scipy', () => {
  for (const { z, tail } of fixture.normal) check(normalTail(z), tail, `z = ${z}`);
});

test('adjusted p-values agree with scipy', () => {
  for (const { p, adjusted } of fixture.benjaminiHochberg)
    for (const [index, value] of benjaminiHochberg(p).entries())
      check(value, adjusted[index] ?? NaN, `${index} of ${String(p)}`);
});

const vectors = path.join(root, '../shared/data/reference_vectors.json');

test(
  'adjusted p-values are those of the reference vectors',
  { skip: existsSync(vectors) ? false : `${vectors} is absent` },
  () => {
    const { bh_fdr: reference } = JSON.parse(readFileSync(vectors, 'utf8')) as {
      bh_fdr: { readonly p: number[]; readonly adj: number[] };
    };
    const found = benjaminiHochberg(reference.p);
    assert.equal(found.length, reference.adj.length);
    for (const [index, value] of found.entries())
      check(value, reference.adj[index] ?? NaN, `${index} of ${String(reference.p)}`);
  },
);

test('the runs test has the mean and spread of random orders', () => {
  for (const { values, runs, mean, sd } of fixture.runs) {
    const counts = new Map<number, number>();
    for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
    const result = runsTest(runs, counts.values());
    assert.ok(result !== null);
    // 20,000 simulated orders leave the mean uncertain by sd / 141.
    assert.ok(Math.abs(result.expected - mean) < sd / 30, `${result.expected} beside ${mean}`);
    check(result.pValue, normalTail((result.expected - runs) / sd), `p of ${runs} runs`, 0.5);
  }
  assert.equal(runsTest(1, [9]), null);
  assert.equal(runsTest(4, [1, 1, 1, 1]), null);
});

test('quantiles lie between their neighbours', () => {
  check(quantile([1, 2, 3, 4], 0.25), 1.75, 'first quartile');
  check(quantile([1, 2, 3, 4], 1), 4, 'largest');
  check(quantile([5], 0.75), 5, 'only value');
});

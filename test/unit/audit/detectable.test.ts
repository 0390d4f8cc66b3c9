import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shareDetectable, skewedCritical } from '../../../src/audit/statistics/detectable';
import { normalQuantile } from '../../../src/audit/statistics/normalQuantile';
import { logGamma } from '../../../src/audit/statistics/incompleteBeta';
import { fisherExact } from '../../../src/data/statistics/exactTests';

/** [n + 1] */
function binomial(n: number, share: number): number[] {
  return Array.from({ length: n + 1 }, (_, count) =>
    Math.exp(
      logGamma(n + 1) -
        logGamma(count + 1) -
        logGamma(n - count + 1) +
        count * Math.log(share) +
        (n - count) * Math.log(1 - share),
    ),
  );
}

/** Probability that Fisher's test reaches a level, over all counts that are likelier than one in a hundred million. */
function power(
  own: { readonly n: number; readonly share: number },
  rest: { readonly n: number; readonly share: number },
  level: number,
): number {
  const others = binomial(rest.n, rest.share);
  let found = 0;
  for (const [a, ofA] of binomial(own.n, own.share).entries())
    for (const [b, ofB] of ofA < 1e-8 ? [] : others.entries())
      if (ofB > 1e-8 && fisherExact(a, own.n - a, b, rest.n - b) <= level) found += ofA * ofB;
  return found;
}

test("Fisher's exact test finds what is said to be detectable in four of five cases", (context) => {
  let [least, where, cases] = [1, '', 0];
  for (const [n, others] of [
    [10, 100],
    [30, 60],
    [60, 360],
    [100, 100],
    [250, 250],
  ] as const)
    for (const share of [0.05, 0.2, 0.5, 0.7, 0.85])
      for (const level of [1e-4, 5e-4]) {
        const size = shareDetectable({ n, others, share })(level);
        if (size === null) continue;
        const own = share <= 0.5 ? share + size : share - size;
        const found = power({ n, share: own }, { n: others, share }, level);
        const what = `${n} against ${others} rows, ${share} and ${own}, level ${level}: ${found}`;
        assert.ok(found >= 0.8, what);
        cases += 1;
        if (found < least) [least, where] = [found, what];
      }
  context.diagnostic(`${cases} cases; least: ${where}`);
  assert.ok(cases >= 40);
});

/** Probability that a sum of `shape` exponential values exceeds x: fewer than so many events of a Poisson process. */
function gammaTail(shape: number, x: number): number {
  let tail = 0;
  for (let count = 0; count < shape; count += 1)
    tail += Math.exp(count * Math.log(x) - x - logGamma(count + 1));
  return tail;
}

test('A skewed null is left as rarely as the level says', () => {
  // A gamma value is skewed by 2 / √shape.
  const check = (shape: number, level: number): void => {
    const away = skewedCritical(level, 2 / Math.sqrt(shape)) * Math.sqrt(shape);
    const rarer = gammaTail(shape, shape + away) + 1 - gammaTail(shape, shape - away);
    assert.ok(rarer <= 1.05 * level && rarer >= 0.7 * level, `${shape}: ${rarer} for ${level}`);
  };
  for (const shape of [20, 40, 100, 400]) for (const level of [0.05, 1e-2, 1e-3, 5e-4]) check(shape, level); // prettier-ignore
  for (const level of [0.05, 5e-4])
    assert.ok(Math.abs(skewedCritical(level, 0) - normalQuantile(level / 2)) < 1e-9);
});

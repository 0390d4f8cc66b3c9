import { betaQuantile } from './incompleteBeta';
import { usualZ } from './normalQuantile';

export type Interval = readonly [low: number, high: number];

/** A figure with the bounds of its own interval. */
export interface Bounded {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Wilson's score interval of a share. n may be an effective number of rows, which is how a share with another variance than that of
 * independent rows (an area under a curve, clustered rows) gets bounds that stay within 0 and 1 and do not vanish at either.
 */
export function wilson(share: number, n: number, z = usualZ): Interval {
  const square = z * z;
  const centre = (share + square / (2 * n)) / (1 + square / n);
  const half = (z / (1 + square / n)) * Math.sqrt((share * (1 - share)) / n + square / (4 * n * n));
  // note: at 0 and 1 the bound is the share itself, but for rounding.
  return [share <= 0 ? 0 : Math.max(0, centre - half), share >= 1 ? 1 : Math.min(1, centre + half)];
}

/** Clopper and Pearson's exact 95 % interval of a share: never covers too seldom, and is wider than Wilson's. */
export function exactInterval(successes: number, n: number): Interval {
  const tail = 0.025;
  return [
    successes === 0 ? 0 : betaQuantile(tail, successes, n - successes + 1),
    successes === n ? 1 : betaQuantile(1 - tail, successes + 1, n - successes),
  ];
}

/**
 * Interval of a - b from those of two figures with this correlation (MOVER of Zou and Donner 2008; with Wilson's intervals and no
 * correlation Newcombe's method 10 of 1998).
 */
export function differenceInterval(a: Bounded, b: Bounded, correlation = 0): Interval {
  const difference = a.value - b.value;
  const reach = (ofA: number, ofB: number): number =>
    Math.sqrt(Math.max(0, ofA ** 2 + ofB ** 2 - 2 * correlation * ofA * ofB));
  return [
    difference - reach(a.value - a.low, b.high - b.value),
    difference + reach(a.high - a.value, b.value - b.low),
  ];
}

/**
 * Interval of a / b from those of two independent figures that are not negative (Donner and Zou 2012).
 * @returns an infinite upper bound where b may be 0
 */
export function ratioInterval(a: Bounded, b: Bounded): Interval {
  const product = a.value * b.value;
  const partsOf = (ofA: number, ofB: number) => {
    const [overA, overB] = [ofA * (2 * a.value - ofA), ofB * (2 * b.value - ofB)];
    return { overA, overB, root: Math.sqrt(Math.max(0, product ** 2 - overA * overB)) };
  };
  const [lower, upper] = [partsOf(a.low, b.high), partsOf(a.high, b.low)];
  // note: the lower bound is (product - root) / overB, in the form that a vanishing overB does not hurt.
  return [
    lower.overA === 0 ? 0 : lower.overA / (product + lower.root),
    upper.overB <= 0 ? Infinity : (product + upper.root) / upper.overB,
  ];
}

import { normalTail } from '../../data/statistics/normalTail';

/** The probability that the range of so many independent standard normal values exceeds q (Tukey's with known variance). */
export function rangeTail(q: number, groups: number): number {
  if (q <= 0) return 1;
  // k φ(z) [Φ(z) − Φ(z − q)]^(k − 1), summed where φ counts; the trapezoidal rule is exact to rounding for such smooth integrands.
  const step = 1 / 16;
  let sum = 0;
  for (let z = -9; z <= 9; z += step) {
    const density = Math.exp(-(z * z) / 2) / Math.sqrt(2 * Math.PI);
    sum += density * (normalTail(z - q) - normalTail(z)) ** (groups - 1);
  }
  return Math.max(0, 1 - groups * step * sum);
}

/**
 * The value that the range of so many independent standard normal values exceeds with probability `tail`. Divided by √2 it is the z for
 * all pairwise differences at once.
 */
export function rangeQuantile(tail: number, groups: number): number {
  const key = `${groups} ${tail}`;
  const known = quantiles.get(key);
  if (known !== undefined) return known;
  let [low, high] = [0, 20];
  for (let halving = 0; halving < 40; halving += 1) {
    const middle = (low + high) / 2;
    if (rangeTail(middle, groups) > tail) low = middle;
    else high = middle;
  }
  quantiles.set(key, low);
  return low;
}

/** A quantile takes twenty thousand normal tails, and the same few are asked for again and again. */
const quantiles = new Map<string, number>();

import { normalTail } from '../../data/statistics/normalTail';

/** z for a two-sided 95 % interval. */
export const usualZ = 1.959963984540054;

/**
 * The value that a standard normal variable exceeds with probability `tail` (0 < tail < 1): Abramowitz and Stegun 26.2.23, then
 * Newton steps on the logarithm of the tail, which converge from any start, to a relative error of 1e-12.
 */
export function normalQuantile(tail: number): number {
  if (tail > 0.5) return -normalQuantile(1 - tail);
  const t = Math.sqrt(-2 * Math.log(tail));
  const above = 2.515517 + t * (0.802853 + t * 0.010328);
  let z = t - above / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
  for (let step = 0; step < 20; step += 1) {
    const reached = normalTail(z);
    const density = Math.exp(-(z * z) / 2) / Math.sqrt(2 * Math.PI);
    const change = (Math.log(reached / tail) * reached) / density;
    z += change;
    if (Math.abs(change) < 1e-14) break;
  }
  return z;
}

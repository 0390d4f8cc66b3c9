import type { Associations } from './associations';

/**
 * d = (mean of s over the first targets - mean over the second) / sample standard deviation (ddof 1) of s over all targets
 * (Caliskan et al. 2017; the deviation as in May et al. 2019). @returns null where s is the same for all
 */
export function effectSize({ targ1, targ2 }: Associations): number | null {
  const [count1, count2] = [targ1.length, targ2.length];
  const [mean1, mean2] = [meanOf(targ1), meanOf(targ2)];
  const mean = (mean1 * count1 + mean2 * count2) / (count1 + count2);
  const squares = squaresAround(targ1, mean) + squaresAround(targ2, mean);
  const deviation = Math.sqrt(squares / (count1 + count2 - 1));
  const size = Math.max(1e-300, Math.abs(mean));
  return deviation > size * 1e-14 ? (mean1 - mean2) / deviation : null;
}

/** z of a one-sided 5 % test plus z of 80 % power. */
const zSum = 1.6448536269514722 + 0.8416212335729143;

/**
 * The smallest d that the test finds with a probability of 80 % (one-sided, 5 %). In units of the deviation within the sets
 * that is zSum * sqrt(1 / n + 1 / m); d divides by the deviation of all, which the effect itself widens.
 */
export function detectableEffect(count1: number, count2: number): number {
  const total = count1 + count2;
  const within = zSum * Math.sqrt(1 / count1 + 1 / count2);
  const between = (within ** 2 * count1 * count2) / total;
  return within / Math.sqrt((total - 2 + between) / (total - 1));
}

/** Targets of two sets of equal size that finding an effect of `delta` takes. */
export function neededTargets(delta: number): number {
  return Math.ceil(4 * (zSum / delta) ** 2);
}

function meanOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

function squaresAround(values: Float64Array, mean: number): number {
  let sum = 0;
  for (const value of values) sum += (value - mean) ** 2;
  return sum;
}

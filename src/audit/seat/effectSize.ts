import { studentQuantile } from '../statistics/student';
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

/**
 * The smallest d that a two-sided test at `level` finds with a probability of 80 %. In units of the deviation within the sets
 * that is (t of the level + t of the power) * sqrt(1 / n + 1 / m); d divides by the deviation of all, which the effect itself widens.
 */
export function detectableEffect(count1: number, count2: number, level: number): number {
  const total = count1 + count2;
  const quantiles = studentQuantile(level / 2, total - 2) + studentQuantile(0.2, total - 2);
  const within = quantiles * Math.sqrt(1 / count1 + 1 / count2);
  const between = (within ** 2 * count1 * count2) / total;
  return within / Math.sqrt((total - 2 + between) / (total - 1));
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

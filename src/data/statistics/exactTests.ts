import { logChoose } from './logFactorial';

/**
 * Two-sided p-value of Fisher's exact test on the table [[a, b], [c, d]]: the probability, all margins given, of a table that is no
 * likelier than this one.
 */
export function fisherExact(a: number, b: number, c: number, d: number): number {
  const [row, column, total] = [a + b, a + c, a + b + c + d];
  const logAll = logChoose(total, column);
  const logLikelihood = (cell: number): number =>
    logChoose(row, cell) + logChoose(total - row, column - cell) - logAll;
  return unlikelier(
    a,
    Math.max(0, column - (total - row)),
    Math.min(row, column),
    Math.floor(((row + 1) * (column + 1)) / (total + 2)),
    logLikelihood,
  );
}

/** Two-sided p-value of the binomial test: of `successes` in `trials` that succeed with this probability (0 < p < 1). */
export function binomialTest(successes: number, trials: number, probability: number): number {
  const [logYes, logNo] = [Math.log(probability), Math.log1p(-probability)];
  const logLikelihood = (count: number): number =>
    logChoose(trials, count) + count * logYes + (trials - count) * logNo;
  return unlikelier(successes, 0, trials, Math.floor((trials + 1) * probability), logLikelihood);
}

/** Likelihoods that differ by less than this count as equal, against rounding. */
const relativeTolerance = 1e-7;

/**
 * The probability of all outcomes from `low` to `high` that are no likelier than the observed one, for likelihoods with one
 * peak, at `mode`. Each tail is summed inwards from where it no longer is too small to count.
 */
function unlikelier(
  observed: number,
  low: number,
  high: number,
  mode: number,
  logLikelihood: (outcome: number) => number,
): number {
  const limit = logLikelihood(observed) + Math.log1p(relativeTolerance);
  const peak = Math.min(high, Math.max(low, mode));
  // The last outcome on each side of the peak that is not likelier than the observed one.
  const left = lastWhere(peak, low, (outcome) => logLikelihood(outcome) > limit) - 1;
  const right = lastWhere(peak, high, (outcome) => logLikelihood(outcome) > limit) + 1;
  if (left >= right - 1) return 1;
  let sum = 0;
  for (let outcome = left; outcome >= low; outcome -= 1) {
    const term = Math.exp(logLikelihood(outcome));
    sum += term;
    if (term < sum * 1e-18) break;
  }
  for (let outcome = right; outcome <= high; outcome += 1) {
    const term = Math.exp(logLikelihood(outcome));
    sum += term;
    if (term < sum * 1e-18) break;
  }
  return Math.min(1, sum);
}

/** The outcome farthest from `from` towards `to` for which it holds; one step before `from` when it does not hold there. */
function lastWhere(from: number, to: number, holds: (outcome: number) => boolean): number {
  const direction = to >= from ? 1 : -1;
  if (!holds(from)) return from - direction;
  let [yes, no] = [0, Math.abs(to - from) + 1];
  while (no - yes > 1) {
    const middle = (yes + no) >> 1;
    if (holds(from + direction * middle)) yes = middle;
    else no = middle;
  }
  return from + direction * yes;
}

/** The probability of so many successes or more in `trials` that succeed with this probability; of one beyond 0 and 1 the nearer counts. */
export function binomialTail(successes: number, trials: number, probability: number): number {
  // note: logarithms of 0 times 0 are no numbers.
  if (successes <= 0) return 1;
  if (probability <= 0 || successes > trials) return 0;
  if (probability >= 1) return 1;
  const [logYes, logNo] = [Math.log(probability), Math.log1p(-probability)];
  let sum = 0;
  for (let count = successes; count <= trials; count += 1) {
    const term = Math.exp(logChoose(trials, count) + count * logYes + (trials - count) * logNo);
    sum += term;
    if (term < sum * 1e-18) break;
  }
  return Math.min(1, sum);
}

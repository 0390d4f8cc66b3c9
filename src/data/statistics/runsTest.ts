import { normalTail } from './normalTail';

export interface RunsTest {
  readonly runs: number;
  /** Mean number of runs of the same values in random order. */
  readonly expected: number;
  /** One-sided: the probability of as few runs, or fewer, in random order. */
  readonly pValue: number;
}

/**
 * Whether equal values stand together: the runs test for any number of categories (Barton and David 1957; with two categories Wald
 * and Wolfowitz's), by its normal approximation without continuity correction.
 * @returns null where there is nothing to test: one category only, or each value once
 */
export function runsTest(runs: number, counts: Iterable<number>): RunsTest | null {
  let [n, squares, cubes] = [0, 0, 0];
  for (const count of counts) {
    n += count;
    squares += count ** 2;
    cubes += count ** 3;
  }
  if (n < 2) return null;
  const expected = (n * (n + 1) - squares) / n;
  const variance =
    (squares * (squares + n * (n + 1)) - 2 * n * cubes - n ** 3) / (n ** 2 * (n - 1));
  if (variance <= 1e-9) return null;
  return { runs, expected, pValue: normalTail((expected - runs) / Math.sqrt(variance)) };
}

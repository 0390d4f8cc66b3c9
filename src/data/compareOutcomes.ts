import type { EvaluationReport } from '../protocol/reports';

/** A row that one evaluation got right and the other wrong. */
export interface Flip {
  readonly row: number;
  readonly line: number;
  readonly gold: string;
  /** What the first and the second answered. */
  readonly predictions: readonly [string, string];
}

export interface OutcomeComparison {
  readonly onlyFirstRight: number;
  readonly onlySecondRight: number;
  /** Exact two-sided McNemar test; null with a reason where the evaluations cannot be compared. */
  readonly pValue: number | null;
  readonly reason: string | null;
  readonly flips: readonly Flip[];
}

/** Which rows flipped between two evaluations of the same data, and whether that may be chance. */
export function compareOutcomes(
  first: EvaluationReport,
  second: EvaluationReport,
): OutcomeComparison {
  const refuse = (reason: string): OutcomeComparison => ({
    ...{ onlyFirstRight: 0, onlySecondRight: 0, pValue: null, reason, flips: [] },
  });
  if (first.data.hash !== second.data.hash)
    return refuse('They were evaluated on different data: evaluate both on one file.');
  if (first.outcomes === undefined || second.outcomes === undefined) {
    return refuse('An evaluation does not hold the answers row by row.');
  }
  const secondAt = new Map(second.outcomes.rows.map((row, index) => [row, index]));
  const [firstLabels, secondLabels] = [first.confusionMatrix.labels, second.confusionMatrix.labels];
  const { rows, lines, gold, predicted } = first.outcomes;
  const flips: Flip[] = [];
  let shared = 0;
  let onlyFirstRight = 0;
  let onlySecondRight = 0;
  for (const [index, row] of rows.entries()) {
    const other = secondAt.get(row);
    if (other === undefined) continue;
    shared += 1;
    const truth = firstLabels[gold[index] ?? 0] ?? '';
    const answer = firstLabels[predicted[index] ?? 0] ?? '';
    const otherAnswer = secondLabels[second.outcomes.predicted[other] ?? 0] ?? '';
    const isRight = answer === truth;
    if (isRight === (otherAnswer === truth)) continue;
    if (isRight) onlyFirstRight += 1;
    else onlySecondRight += 1;
    flips.push({ row, line: lines[index] ?? 1, gold: truth, predictions: [answer, otherAnswer] });
  }
  if (shared === 0) return refuse('They have no row in common.');
  const pValue = mcnemarExact(onlyFirstRight, onlySecondRight);
  return { onlyFirstRight, onlySecondRight, pValue, reason: null, flips };
}

/**
 * Exact two-sided p-value of McNemar's test: under the null hypothesis each of the discordant rows falls to either
 * side with probability one half (binomial test); 1 where no row is discordant.
 * @param onlyFirst, onlySecond rows that only the first or only the second got right
 */
export function mcnemarExact(onlyFirst: number, onlySecond: number): number {
  const n = onlyFirst + onlySecond;
  const fewer = Math.min(onlyFirst, onlySecond);
  // Terms of the lower tail relative to its largest, C(n, fewer), so that nothing underflows.
  let tail = 0;
  let term = 1;
  for (let k = fewer; k >= 0 && term > 1e-18; k -= 1) {
    tail += term;
    term *= k / (n - k + 1);
  }
  let logLargest = -n * Math.LN2;
  for (let k = 1; k <= fewer; k += 1) logLargest += Math.log((n - fewer + k) / k);
  return Math.min(1, 2 * tail * Math.exp(logLargest));
}

import { formatMetric } from './formatNumber';

/**
 * `positive .912`: what a model answers with the probability of that; `negative (positive .087)` where the probability is that of
 * another label, so that nobody takes it for how sure the answer is.
 */
export function answerWords({
  prediction,
  score,
  scored = prediction,
}: {
  readonly prediction: string;
  readonly score?: number | undefined;
  readonly scored?: string | undefined;
}): string {
  if (score === undefined) return prediction;
  return scored === prediction
    ? `${prediction} ${formatMetric(score)}`
    : `${prediction} (${scored} ${formatMetric(score)})`;
}

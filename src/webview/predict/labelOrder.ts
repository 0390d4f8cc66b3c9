import type { PredictResult } from '../../protocol/pages';

/** One order of labels for all models side by side: by the first model's scores, new labels after. */
export function labelOrder(
  answers: readonly Pick<PredictResult['answers'][number], 'scores'>[],
): string[] {
  const labels = answers.flatMap(({ scores }) =>
    Object.entries(scores)
      .sort(([, a], [, b]) => b - a)
      .map(([label]) => label),
  );
  return [...new Set(labels)];
}

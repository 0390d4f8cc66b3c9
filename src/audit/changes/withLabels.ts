import { UserError } from '../../protocol/errors';
import type { ScoredRows } from '../scoredRows';

/**
 * Probabilities in the order of these labels.
 * @throws UserError for other labels than these
 */
export function withLabels(rows: ScoredRows, labels: readonly string[]): ScoredRows {
  const places = labels.map((label) => rows.labels.indexOf(label));
  if (rows.labels.length !== labels.length || places.includes(-1))
    throw new UserError(
      `The models have different labels: ${rows.labels.join(', ')} before, ${labels.join(', ')} after.`,
      { next: 'Compare with a model of the same task.' },
    );
  const width = labels.length;
  const probabilities = Float32Array.from(
    rows.probabilities,
    (_, at) => rows.probabilities[at - (at % width) + (places[at % width] ?? 0)] ?? 0,
  );
  const { decisions } = rows;
  return {
    ...{ ...rows, labels, probabilities },
    ...(decisions === undefined
      ? {}
      : { decisions: decisions.map((label) => places.indexOf(label)) }),
  };
}

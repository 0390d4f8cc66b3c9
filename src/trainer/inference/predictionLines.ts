import { softmaxRows } from './softmax';
import type { PredictionLine } from '../../protocol/reports';

/**
 * A model's answers row by row, as `finetune predict --json` prints them.
 * @param rows ordinals in their file, from 1
 * @param logits float32 [rows, labels]
 */
export function predictionLines(
  labels: readonly string[],
  rows: readonly number[],
  logits: Float32Array,
): PredictionLine[] {
  const probabilities = softmaxRows(logits, labels.length);
  return rows.map((row, at) => {
    const scores = labels.map(
      (label, id) => [label, probabilities[at * labels.length + id] ?? 0] as const,
    );
    // note: of equal ones the first by its id, as argmax does.
    const best = scores.reduce((first, each) => (each[1] > first[1] ? each : first), ['', -1]);
    return { row, prediction: best[0], scores: Object.fromEntries(scores) };
  });
}

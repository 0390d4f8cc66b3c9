import { UserError } from '../../protocol/errors';

/** What logits say about each row, in float64. */
export interface Answers {
  /** Id of the largest logit; the lowest id among equals. int32 [rows] */
  readonly predicted: Int32Array;
  /** Probability of the predicted label. [rows] */
  readonly confidence: Float64Array;
  /** Negative log-probability of the true label; empty without gold. [rows] */
  readonly losses: Float64Array;
}

/**
 * Turns logits into predictions, confidences and cross-entropy losses.
 * @param logits float32 [rows, labels], row after row
 * @param gold int32 [rows], or null where there is none
 * @throws UserError when a logit is not finite
 */
export function readLogits(
  logits: Float32Array,
  labelCount: number,
  gold: Int32Array | null,
): Answers {
  const rows = logits.length / labelCount;
  if (!Number.isInteger(rows) || (gold !== null && gold.length !== rows)) {
    throw new Error(`${logits.length} logits are not [${gold?.length ?? 'rows'}, ${labelCount}]`);
  }
  const predicted = new Int32Array(rows);
  const confidence = new Float64Array(rows);
  const losses = new Float64Array(gold === null ? 0 : rows);
  for (let row = 0; row < rows; row += 1) {
    const from = row * labelCount;
    let best = 0;
    for (let label = 0; label < labelCount; label += 1) {
      const logit = logits[from + label] ?? 0;
      if (!Number.isFinite(logit)) throw notFinite(row, logit);
      if (logit > (logits[from + best] ?? 0)) best = label;
    }
    const largest = logits[from + best] ?? 0;
    let sum = 0;
    for (let label = 0; label < labelCount; label += 1) {
      sum += Math.exp((logits[from + label] ?? 0) - largest);
    }
    predicted[row] = best;
    confidence[row] = 1 / sum;
    if (gold !== null)
      losses[row] = Math.log(sum) - ((logits[from + (gold[row] ?? 0)] ?? 0) - largest);
  }
  return { predicted, confidence, losses };
}

function notFinite(row: number, logit: number): UserError {
  return new UserError(`The model answers ${logit} for row ${row + 1} of the evaluation.`, {
    next: 'Its weights have diverged: use an earlier checkpoint, or train with a lower learning rate.',
  });
}

import type { LossRule } from './lossTargets';

/**
 * The loss of each row by itself, in double precision: torch.nn.CrossEntropyLoss(weight, label_smoothing,
 * reduction='none').
 * @param logits float32 [rows, labels]; further rows are not looked at
 */
export function rowLosses(
  logits: Float32Array,
  labels: readonly number[],
  { classWeights, labelSmoothing }: LossRule,
): number[] {
  const classes = classWeights.length;
  return labels.map((label, row) => {
    const own = logits.subarray(row * classes, (row + 1) * classes);
    const largest = own.reduce((a, b) => Math.max(a, b), -Infinity);
    const sum = own.reduce((total, logit) => total + Math.exp(logit - largest), 0);
    const normalizer = largest + Math.log(sum);
    const smoothed = own.reduce(
      (total, logit, id) => total + (classWeights[id] ?? 0) * (normalizer - logit),
      0,
    );
    const plain = (classWeights[label] ?? 0) * (normalizer - (own[label] ?? NaN));
    return (1 - labelSmoothing) * plain + (labelSmoothing / classes) * smoothed;
  });
}

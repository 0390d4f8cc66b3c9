import { UserError } from '../../../protocol/errors';
import { nearestWord } from '../../../protocol/nearestWord';
import type { TrainingConfig } from '../../../protocol/runConfig';

/**
 * The loss is minus the sum of targets times log-probabilities: label smoothing, class weights, the mean over the
 * accumulated batch and rows that only fill a batch are all in the targets, and a program needs no other input.
 */
export interface LossRule {
  /** A factor per label id. */
  readonly classWeights: Float64Array;
  readonly labelSmoothing: number;
}

/**
 * A factor per label; 'balanced' is scikit-learn's n / (classes * count of the class), and a class without rows weighs 0.
 * @throws UserError for a weight of a label that there is none of
 */
export function classWeightsOf(
  asked: TrainingConfig['classWeights'],
  labels: readonly string[],
  rowLabels: Int32Array,
): Float64Array {
  if (asked === null) return new Float64Array(labels.length).fill(1);
  if (asked !== 'balanced') {
    const unknown = Object.keys(asked).find((label) => !labels.includes(label));
    if (unknown !== undefined) throw unknownLabel(unknown, labels);
    const weights = Float64Array.from(
      labels,
      (label) => (Object.hasOwn(asked, label) ? asked[label] : 1) ?? 1,
    );
    if (!rowLabels.some((label) => (weights[label] ?? 0) > 0))
      throw new UserError('"training.classWeights" gives every row the weight 0.', {
        next: 'Give at least one label of the training rows a weight above 0.',
        key: 'training.classWeights',
      });
    return weights;
  }

  const counts = new Float64Array(labels.length);
  for (const label of rowLabels) counts[label] = (counts[label] ?? 0) + 1;
  const present = counts.filter((count) => count > 0).length;
  return counts.map((count) => (count === 0 ? 0 : rowLabels.length / (present * count)));
}

/** What the loss of an accumulated batch is divided by: the weights of its rows (PyTorch's weighted mean). */
export function totalWeight(rule: LossRule, rowLabels: Iterable<number>): number {
  let total = 0;
  for (const label of rowLabels) total += rule.classWeights[label] ?? 0;
  return total;
}

/**
 * Targets of one micro-batch, [rows, labels]: torch.nn.CrossEntropyLoss(weight, label_smoothing), whose smoothed
 * part weighs every class by its own weight. Rows beyond `rowLabels` stay zero: they do not count.
 */
export function fillTargets(
  targets: Float32Array,
  rowLabels: readonly number[],
  rule: LossRule,
  total: number,
): void {
  const { classWeights, labelSmoothing } = rule;
  const classes = classWeights.length;
  targets.fill(0);
  // note: an accumulated batch whose rows all weigh nothing has no loss, rather than 0 / 0.
  if (total === 0) return;
  for (const [row, label] of rowLabels.entries()) {
    for (let id = 0; id < classes; id++) {
      const smoothed = (labelSmoothing / classes) * (classWeights[id] ?? 0);
      const own = id === label ? (1 - labelSmoothing) * (classWeights[label] ?? 0) : 0;
      targets[row * classes + id] = (own + smoothed) / total;
    }
  }
}

function unknownLabel(label: string, labels: readonly string[]): UserError {
  const near = nearestWord(label, labels);
  const shown = labels.slice(0, 12).join(', ');
  return new UserError(
    `"training.classWeights" weighs "${label}", which is no label of these data; they have ${shown}${labels.length > 12 ? ', …' : ''}.`,
    {
      next: near === null ? 'Correct the name, or remove it.' : `Did you mean "${near}"?`,
      key: `training.classWeights.${label}`,
    },
  );
}

import { UserError } from '../../../protocol/errors';
import { nearestWord } from '../../../protocol/nearestWord';
import type { TrainingConfig } from '../../../protocol/runConfig';

/**
 * The loss is minus the sum of targets times log-probabilities: label smoothing, class weights, weights of rows, the mean
 * over the accumulated batch and rows that only fill a batch are all in the targets, and a program needs no other input.
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

/** A row of an accumulated batch: its label, and how much it counts beside its label's weight. */
export interface WeighedRow {
  readonly label: number;
  readonly weight: number;
}

/**
 * What the loss of an accumulated batch is divided by: the sum over its rows of weight times class weight. With weights of
 * 1 it is PyTorch's weighted mean; with Kamiran and Calders' it is the same mean over the reweighed rows.
 */
export function totalWeight(rule: LossRule, rows: Iterable<WeighedRow>): number {
  let total = 0;
  for (const { label, weight } of rows) total += weight * (rule.classWeights[label] ?? 0);
  return total;
}

/**
 * Targets of one micro-batch, [rows, labels]: torch.nn.CrossEntropyLoss(weight, label_smoothing, reduction='none'), whose
 * smoothed part weighs every class by its own weight, times the row's weight, divided by `total`. Rows beyond `rows` stay
 * zero: they do not count.
 */
export function fillTargets(
  targets: Float32Array,
  rows: readonly WeighedRow[],
  rule: LossRule,
  total: number,
): void {
  const { classWeights, labelSmoothing } = rule;
  const classes = classWeights.length;
  targets.fill(0);
  // note: an accumulated batch whose rows all weigh nothing has no loss, rather than 0 / 0.
  if (total === 0) return;
  for (const [row, { label, weight }] of rows.entries()) {
    for (let id = 0; id < classes; id++) {
      const smoothed = (labelSmoothing / classes) * (classWeights[id] ?? 0);
      const own = id === label ? (1 - labelSmoothing) * (classWeights[label] ?? 0) : 0;
      targets[row * classes + id] = (weight * (own + smoothed)) / total;
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

import { metricIds } from '../../protocol/metrics';
import type { MetricId } from '../../protocol/metrics';
import type { ClassFigures } from '../../protocol/reports';
import { countClasses } from './classCounts';
import type { ClassCounts } from './classCounts';
import { readLogits } from './readLogits';

/** Every metric; null only where there are no rows. */
export type MetricValues = Readonly<Record<MetricId, number | null>>;

/**
 * All metrics of some predictions, as scikit-learn computes them by default: `macro` and `weighted` average over the
 * labels that occur as truth or as prediction (a label that is neither counts for nothing), and a share whose
 * denominator is 0 counts as 0 (`zero_division=0`). With one label per row every `micro` average is the accuracy.
 * @param loss mean loss of the rows, which counts cannot tell
 */
export function metricsFromCounts(counts: ClassCounts, loss: number | null): MetricValues {
  const { rows } = counts;
  if (rows === 0) return Object.fromEntries(metricIds.map((id) => [id, null])) as MetricValues;
  let present = 0;
  let hits = 0;
  const macro = { precision: 0, recall: 0, f1: 0 };
  const weighted = { precision: 0, recall: 0, f1: 0 };
  for (let label = 0; label < counts.support.length; label += 1) {
    const support = counts.support[label] ?? 0;
    const predicted = counts.predicted[label] ?? 0;
    const right = counts.right[label] ?? 0;
    if (support + predicted === 0) continue;
    const precision = predicted === 0 ? 0 : right / predicted;
    const recall = support === 0 ? 0 : right / support;
    const f1 = (2 * right) / (support + predicted);
    present += 1;
    hits += right;
    macro.precision += precision;
    macro.recall += recall;
    macro.f1 += f1;
    weighted.precision += precision * support;
    weighted.recall += recall * support;
    weighted.f1 += f1 * support;
  }
  const accuracy = hits / rows;
  return {
    loss,
    accuracy,
    'precision-macro': macro.precision / present,
    'precision-micro': accuracy,
    'precision-weighted': weighted.precision / rows,
    'recall-macro': macro.recall / present,
    'recall-micro': accuracy,
    'recall-weighted': weighted.recall / rows,
    'f1-macro': macro.f1 / present,
    'f1-micro': accuracy,
    'f1-weighted': weighted.f1 / rows,
  };
}

/**
 * All metrics of logits, for an evaluation while training.
 * @param gold int32 [rows]
 * @param logits float32 [rows, labels]
 * @throws UserError when a logit is not finite
 */
export function classificationMetrics(
  gold: Int32Array,
  logits: Float32Array,
  labelCount: number,
): MetricValues {
  const { predicted, losses } = readLogits(logits, labelCount, gold);
  return metricsFromCounts(countClasses(gold, predicted, labelCount), mean(losses));
}

/** Figures of each label on its own; null with a reason where a denominator is 0. */
export function perClassFigures({ support, predicted, right }: ClassCounts): ClassFigures[] {
  return Array.from(support, (trueRows, label) => {
    const answers = predicted[label] ?? 0;
    const hits = right[label] ?? 0;
    const figures = {
      precision: answers === 0 ? null : hits / answers,
      recall: trueRows === 0 ? null : hits / trueRows,
      f1: trueRows + answers === 0 ? null : (2 * hits) / (trueRows + answers),
      support: trueRows,
    };
    const reason = whyUndefined(trueRows, answers);
    return reason === null ? figures : { ...figures, reason };
  });
}

/** Null for no rows. */
export function mean(values: Float64Array): number | null {
  let sum = 0;
  for (const value of values) sum += value;
  return values.length === 0 ? null : sum / values.length;
}

function whyUndefined(trueRows: number, answers: number): string | null {
  if (trueRows === 0 && answers === 0) return 'no row has this label, and it is never predicted';
  if (trueRows === 0) return 'no row has this label';
  if (answers === 0) return 'it is never predicted';
  return null;
}

import type { MetricId } from '../../../protocol/metrics';
import type { RunConfig } from '../../../protocol/runConfig';
import { classificationMetrics } from '../../metrics/classificationMetrics';

/** Loss (plain mean cross-entropy) and the metrics a config asks for, from the logits of an evaluation. */
export function classificationScores(
  { evaluation: { metrics, best }, regularization: { earlyStopping } }: RunConfig,
  gold: Int32Array,
  { logits, labelCount }: { readonly logits: Float32Array; readonly labelCount: number },
): Readonly<Partial<Record<MetricId, number | null>>> {
  const all = classificationMetrics(gold, logits, labelCount);
  const patience = earlyStopping?.metric ?? best;
  const wanted = new Set(['loss' as const, ...metrics, best, patience]);
  return Object.fromEntries([...wanted].map((metric) => [metric, all[metric]]));
}

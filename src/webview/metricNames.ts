import type { MetricId } from '../protocol/metrics';

/** How a metric id is written for people: `f1-macro` as "F1 macro". */
export function metricName(metric: MetricId): string {
  const words = metric.replace('-', ' ').replace(/^f1/, 'F1');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

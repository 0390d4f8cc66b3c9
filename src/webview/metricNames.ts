import type { DisparityKey, MetricId } from '../protocol/metrics';

/** How a metric id is written for people: `f1-macro` as "F1 macro". */
export function metricName(metric: MetricId): string {
  const words = metric.replace('-', ' ').replace(/^f1/, 'F1');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** `demographic-parity-difference/gender` as "Demographic parity difference, gender". */
export function disparityName(key: DisparityKey): string {
  const [metric = '', ...group] = key.split('/');
  const words = metric.replaceAll('-', ' ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}, ${group.join('/')}`;
}

import type { AuditChange } from './audit';
import { metricWords } from './auditWords';

/** What a change is of: how unlike groups are treated, or how often and how badly answers go wrong. */
export type ChangeKind = 'disparity' | 'errors';

export function changeKind(metric: string): ChangeKind {
  const isOfErrors =
    metric === 'error-rate' ||
    metric === 'expected-calibration-error' ||
    metric.endsWith('-shortfall');
  return isOfErrors ? 'errors' : 'disparity';
}

/**
 * The figure before and after in words, so that larger never reads as better: `gap of true positive rate` of one group against the
 * rest, `1 − equalized odds ratio`, `1 − AUC`.
 */
export function changedFigure({ metric, group }: Pick<AuditChange, 'metric' | 'group'>): string {
  if (metric.endsWith('-shortfall')) return `1 − ${metricWords(metric.replace('-shortfall', ''))}`;
  const words = metricWords(metric);
  if (metric.endsWith('-ratio')) return `1 − ${words}`;
  return group !== null && gapOfAll.has(metric) ? `gap of ${words}` : words;
}

/** `larger` of a disparity, `worse` of errors. */
export function changeVerdictWords({
  metric,
  verdict,
}: Pick<AuditChange, 'metric' | 'verdict'>): string {
  switch (verdict) {
    case 'worse':
      return changeKind(metric) === 'disparity' ? 'larger' : 'worse';
    case 'better':
      return changeKind(metric) === 'disparity' ? 'smaller' : 'better';
    case 'no-change-found':
      return 'no change found';
    case 'not-enough-data':
      return 'not enough data';
  }
}

const order: readonly AuditChange['verdict'][] = [
  'worse',
  'better',
  'no-change-found',
  'not-enough-data',
];

/** The worse first, what is not known last; what compares all groups before single ones. */
export function inReadingOrder(changes: readonly AuditChange[]): AuditChange[] {
  const rank = ({ verdict, group }: AuditChange): number =>
    2 * order.indexOf(verdict) + (group === null ? 0 : 1);
  return [...changes].sort((a, b) => rank(a) - rank(b));
}

/** By the rate of one group: the gap between all groups. */
export const gapOfAll: ReadonlyMap<string, string> = new Map([
  ['selection-rate', 'demographic-parity-difference'],
  ['true-positive-rate', 'equal-opportunity-difference'],
  ['false-positive-rate', 'predictive-equality-difference'],
  ['positive-predictive-value', 'predictive-parity-difference'],
  ['accuracy', 'accuracy-difference'],
]);

import { canBreak, type AuditCheck, type AuditReport, type Verdict } from './audit';
import { formatMetric, plainNumber } from './formatNumber';

/** Verdicts as people read them, short enough for a cell. */
export const verdictWords: Readonly<Record<Verdict, string>> = {
  disparity: 'disparity',
  'none-larger-than-delta': 'none larger',
  'not-enough-data': 'not enough data',
  'model-too-weak': 'model too weak',
};

/** `true-positive-rate-difference` reads "true positive rate difference", `bpsn-auc` "BPSN AUC". */
export function metricWords(metric: string): string {
  return metric
    .replaceAll('-', ' ')
    .replace(/\b(?:auc|bpsn|bnsp)\b/g, (name) => name.toUpperCase());
}

/** `.61 to .80`; empty where no interval is known. */
export function intervalWords({ low, high }: Pick<AuditCheck, 'low' | 'high'>): string {
  return low === null || high === null ? '' : `${formatMetric(low)} to ${formatMetric(high)}`;
}

/** Where figures fall by chance alone: `.61 to .80`; empty where nothing is tested. */
export function bandWords({ nullBand }: Pick<AuditCheck, 'nullBand'>): string {
  return nullBand === null ? '' : intervalWords({ low: nullBand[0], high: nullBand[1] });
}

/** That no figure is beyond the user's threshold, or that none could be; null where some are, and without a threshold. */
export function unbrokenWords({
  broken,
  checks,
}: Pick<AuditReport, 'broken' | 'checks'>): string | null {
  if (broken === null || broken.checks.length > 0) return null;
  const threshold = plainNumber(broken.threshold);
  return checks.some(canBreak)
    ? `No interval lies beyond the threshold of ${threshold}.`
    : `No figure could be tested: nothing says whether one lies beyond ${threshold}.`;
}

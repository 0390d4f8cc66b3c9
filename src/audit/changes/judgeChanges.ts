import { benjaminiHochberg } from '../../data/statistics/benjaminiHochberg';
import { formatMetric } from '../../protocol/formatNumber';
import type { AuditChange } from '../../protocol/audit';
import { agreeingPValue } from '../statistics/agreeingPValue';
import type { JudgeOptions } from '../statistics/judge';

/** A change before all changes of its report are judged together; without a p-value it is not judged, and `reason` says why. */
export type MeasuredChange = Omit<AuditChange, 'verdict'>;

/**
 * Worse or better where the p-value, adjusted over all changes of the report (Benjamini and Hochberg), is at most alpha. No change is only
 * said to be found where the interval rules out any of delta and more; everything else lacks data.
 */
export function judgeChanges(
  measured: readonly MeasuredChange[],
  { alpha, delta }: JudgeOptions,
): AuditChange[] {
  const tested = measured.flatMap(({ pValue, value, low, high }) => {
    if (pValue === null) return [];
    const isBounded = value !== null && low !== null && high !== null;
    return [isBounded ? agreeingPValue(pValue, { value, low, high }) : pValue];
  });
  const adjusted = benjaminiHochberg(tested);
  let place = 0;
  return measured.map((change) => {
    const { value, low, high, pValue } = change;
    if (pValue === null || value === null || low === null || high === null)
      return { ...change, verdict: 'not-enough-data' };
    const isFound = (adjusted[place] ?? 1) <= alpha && value !== 0;
    place += 1;
    if (isFound) return { ...change, verdict: value > 0 ? 'worse' : 'better' };
    if (low > -delta && high < delta) return { ...change, verdict: 'no-change-found' };
    const reason = `Anything between ${formatMetric(low)} and ${formatMetric(high)} may have happened.`;
    return { ...change, verdict: 'not-enough-data', reason };
  });
}

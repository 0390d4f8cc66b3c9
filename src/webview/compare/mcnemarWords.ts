import type { CompareSnapshot } from '../../protocol/pages';
import { formatCount } from '../../protocol/formatNumber';

/** `p = .52`, `p < .001`. */
export function formatPValue(value: number): string {
  if (value < 0.001) return 'p < .001';
  const digits = value < 0.1 ? 3 : 2;
  return `p = ${value.toFixed(digits).replace(/^0/, '')}`;
}

/** What McNemar's test says about the first two runs; empty where it was not asked. */
export function mcnemarWords(
  names: readonly string[],
  mcnemar: CompareSnapshot['mcnemar'],
): string {
  const [first, second] = names;
  if (mcnemar === null || first === undefined || second === undefined) return '';
  if (mcnemar.pValue === null) return mcnemar.reason ?? '';
  const counts = `${first} alone is right on ${formatCount(mcnemar.onlyFirstRight)} rows, ${second} alone on ${formatCount(mcnemar.onlySecondRight)}`;
  const test = `exact McNemar test, ${formatPValue(mcnemar.pValue)}`;
  if (mcnemar.pValue >= 0.05) return `${counts}: no significant winner in accuracy (${test}).`;
  const winner = mcnemar.onlyFirstRight > mcnemar.onlySecondRight ? first : second;
  return `${counts}: ${winner} is more accurate (${test}).`;
}

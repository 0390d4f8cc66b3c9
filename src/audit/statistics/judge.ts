import { canBreak, type AuditCheck, type Disparity, type Verdict } from '../../protocol/audit';
import { benjaminiHochberg } from '../../data/statistics/benjaminiHochberg';
import { formatCount, formatMetric } from '../../protocol/formatNumber';
import { agreeingPValue } from './agreeingPValue';
import { clusterWords } from './countedClusters';
import type { DetectableAt } from './detectable';
import { fewestJudged } from './fewestJudged';
import { normalQuantile, usualZ } from './normalQuantile';

/** A check before all checks of its report are judged together. */
export interface MeasuredCheck extends Omit<
  AuditCheck,
  'adjustedPValue' | 'detectable' | 'needed' | 'verdict'
> {
  readonly detectableAt: DetectableAt;
  /** Where no figure can be judged, whatever it is; `reason` says why, and `pValue` is null. */
  readonly withheld: 'not-enough-data' | 'model-too-weak' | null;
  /**
   * What is adjusted and judged in place of `pValue`: that of both sides where it has one, since a disparity may run either way, and the one that
   * agrees with the interval of the figure where that is computed another way.
   */
  readonly testedPValue?: number;
  /** Checks of the same name rest on one and the same test, which then counts once: a rate and its complement. */
  readonly test?: string;
  /** So many clusters `n` rows count as, where rows depend on each other. */
  readonly clusters?: number;
  /** Rows, of the same mix, before any verdict is possible, where some group is too small to be judged. */
  readonly fewestRows?: number;
}

export interface JudgeOptions {
  readonly alpha: number;
  readonly delta: number;
}

/**
 * Judges all checks of a report together: p-values are adjusted over all tests (Benjamini and Hochberg), detectable disparities are
 * those of a test at alpha / number of tests, which the adjustment never falls below.
 */
export function judgeChecks(
  measured: readonly MeasuredCheck[],
  { alpha, delta }: JudgeOptions,
): AuditCheck[] {
  const adjusted = adjustedByTest(measured);
  const level = alpha / Math.max(1, adjusted.size);
  return measured.map((check, index) => {
    const {
      detectableAt,
      withheld,
      testedPValue,
      test = index,
      fewestRows = 0,
      clusters,
      ...figures
    } = check;
    const isTested = (testedPValue ?? check.pValue) !== null;
    const adjustedPValue = isTested ? (adjusted.get(test) ?? null) : null;
    const verdict = judge({ ...check, adjustedPValue }, { alpha, delta });
    const detectable = finiteOrNull(detectableAt(level));
    const needed =
      withheld === 'model-too-weak'
        ? null
        : atLeastJudged(
            check,
            rowsNeeded({ ...check, detectable, verdict, fewestRows }, { level, delta }),
          );
    const reason = [
      check.reason,
      verdictReason({ ...figures, clusters, verdict, needed, detectable }, delta),
    ]
      .filter((part) => part !== undefined)
      .join(' ');
    return {
      ...figures,
      ...{ adjustedPValue, detectable, needed, verdict },
      ...(reason === '' ? {} : { reason }),
    };
  });
}

/**
 * The verdict of one check. "None larger than delta" needs the whole 95 % interval within delta, which is two one-sided tests of
 * equivalence (TOST) at 2.5 % each: what could not be computed or is merely not significant is never called fair. A difference that is
 * surely there, but surely smaller than delta, is "none larger" too.
 */
export function judge(
  check: Pick<MeasuredCheck, 'disparity' | 'withheld'> & { readonly adjustedPValue: number | null },
  { alpha, delta }: JudgeOptions,
): Verdict {
  if (check.withheld !== null) return check.withheld;
  if (check.disparity === null) return 'not-enough-data';
  if (isWithin(check.disparity, delta)) return 'none-larger-than-delta';
  const isFound = check.adjustedPValue !== null && check.adjustedPValue <= alpha;
  return isFound ? 'disparity' : 'not-enough-data';
}

/**
 * Whether a disparity is beyond the user's threshold for certain: the bound of its interval that is nearer to none exceeds it. The
 * estimate alone breaks nothing, and neither does a figure that was not tested, such as that of a small group.
 */
export function breaks(check: AuditCheck, threshold: number): boolean {
  const { disparity } = check;
  if (disparity === null || !canBreak(check)) return false;
  return disparity.low > threshold || disparity.high < -threshold;
}

function finiteOrNull(value: number | null): number | null {
  return value !== null && Number.isFinite(value) ? value : null;
}

function isWithin({ low, high }: Disparity, delta: number): boolean {
  return low > -delta && high < delta;
}

function adjustedByTest(measured: readonly MeasuredCheck[]): Map<string | number, number> {
  const pValues = new Map<string | number, number>();
  for (const [index, check] of measured.entries()) {
    const { test = index } = check;
    const pValue = judgedPValue(check);
    if (pValue !== null) pValues.set(test, Math.max(pValue, pValues.get(test) ?? 0));
  }
  const adjusted = benjaminiHochberg([...pValues.values()]);
  return new Map([...pValues.keys()].map((test, index) => [test, adjusted[index] ?? 1]));
}

/** What is adjusted: the p-value, or where the interval of the figure holds 0 a larger one. */
function judgedPValue({
  pValue,
  testedPValue,
  disparity,
}: Pick<MeasuredCheck, 'pValue' | 'testedPValue' | 'disparity'>): number | null {
  if (pValue === null) return null;
  const tested = testedPValue ?? pValue;
  return disparity === null ? tested : agreeingPValue(tested, disparity);
}

/**
 * Rows at which either verdict could be reached: enough to find delta with a probability of 80 %, and enough for an interval around
 * the present estimate that no longer holds both nothing and delta. The interval narrows with the root of the rows.
 */
function rowsNeeded(
  check: Pick<MeasuredCheck, 'disparity' | 'n'> & {
    readonly detectable: number | null;
    readonly verdict: Verdict;
    readonly fewestRows: number;
  },
  { level, delta }: { readonly level: number; readonly delta: number },
): number | null {
  const { disparity, detectable, n, fewestRows } = check;
  if (check.verdict !== 'not-enough-data' || n === 0) return null;
  const forPower = detectable === null ? null : n * (detectable / delta) ** 2;
  if (disparity === null)
    return forPower === null ? null : roundedUp(Math.max(forPower, fewestRows), n);
  const size = Math.abs(disparity.value);
  const half = Math.max(disparity.high - disparity.value, disparity.value - disparity.low);
  const toFind = (half * normalQuantile(level / 2)) / usualZ / size;
  const toExclude = size < delta ? half / (delta - size) : Infinity;
  const forVerdict = n * Math.min(toFind, toExclude) ** 2;
  const rows = Math.max(forPower ?? 0, forVerdict, fewestRows);
  return Number.isFinite(rows) ? roundedUp(rows, n) : null;
}

/** note: what is withheld for want of rows would still be with fewer than are judged at all, however alike the present ones are. */
function atLeastJudged(
  { withheld, n }: Pick<MeasuredCheck, 'withheld' | 'n'>,
  rows: number | null,
): number | null {
  const isTooFew = withheld === 'not-enough-data' && n < fewestJudged;
  return rows !== null && isTooFew ? Math.max(rows, fewestJudged) : rows;
}

/** Up to two digits that count: more would promise too much. Always more than there are. */
function roundedUp(rows: number, n: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, rows))) - 1);
  return Math.max(n + 1, Math.ceil(rows / unit) * unit);
}

function verdictReason(
  check: Pick<MeasuredCheck, 'id' | 'n'> & {
    readonly clusters: number | undefined;
    readonly verdict: Verdict;
    readonly needed: number | null;
    readonly detectable: number | null;
  },
  delta: number,
): string | undefined {
  const { verdict, needed, n, id, detectable, clusters } = check;
  if (verdict === 'not-enough-data' && detectable !== null && id.startsWith('seat/'))
    return `So few words, ${formatCount(n)}, find effects from ${formatMetric(detectable)} only: join tests of one idea into one file, or ask the tuned classifier with templates and swaps.`;
  if (verdict !== 'not-enough-data' || needed === null) return undefined;
  const toSettle = `To find or to rule out a disparity of ${delta}, about`;
  if (clusters === undefined)
    return `${toSettle} ${formatCount(needed)} rows are needed; there are ${formatCount(n)}.`;
  // Further rows of the present clusters would say little.
  const further = formatCount(Math.ceil((needed / n) * clusters));
  return `${toSettle} ${further} clusters of rows like these are needed, ${formatCount(needed)} rows; there are ${formatCount(n)} rows, which count as ${clusterWords({ rows: n, clusters })}.`;
}

import { countOf, formatCount } from '../../protocol/formatNumber';
import { printValue } from '../../protocol/printValue';

interface Counts {
  readonly in: number;
  readonly out: number;
}

/** What became of rows by the value of a column; of a split, of its training rows. */
export interface BalanceReport extends Counts {
  /** The first 100 values; `value` null: rows that were left out as others. */
  readonly values: readonly (Counts & { readonly value: string | null })[];
}

/** Values that are counted one by one, and characters of a name. */
const [mostCounted, longestName] = [100, 200];
/** More values than this are told as one. */
const mostTold = 12;

/**
 * @param had rows of each value, in the order of `names`, of which the first are enough
 * @param left rows that were left out as others
 */
export function balanceReport(
  names: readonly string[],
  {
    had,
    wanted,
    left,
  }: {
    readonly had: readonly number[];
    readonly wanted: readonly number[];
    readonly left: number;
  },
): BalanceReport {
  const values = had.slice(0, mostCounted).map((rows, one) => ({
    value: (names[one] ?? '').slice(0, longestName),
    ...{ in: rows, out: wanted[one] ?? 0 },
  }));
  return {
    ...{ in: sumOf(had) + left, out: sumOf(wanted) },
    values: left === 0 ? values : [...values, { value: null, in: left, out: 0 }],
  };
}

/** `401 rows → 10: "no" 396 → 5, "yes" 5 → 5.` */
export function balanceWords(report: BalanceReport): string {
  const { values } = report;
  const told = values.length <= mostTold + 1 ? values : values.slice(0, mostTold);
  const parts = told.map(
    ({ value, ...counts }) => `${value === null ? 'others' : printValue(value)} ${arrow(counts)}`,
  );
  const rest = {
    in: report.in - sumOf(told.map((each) => each.in)),
    out: report.out - sumOf(told.map((each) => each.out)),
  };
  if (rest.in > 0) parts.push(`all else ${arrow(rest)}`);
  return `${countOf(report.in, 'row')} → ${formatCount(report.out)}: ${parts.join(', ')}.`;
}

function arrow(counts: Counts): string {
  return `${formatCount(counts.in)} → ${formatCount(counts.out)}`;
}

/** Of all values. */
export function sumOf(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

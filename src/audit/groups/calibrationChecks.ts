import { normalTail } from '../../data/statistics/normalTail';
import { normalDetectable } from '../statistics/detectable';
import type { Interval } from '../statistics/intervals';
import type { MeasuredCheck } from '../statistics/judge';
import { usualZ } from '../statistics/normalQuantile';
import { studentQuantile, studentTail } from '../statistics/student';
import {
  binCount,
  calibrationErrors,
  calibrationRows,
  permutedErrors,
  resampledErrors,
} from './calibration';
import type { CalibrationRows } from './calibration';
import type { NullOptions } from './gapChecks';
import type { Gate } from './gate';
import type { GroupSet } from './groupSet';
import type { LabelRows } from './labelRows';
import { testName, tooFew } from './rateChecks';

interface CalibrationSubject {
  readonly set: GroupSet;
  readonly rows: LabelRows;
  readonly gate: Gate | null;
}

/** How far the scores of every group are from the shares they promise: on the whole, and bin by bin. */
export async function calibrationChecks(
  subject: CalibrationSubject,
  options: NullOptions & { readonly resamples: number },
): Promise<MeasuredCheck[]> {
  const rows = calibrationRows(subject.rows, subject.set.groupOf, subject.set.sizes);
  return [...gapChecks(rows, subject), ...(await errorChecks(rows, subject, options))];
}

/** Mean of label minus score: above 0 where a group has the label more often than its scores say. Welch's test against the rest. */
function gapChecks(rows: CalibrationRows, subject: CalibrationSubject): MeasuredCheck[] {
  const moments = subject.set.names.map(() => ({ n: 0, sum: 0, squares: 0 }));
  const all = { n: 0, sum: 0, squares: 0 };
  for (const [rank, group] of rows.groupOf.entries()) {
    const residual = rows.residuals[rank] ?? 0;
    for (const sums of [moments[group], all]) {
      if (sums === undefined) continue;
      sums.n += 1;
      sums.sum += residual;
      sums.squares += residual * residual;
    }
  }
  return moments.map((own, group) => {
    const rest = {
      n: all.n - own.n,
      sum: all.sum - own.sum,
      squares: all.squares - own.squares,
    };
    return gapCheck(meanOf(own), meanOf(rest), subject, group);
  });
}

interface Mean {
  readonly n: number;
  readonly value: number;
  /** Of the mean. */
  readonly variance: number;
}

function meanOf({
  n,
  sum,
  squares,
}: {
  readonly n: number;
  readonly sum: number;
  readonly squares: number;
}): Mean {
  const value = sum / n;
  return { n, value, variance: Math.max(0, squares / n - value * value) / (n - 1) };
}

function gapCheck(
  own: Mean,
  rest: Mean,
  subject: CalibrationSubject,
  group: number,
): MeasuredCheck {
  const [value, other] = [own.value, rest.value];
  const variance = own.variance + rest.variance;
  const degrees =
    variance ** 2 / (own.variance ** 2 / (own.n - 1) + rest.variance ** 2 / (rest.n - 1));
  const error = Math.sqrt(variance);
  const difference = value - other;
  const isTestable = own.n > 1 && rest.n > 1 && variance > 0;
  const t = isTestable ? studentQuantile(0.025, degrees) : NaN;
  const base = checkBase('calibration-gap', 'rest', subject, { group, n: own.n, others: rest.n });
  const reach = isTestable ? studentQuantile(0.025, own.n - 1) * Math.sqrt(own.variance) : NaN;
  return {
    ...base,
    variant: subject.rows.variant,
    ...{ value: own.n === 0 ? null : value },
    ...(isTestable ? { low: value - reach, high: value + reach } : { low: null, high: null }),
    disparity: isTestable
      ? { value: difference, low: difference - t * error, high: difference + t * error }
      : null,
    pValue:
      base.withheld === null && isTestable
        ? Math.min(1, 2 * studentTail(Math.abs(difference) / error, degrees))
        : null,
    detectableAt: normalDetectable(isTestable ? error : NaN),
    nullBand: isTestable ? [other - t * error, other + t * error] : null,
  };
}

/** Against as many rows drawn from all groups, since the fewer rows, the larger is the error of even a perfect score. */
async function errorChecks(
  rows: CalibrationRows,
  subject: CalibrationSubject,
  { permutations, resamples, seed, pace }: NullOptions & { readonly resamples: number },
): Promise<MeasuredCheck[]> {
  const observed = calibrationErrors(rows, rows.groupOf, null);
  const isShown = subject.gate === null;
  const permuted = isShown ? await permutedErrors(rows, { permutations, seed, pace }) : [];
  const resampled = isShown ? await resampledErrors(rows, { resamples, seed: seed + 1, pace }) : [];
  return subject.set.names.map((_, group) => {
    const value = observed[group] ?? NaN;
    const base = checkBase('expected-calibration-error', 'random-rows', subject, {
      ...{ group, n: rows.sizes[group] ?? 0 },
      others: rows.groupOf.length - (rows.sizes[group] ?? 0),
    });
    const of = (draws: readonly Float64Array[]): number[] =>
      draws.map((errors) => errors[group] ?? NaN);
    const none = spreadOf(of(permuted));
    const reach = usualZ * spreadOf(of(resampled)).deviation;
    const isKnown = isShown && Number.isFinite(value);
    return {
      ...base,
      variant: `${subject.rows.variant}/${binCount}-equal-mass`,
      ...{ value: Number.isFinite(value) ? value : null },
      ...(isKnown
        ? { low: Math.max(0, value - reach), high: value + reach }
        : { low: null, high: null }),
      disparity: isKnown
        ? {
            value: value - none.mean,
            low: value - none.mean - reach,
            high: value - none.mean + reach,
          }
        : null,
      pValue:
        base.withheld === null && isKnown ? distantShare(value, of(permuted), permutations) : null,
      detectableAt: normalDetectable(isKnown ? none.deviation : NaN),
      nullBand: isKnown ? usualBand(none) : null,
    };
  });
}

function checkBase(
  metric: string,
  reference: string,
  { set, rows, gate }: CalibrationSubject,
  { group, n, others }: { readonly group: number; readonly n: number; readonly others: number },
): Pick<
  MeasuredCheck,
  'id' | 'metric' | 'group' | 'reference' | 'n' | 'withheld' | 'reason' | 'rows' | 'test'
> {
  const withheld = gate ?? tooFew({ of: n }, { of: others }, 'rows');
  return {
    ...{ id: set.id, metric, group: set.names[group] ?? '', reference, n },
    withheld: withheld?.withheld ?? null,
    ...(withheld === null ? {} : { reason: withheld.reason }),
    rows: [],
    ...(reference === 'rest'
      ? { test: testName(set, { name: metric, variant: rows.variant, group }) }
      : {}),
  };
}

interface Spread {
  readonly mean: number;
  readonly deviation: number;
}

function spreadOf(values: readonly number[]): Spread {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(squares / (values.length - 1)) };
}

function usualBand({ mean, deviation }: Spread): Interval {
  return [Math.max(0, mean - usualZ * deviation), mean + usualZ * deviation];
}

/**
 * Share of permutations as far from their mean, with the +1 rule; where the data is too large for all that were asked for, by the normal
 * curve through those that were drawn, which is then close.
 */
function distantShare(value: number, drawn: readonly number[], wanted: number): number {
  const { mean, deviation } = spreadOf(drawn);
  const distance = Math.abs(value - mean);
  if (drawn.length < wanted) return Math.min(1, 2 * normalTail(distance / deviation));
  const extreme = drawn.filter((each) => Math.abs(each - mean) >= distance - 1e-12).length;
  return (extreme + 1) / (drawn.length + 1);
}

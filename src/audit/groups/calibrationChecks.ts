import { seededNumbers } from '../../data/seededNumbers';
import { quantile } from '../../data/statistics/quantiles';
import { permutationDetectable, powerZ } from '../statistics/detectable';
import type { DetectableAt } from '../statistics/detectable';
import type { Interval } from '../statistics/intervals';
import { usualZ } from '../statistics/normalQuantile';
import { enoughExceedances, plusOne } from '../statistics/sampledPValue';
import type { SampledPValue } from '../statistics/sampledPValue';
import { smallestWhere } from '../statistics/smallestWhere';
import { studentQuantile, studentTail } from '../statistics/student';
import {
  binCount,
  calibrationError,
  permutedErrors,
  residualsOf,
  resampledErrors,
} from './calibration';
import type { Residuals } from './calibration';
import { errorDetectable } from './calibrationDetectable';
import { binsOf, calibrationInterval } from './calibrationInterval';
import type { Bin } from './calibrationInterval';
import { rowsForVerdict, tooFew } from './enoughRows';
import type { NullOptions } from './gapChecks';
import type { Gate } from './gate';
import type { GroupCheck } from './groupCheck';
import type { GroupSet } from './groupSet';
import type { LabelRows } from './labelRows';
import { testName } from './rateChecks';
import { restOf, totalOf } from './rates';
import type { RateCounts, Share } from './rates';

interface CalibrationSubject {
  readonly set: GroupSet;
  readonly rows: LabelRows;
  readonly gate: Gate | null;
  /** Of all rows. */
  readonly counts: RateCounts;
}

/** How far the scores of every group are from the shares they promise: on the whole, and bin by bin. */
export async function calibrationChecks(
  subject: CalibrationSubject,
  options: NullOptions & { readonly resamples: number },
): Promise<GroupCheck[]> {
  const { all, own } = residualsOf(subject.rows, subject.set.groupOf, subject.set.sizes);
  const { seed, pace } = options;
  const whole = momentsOf(all);
  const next = seededNumbers(seed);
  const checks: GroupCheck[] = [];
  for (const [group, residuals] of own.entries()) {
    const part = momentsOf(residuals);
    const rest = minus(whole, part);
    const [ofGroup, ofRest] = [totalOf(subject.counts, [group]), restOf(subject.counts, group)];
    const independent = Math.max(1, Math.round(ofGroup.effective));
    checks.push(gapCheck(meanOf(part, ofGroup), meanOf(rest, ofRest), subject, group));
    const value = calibrationError(residuals);
    const draw = (count: number): Promise<Float64Array> =>
      permutedErrors(all, independent, { count, next, pace });
    const resamples = { count: options.resamples, next, pace };
    const isJudged = subject.gate === null;
    const none = isJudged ? nullOf(await draw(options.permutations)) : null;
    const isTested = isJudged && tooFew(ofGroup, ofRest, 'rows') === null;
    checks.push(
      errorCheck(
        {
          ...{ group, own: ofGroup, rest: ofRest, value, none, most: options.most },
          bins: binsOf(residuals, ofGroup.effective),
          bounds: calibrationInterval(residuals, ofGroup.effective),
          tested: none !== null && isTested ? distantShare(value, none, draw) : null,
          resampled: isJudged
            ? await resampledErrors(residuals, independent, resamples)
            : new Float64Array(),
        },
        subject,
      ),
    );
    if (pace.isDue()) await pace.rest();
  }
  return checks;
}

interface Moments {
  readonly n: number;
  readonly sum: number;
  readonly squares: number;
}

function momentsOf(residuals: Residuals): Moments {
  let [sum, squares] = [0, 0];
  for (const residual of residuals) {
    sum += residual;
    squares += residual * residual;
  }
  return { n: residuals.length, sum, squares };
}

function minus(a: Moments, b: Moments): Moments {
  return { n: a.n - b.n, sum: a.sum - b.sum, squares: a.squares - b.squares };
}

interface Mean extends Size {
  readonly value: number;
  /** Of the mean. */
  readonly variance: number;
}

function meanOf({ n, sum, squares }: Moments, { effective, clusters, inAll }: Size): Mean {
  const value = sum / n;
  const variance = Math.max(0, squares / n - value * value) / (effective - 1);
  return { of: n, effective, clusters, inAll, value, variance };
}

/** Mean of label minus score: above 0 where a group has the label more often than its scores say. Welch's test against the rest. */
function gapCheck(own: Mean, rest: Mean, subject: CalibrationSubject, group: number): GroupCheck {
  const [value, other] = [own.value, rest.value];
  const variance = own.variance + rest.variance;
  const degrees =
    variance ** 2 /
    (own.variance ** 2 / (own.effective - 1) + rest.variance ** 2 / (rest.effective - 1));
  const error = Math.sqrt(variance);
  const difference = value - other;
  const isTestable = own.effective > 1 && rest.effective > 1 && variance > 0;
  const t = isTestable ? studentQuantile(0.025, degrees) : NaN;
  const base = checkBase('calibration-gap', 'rest', subject, { group, own, rest });
  const reach = isTestable
    ? studentQuantile(0.025, own.effective - 1) * Math.sqrt(own.variance)
    : NaN;
  return {
    ...base,
    variant: subject.rows.variant,
    ...{ value: own.of === 0 ? null : value },
    ...(isTestable ? { low: value - reach, high: value + reach } : { low: null, high: null }),
    disparity: isTestable
      ? { value: difference, low: difference - t * error, high: difference + t * error }
      : null,
    pValue:
      base.withheld === null && isTestable
        ? Math.min(1, 2 * studentTail(Math.abs(difference) / error, degrees))
        : null,
    detectableAt: isTestable ? gapDetectable(own, rest, degrees) : () => null,
    nullBand: isTestable ? [other - t * error, other + t * error] : null,
  };
}

/**
 * Of Welch's test, whose t is wider than a normal value. Labels that are turned around make the residuals of the group vary more: at a
 * mean of d by about d - d².
 */
function gapDetectable(own: Mean, rest: Mean, degrees: number): DetectableAt {
  const error = (size: number): number =>
    Math.sqrt(own.variance + (size - size ** 2) / own.effective + rest.variance);
  return (level) => {
    const t = studentQuantile(level / 2, degrees) + powerZ;
    return smallestWhere(0.5, (size) => size >= t * error(size));
  };
}

/** Against as many rows drawn from all groups, since the fewer rows, the larger is the error of even a perfect score. */
function errorCheck(
  errors: {
    readonly group: number;
    readonly own: Size;
    readonly rest: Size;
    readonly value: number;
    readonly bins: readonly Bin[];
    readonly bounds: Interval;
    readonly none: ErrorNull | null;
    readonly tested: SampledPValue | null;
    readonly most: number;
    readonly resampled: Float64Array;
  },
  subject: CalibrationSubject,
): GroupCheck {
  const { group, own, rest, value, bounds, none, tested, most } = errors;
  const base = checkBase('expected-calibration-error', 'random-rows', subject, {
    group,
    own,
    rest,
  });
  const reach = usualZ * spreadOf(errors.resampled).deviation;
  const away = none === null ? NaN : value - none.mean;
  return {
    ...base,
    ...{ variant: `${subject.rows.variant}/${binCount}-equal-mass`, value },
    ...(own.of > 0 ? { low: bounds[0], high: bounds[1] } : { low: null, high: null }),
    disparity: none === null ? null : { value: away, low: away - reach, high: away + reach },
    ...(tested === null ? { pValue: null } : { pValue: tested.pValue, sampled: tested }),
    detectableAt: permutationDetectable(
      none === null
        ? () => null
        : errorDetectable(errors.bins, {
            ...{ none, own, rest, value },
            spread: spreadOf(errors.resampled).deviation,
          }),
      most,
    ),
    nullBand:
      none === null ? null : [quantile(none.ascending, 0.025), quantile(none.ascending, 0.975)],
  };
}

function checkBase(
  metric: string,
  reference: string,
  { set, rows, gate }: CalibrationSubject,
  { group, own, rest }: { readonly group: number; readonly own: Size; readonly rest: Size },
): Pick<
  GroupCheck,
  | 'id'
  | 'metric'
  | 'group'
  | 'reference'
  | 'n'
  | 'withheld'
  | 'reason'
  | 'rows'
  | 'test'
  | 'fewestRows'
  | 'clusters'
> {
  const withheld = gate ?? tooFew(own, rest, 'rows');
  return {
    ...{ id: set.id, metric, group: set.names[group] ?? '', reference, n: own.of },
    withheld: withheld?.withheld ?? null,
    ...(withheld === null ? {} : { reason: withheld.reason }),
    ...rowsForVerdict({ rows: own.of, clusters: own.clusters }, [own, rest]),
    rows: [],
    ...(reference === 'rest'
      ? { test: testName(set, { name: metric, variant: rows.variant, group }) }
      : {}),
  };
}

type Size = Pick<Share, 'of' | 'effective' | 'clusters' | 'inAll'>;

interface Spread {
  readonly mean: number;
  readonly deviation: number;
}

function spreadOf(values: Float64Array): Spread {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(squares / (values.length - 1)) };
}

/** Errors of random rows. */
interface ErrorNull extends Spread {
  readonly ascending: Float64Array;
  /** Third standardised moment. */
  readonly skewness: number;
}

function nullOf(drawn: Float64Array): ErrorNull {
  const { mean, deviation } = spreadOf(drawn);
  const cubes = drawn.reduce((sum, value) => sum + ((value - mean) / deviation) ** 3, 0);
  return { mean, deviation, skewness: cubes / drawn.length, ascending: drawn.sort() };
}

/** Draws at once when more are asked for. */
const atOnce = 500;

/** Share of draws as far from their mean on either side, with the +1 rule. */
function distantShare(
  value: number,
  { ascending, mean }: ErrorNull,
  draw: (count: number) => Promise<Float64Array>,
): SampledPValue {
  const away = Math.abs(value - mean) - 1e-12;
  const extremes = (errors: Float64Array): number =>
    errors.filter((each) => Math.abs(each - mean) >= away).length;
  let [drawn, extreme] = [ascending.length, extremes(ascending)];
  const isOpen = (): boolean => extreme < enoughExceedances;
  // note: what is drawn from may be large; it is let go of as soon as it is not needed.
  let drawMore = isOpen() ? draw : null;
  return {
    get pValue() {
      return plusOne(extreme, drawn);
    },
    get isOpen() {
      return isOpen();
    },
    async drawTo(draws) {
      while (drawMore !== null && drawn < draws) {
        const count = Math.min(atOnce, draws - drawn);
        extreme += extremes(await drawMore(count));
        drawn += count;
        if (!isOpen()) drawMore = null;
      }
    },
  };
}

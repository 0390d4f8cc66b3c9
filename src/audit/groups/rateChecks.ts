import { fisherExact } from '../../data/statistics/exactTests';
import { shareDetectable } from '../statistics/detectable';
import { usualRange } from '../statistics/hypergeometric';
import { differenceInterval, ratioInterval } from '../statistics/intervals';
import type { MeasuredCheck } from '../statistics/judge';
import type { Evidence, EvidenceKind } from './evidence';
import { rowsForVerdict, tooFew } from './enoughRows';
import type { Gate } from './gate';
import type { GroupSet } from './groupSet';
import { boundedShare, independentShare, rateRows, restOf, totalOf } from './rates';
import type { RateCounts, RateName } from './rates';

interface RateSubject {
  readonly set: GroupSet;
  readonly variant: string;
  readonly gate: Gate | null;
  readonly evidence: Evidence;
}

/** Rows that a higher rate of a group is made of, and those that a lower one is. */
export const evidenceKinds: Readonly<
  Record<RateName, readonly [higher: EvidenceKind, lower: EvidenceKind]>
> = {
  'selection-rate': [
    { selected: 1, actual: null },
    { selected: 0, actual: null },
  ],
  'true-positive-rate': [
    { selected: 1, actual: 1 },
    { selected: 0, actual: 1 },
  ],
  'false-positive-rate': [
    { selected: 1, actual: 0 },
    { selected: 0, actual: 0 },
  ],
  'positive-predictive-value': [
    { selected: 1, actual: 1 },
    { selected: 1, actual: 0 },
  ],
  accuracy: [
    { selected: 1, actual: 1 },
    { selected: 1, actual: 0 },
  ],
};

/**
 * A rate of every group against the rest: Wilson's interval, Newcombe's of the difference, Fisher's exact test, which is the permutation
 * test that shuffles groups among the rows the rate is a share of.
 */
export function rateChecks(
  name: RateName,
  counts: RateCounts,
  subject: RateSubject,
): MeasuredCheck[] {
  return subject.set.names.flatMap((_, group) => {
    const check = rateCheck(name, counts, subject, group);
    switch (name) {
      case 'true-positive-rate':
        return [check, complement(check)];
      case 'selection-rate':
        return [check, disparateImpact(check, counts, group)];
      case 'false-positive-rate':
      case 'positive-predictive-value':
      case 'accuracy':
        return [check];
    }
  });
}

function rateCheck(
  name: RateName,
  counts: RateCounts,
  { set, variant, gate, evidence }: RateSubject,
  group: number,
): MeasuredCheck {
  const own = totalOf(counts, [group]);
  const rest = restOf(counts, group);
  const withheld = gate ?? tooFew(own, rest, rateRows[name]);
  const [a, b] = [independentShare(own), independentShare(rest)];
  const all = a.of + b.of;
  const marked = a.counted + b.counted;
  const pValue =
    withheld !== null
      ? null
      : fisherExact(a.counted, a.of - a.counted, b.counted, b.of - b.counted);
  const value = own.of === 0 ? null : boundedShare(own);
  const other = rest.of === 0 ? null : boundedShare(rest);
  const difference = value === null || other === null ? null : differenceInterval(value, other);
  const band = usualRange({ rows: all, marked, drawn: a.of });
  const [higher, lower] = evidenceKinds[name];
  const isHigher = value !== null && other !== null && value.value > other.value;
  return {
    ...{ id: set.id, variant, metric: name, group: set.names[group] ?? '', reference: 'rest' },
    ...{ value: value?.value ?? null, low: value?.low ?? null, high: value?.high ?? null },
    disparity:
      value === null || other === null || difference === null
        ? null
        : { value: value.value - other.value, low: difference[0], high: difference[1] },
    ...{ pValue, n: own.of },
    detectableAt: shareDetectable({ n: a.of, others: b.of, share: marked / all }),
    nullBand: value === null || other === null ? null : [band[0] / a.of, band[1] / a.of],
    withheld: withheld?.withheld ?? null,
    ...(withheld === null ? {} : { reason: withheld.reason }),
    ...rowsForVerdict({ rows: own.of, clusters: own.clusters }, [own, rest]),
    rows: evidence(isHigher ? higher : lower, group, pValue),
    // Of two groups the first tells all about the second.
    test: testName(set, { name, variant, group }),
  };
}

/** Names the test of a group against the rest; of two groups either stands for both. */
export function testName(
  set: GroupSet,
  {
    name,
    variant,
    group,
  }: { readonly name: string; readonly variant: string; readonly group: number },
): string {
  return [set.id, name, variant, set.names.length === 2 ? '' : group].join('|');
}

/** The false negative rate is 1 minus the true positive rate and rests on its test. */
function complement(check: MeasuredCheck): MeasuredCheck {
  const { value, low, high, disparity, nullBand } = check;
  const less = (share: number | null): number | null => (share === null ? null : 1 - share);
  return {
    ...check,
    metric: 'false-negative-rate',
    ...{ value: less(value), low: less(high), high: less(low) },
    disparity: disparity && { value: -disparity.value, low: -disparity.high, high: -disparity.low },
    nullBand: nullBand && [1 - nullBand[1], 1 - nullBand[0]],
  };
}

/** The group's selection rate over that of the rest; it rests on the test of the selection rate. */
function disparateImpact(check: MeasuredCheck, counts: RateCounts, group: number): MeasuredCheck {
  const [own, rest] = [totalOf(counts, [group]), restOf(counts, group)];
  const base = { ...check, metric: 'disparate-impact' };
  if (own.of === 0 || rest.of === 0 || rest.counted === 0)
    return {
      ...base,
      ...{ value: null, low: null, high: null, disparity: null, nullBand: null },
      ...{ pValue: null, rows: [], detectableAt: () => null },
      withheld: check.withheld ?? 'not-enough-data',
      reason: check.reason ?? 'No row of the other groups is predicted to have this label.',
    };
  const [a, b] = [boundedShare(own), boundedShare(rest)];
  const [low, upper] = ratioInterval(a, b);
  const high = Number.isFinite(upper) ? upper : null;
  const value = a.value / b.value;
  const [mine, others] = [independentShare(own), independentShare(rest)];
  const marked = mine.counted + others.counted;
  const ofCount = (count: number): number => count / mine.of / ((marked - count) / others.of);
  const band = check.nullBand?.map((share) => ofCount(share * mine.of));
  const [bandLow, bandHigh] = band ?? [];
  return {
    ...base,
    ...{ value, low, high },
    disparity: high === null ? null : { value: 1 - value, low: 1 - high, high: 1 - low },
    nullBand:
      bandLow === undefined || bandHigh === undefined || !Number.isFinite(bandHigh)
        ? null
        : [bandLow, bandHigh],
    detectableAt: (level) => {
      const difference = check.detectableAt(level);
      return difference === null ? null : difference / b.value;
    },
  };
}

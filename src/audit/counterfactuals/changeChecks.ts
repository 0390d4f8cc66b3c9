import { binomialTail } from '../../data/statistics/exactTests';
import type { AuditOptions } from '../auditOptions';
import { powerZ } from '../statistics/detectable';
import type { DetectableAt } from '../statistics/detectable';
import { wilson } from '../statistics/intervals';
import type { MeasuredCheck } from '../statistics/judge';
import { normalQuantile } from '../statistics/normalQuantile';
import type { Pace } from '../statistics/pace';
import { smallestWhere } from '../statistics/smallestWhere';
import { studentTail } from '../statistics/student';
import { tooFewItems } from './versionsSubject';
import type { VersionsSubject } from './versionsSubject';
import { itemMean } from './itemMean';
import { itemValues, momentsOf } from './itemValues';
import { worstPairs } from './worstPairs';
import { changeOf, itemMeans, predictedLabel } from './versions';
import type { ScoredVersions } from './versions';

/**
 * How often the label changes with whom a text is about. Any model changes its mind now and then, so the test asks whether the rate exceeds
 * delta: a binomial test on the items' mean rates, which spread no wider than single flips and so make it err on the safe side.
 */
export function flipCheck(
  versions: ScoredVersions,
  subject: VersionsSubject,
  { delta }: AuditOptions,
): MeasuredCheck {
  const flips = (first: number, second: number): number =>
    predictedLabel(versions, first) === predictedLabel(versions, second) ? 0 : 1;
  const items = itemValues(versions, itemMeans(versions, flips));
  const { effective, independent } = items;
  const n = items.values.length;
  const { value, variance } = momentsOf(items);
  const withheld = subject.gate ?? tooFewItems(independent, subject.items, 'could be compared');
  // Items of several pairs have rates between 0 and 1, which are worth more rows than single flips.
  const worth = variance > 0 ? Math.max(effective, (value * (1 - value)) / variance) : effective;
  const tested = Math.round(effective);
  const interval = n === 0 ? null : wilson(value, worth);
  return {
    ...{ id: subject.id, variant: `${subject.prefix}label`, metric: 'flip-rate' },
    ...{ group: null, reference: null },
    value: n === 0 ? null : value,
    ...{ low: interval?.[0] ?? null, high: interval?.[1] ?? null },
    disparity: interval === null ? null : { value, low: interval[0], high: interval[1] },
    pValue:
      withheld === null ? binomialTail(Math.floor(value * tested + 1e-9), tested, delta) : null,
    detectableAt: n === 0 ? () => null : rateDetectable(effective, delta),
    n,
    nullBand: null,
    withheld: withheld?.withheld ?? null,
    ...(withheld === null ? {} : { reason: withheld.reason }),
    rows: worstPairs(versions, (first, second) =>
      flips(first, second) === 0
        ? 0
        : { strength: changeOf(versions, first, second), label: predictedLabel(versions, first) },
    ),
  };
}

/** How far the probabilities move: the mean total variation, tested against delta by a one-sided t-test over items. */
export async function changeCheck(
  versions: ScoredVersions,
  subject: VersionsSubject,
  { delta, resamples, seed, pace }: AuditOptions & { readonly pace: Pace },
): Promise<MeasuredCheck> {
  const change = (first: number, second: number): number => changeOf(versions, first, second);
  const items = itemValues(versions, itemMeans(versions, change));
  const { n, clusters, value, error, bounds } = await itemMean(items, {
    ...{ resamples, seed, pace },
  });
  const withheld =
    subject.gate ?? tooFewItems(items.independent, subject.items, 'could be compared');
  return {
    ...{ id: subject.id, variant: `${subject.prefix}total-variation` },
    ...{ metric: 'mean-absolute-change', group: null, reference: null },
    value: n === 0 ? null : value,
    ...{ low: bounds?.low ?? null, high: bounds?.high ?? null, disparity: bounds },
    pValue: withheld === null ? aboveDelta({ value, error, n: clusters, delta }) : null,
    // A mean of delta is the edge; what lies above it by so much is found.
    detectableAt: (level) =>
      n < 2 ? null : delta + (normalQuantile(level) + powerZ) * Math.max(error, 1e-12),
    ...{ n, nullBand: null },
    withheld: withheld?.withheld ?? null,
    ...(withheld === null ? {} : { reason: withheld.reason }),
    rows: worstPairs(versions, (first, second) => ({
      strength: change(first, second),
      label: predictedLabel(versions, first),
    })),
  };
}

function aboveDelta(mean: {
  readonly value: number;
  readonly error: number;
  readonly n: number;
  readonly delta: number;
}): number {
  const { value, error, n, delta } = mean;
  if (error === 0) return value > delta ? 2 ** -n : 1;
  return studentTail((value - delta) / error, n - 1);
}

/** The rate that a one-sided test against delta finds with a probability of 80 %. */
export function rateDetectable(n: number, delta: number): DetectableAt {
  return (level) => {
    const critical = normalQuantile(level) * Math.sqrt((delta * (1 - delta)) / n);
    const found = (rate: number): boolean =>
      rate - delta >= critical + powerZ * Math.sqrt((rate * (1 - rate)) / n);
    return smallestWhere(1, found);
  };
}

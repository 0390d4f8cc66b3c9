import type { AuditRow } from '../../protocol/audit';
import type { AuditOptions } from '../auditOptions';
import { normalDetectable } from '../statistics/detectable';
import { usualZ } from '../statistics/normalQuantile';
import type { MeasuredCheck } from '../statistics/judge';
import type { Pace } from '../statistics/pace';
import { tooFewItems } from './versionsSubject';
import type { VersionsSubject } from './versionsSubject';
import { itemMean, signTest } from './itemMean';
import { itemValues } from './itemValues';
import { worstPairs } from './worstPairs';
import { predictedLabel } from './versions';
import type { ScoredVersions } from './versions';

/** With more labels, only the most frequent ones are looked at: each costs a test a group. */
const mostLabels = 10;

/** What is compared between versions: a probability, or whether the model is right. */
interface Measure {
  readonly metric: 'signed-change' | 'accuracy-difference';
  readonly variant: string;
  /** The label whose probability is shown with rows; null for that of the first version. */
  readonly label: number | null;
  /** NaN where a version has no such value. */
  readonly valueOf: (version: number) => number;
}

interface SignedOptions extends AuditOptions {
  readonly pace: Pace;
}

/**
 * Which way the probability of each label moves when a text is about one group instead of the others, and whether the model is right more
 * or less often: the mean over items of the difference, tested by flipping its sign item by item. Of two groups, or two labels,
 * the second tells all about the first.
 */
export async function signedChecks(
  versions: ScoredVersions,
  subject: VersionsSubject,
  options: SignedOptions,
): Promise<MeasuredCheck[]> {
  const { groups } = versions;
  const checks: MeasuredCheck[] = [];
  const measures = measuresOf(versions, subject);
  const asked = groups.length === 2 ? [1] : [...groups.keys()];
  for (const measure of measures)
    for (const group of asked) {
      checks.push(await signedCheck(versions, subject, { ...options, measure, group }));
      options.pace.reach(0.2 + (0.8 * checks.length) / (measures.length * asked.length));
    }
  return checks;
}

function measuresOf(versions: ScoredVersions, { prefix }: VersionsSubject): Measure[] {
  const { labels, probabilities, groupOf, goldOf } = versions;
  const measures = labelsAsked(versions).map((label): Measure => ({
    metric: 'signed-change',
    variant: `${prefix}one-against-rest:${labels[label] ?? ''}`,
    label,
    valueOf: (version) => probabilities[version * labels.length + label] ?? NaN,
  }));
  if (!groupOf.some((_, version) => goldOf(version) >= 0)) return measures;
  const isRight = (version: number): number => {
    const gold = goldOf(version);
    if (gold < 0) return NaN;
    return gold === predictedLabel(versions, version) ? 1 : 0;
  };
  const accuracy = { metric: 'accuracy-difference', variant: `${prefix}label` } as const;
  return [...measures, { ...accuracy, label: null, valueOf: isRight }];
}

async function signedCheck(
  versions: ScoredVersions,
  subject: VersionsSubject,
  options: SignedOptions & { readonly measure: Measure; readonly group: number },
): Promise<MeasuredCheck> {
  const { measure, group, resamples, permutations, seed, pace } = options;
  const { groups } = versions;
  const differences = itemValues(versions, signedDifferences(versions, measure, group));
  const { effective, independent } = differences;
  const mean = await itemMean(differences, { resamples, seed, pace });
  const { n, value, error } = mean;
  const withheld =
    subject.gate ?? tooFewItems(independent, subject.items, 'are about this group and others');
  // A model that is never right for one group alone may still be now and then: counts that agree leave Wilson's doubt of 0 of n.
  const doubt = measure.label === null ? usualZ ** 2 / (effective + usualZ ** 2) : 0;
  const bounds = mean.bounds && {
    value,
    low: Math.min(mean.bounds.low, value - doubt),
    high: Math.max(mean.bounds.high, value + doubt),
  };
  const pValue =
    withheld === null ? await signTest(differences, { permutations, seed, pace }) : null;
  return {
    ...{ id: subject.id, variant: measure.variant, metric: measure.metric },
    group: groups[group] ?? '',
    reference: groups.length === 2 ? (groups[1 - group] ?? '') : 'rest',
    value: n === 0 ? null : value,
    ...{ low: bounds?.low ?? null, high: bounds?.high ?? null },
    disparity: bounds,
    ...{ pValue, n, detectableAt: n < 2 ? () => null : normalDetectable(error) },
    nullBand: n < 2 ? null : [-usualZ * error, usualZ * error],
    withheld: withheld?.withheld ?? null,
    ...(withheld === null ? {} : { reason: withheld.reason }),
    rows: evidence(versions, { measure, group, sign: Math.sign(value) }),
  };
}

/** By item: the mean value of versions about a group, minus that of versions about the others; NaN where one is missing. */
function signedDifferences(
  { groupOf, unitOf, itemOf, itemCount }: ScoredVersions,
  { valueOf }: Measure,
  group: number,
): Float64Array {
  const units = itemOf.length;
  const [own, ownCount] = [new Float64Array(units), new Float64Array(units)];
  const [others, otherCount] = [new Float64Array(units), new Float64Array(units)];
  for (let version = 0; version < groupOf.length; version += 1) {
    const [about, value] = [groupOf[version] ?? -1, valueOf(version)];
    if (about < 0 || Number.isNaN(value)) continue;
    const unit = unitOf[version] ?? 0;
    const [sums, counts] = about === group ? [own, ownCount] : [others, otherCount];
    sums[unit] = (sums[unit] ?? 0) + value;
    counts[unit] = (counts[unit] ?? 0) + 1;
  }
  const [sums, counts] = [new Float64Array(itemCount), new Float64Array(itemCount)];
  for (let unit = 0; unit < units; unit += 1) {
    const [mine, theirs] = [ownCount[unit] ?? 0, otherCount[unit] ?? 0];
    if (mine === 0 || theirs === 0) continue;
    const item = itemOf[unit] ?? 0;
    const difference = (own[unit] ?? 0) / mine - (others[unit] ?? 0) / theirs;
    sums[item] = (sums[item] ?? 0) + difference;
    counts[item] = (counts[item] ?? 0) + 1;
  }
  return sums.map((sum, item) => sum / (counts[item] ?? 0));
}

/** Of two labels the second; of more than ten those most often predicted. */
function labelsAsked({ labels, probabilities }: ScoredVersions): number[] {
  if (labels.length === 2) return [1];
  const totals = labels.map((_, label) => {
    let total = 0;
    for (let at = label; at < probabilities.length; at += labels.length)
      total += probabilities[at] ?? 0;
    return { label, total };
  });
  return totals
    .sort((a, b) => b.total - a.total)
    .slice(0, mostLabels)
    .map(({ label }) => label)
    .sort((a, b) => a - b);
}

function evidence(
  versions: ScoredVersions,
  asked: { readonly measure: Measure; readonly group: number; readonly sign: number },
): AuditRow[] {
  const { groupOf } = versions;
  const { measure, group, sign } = asked;
  return worstPairs(versions, (first, second) => {
    const isFirst = groupOf[first] === group;
    if (isFirst === (groupOf[second] === group)) return 0;
    if ((groupOf[first] ?? -1) < 0 || (groupOf[second] ?? -1) < 0) return 0;
    const change = measure.valueOf(first) - measure.valueOf(second);
    const strength = sign * (isFirst ? change : -change);
    return { strength, label: measure.label ?? predictedLabel(versions, first) };
  });
}

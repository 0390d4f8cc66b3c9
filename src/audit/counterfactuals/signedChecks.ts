import type { AuditOptions } from '../auditOptions';
import { bootstrap } from '../statistics/bootstrap';
import { normalDetectable } from '../statistics/detectable';
import { usualZ } from '../statistics/normalQuantile';
import type { MeasuredCheck } from '../statistics/judge';
import type { Pace } from '../statistics/pace';
import { signFlipTest } from '../statistics/signFlipTest';
import { tooFewClusters } from './versionsSubject';
import type { VersionsSubject } from './versionsSubject';
import { momentsOf, weightedMean } from './changeChecks';
import { worstPairs } from './worstPairs';
import type { ScoredVersions } from './versions';

/** With more labels, only the most frequent ones are looked at: each costs a test a group. */
const mostLabels = 10;

/**
 * Which way a label's probability moves when a text is about one group instead of the others: the mean over clusters of the difference,
 * tested by flipping its sign cluster by cluster. Of two groups, or two labels, the second tells all about the first.
 */
export async function signedChecks(
  versions: ScoredVersions,
  subject: VersionsSubject,
  options: AuditOptions & { readonly pace: Pace },
): Promise<MeasuredCheck[]> {
  const { groups } = versions;
  const checks: MeasuredCheck[] = [];
  const labels = labelsAsked(versions);
  const asked = groups.length === 2 ? [1] : [...groups.keys()];
  for (const label of labels)
    for (const group of asked) {
      checks.push(await signedCheck(versions, subject, { ...options, label, group }));
      options.pace.reach(0.2 + (0.8 * checks.length) / (labels.length * asked.length));
    }
  return checks;
}

async function signedCheck(
  versions: ScoredVersions,
  subject: VersionsSubject,
  options: AuditOptions & { readonly pace: Pace; readonly label: number; readonly group: number },
): Promise<MeasuredCheck> {
  const { label, group, resamples, permutations, seed, pace } = options;
  const { groups, labels } = versions;
  const differences = signedDifferences(versions, label, group).filter(
    (each) => !Number.isNaN(each),
  );
  const n = differences.length;
  const { value, deviation } = momentsOf(differences);
  const withheld =
    subject.gate ?? tooFewClusters(n, subject.unit, 'are about this group and others');
  const [interval] = await bootstrap(
    { count: n, clusters: null, strata: null },
    (weights) => [weightedMean(differences, weights)],
    { resamples, seed, pace },
  );
  const error = deviation / Math.sqrt(Math.max(1, n));
  const pValue =
    withheld === null ? await signFlipTest(differences, null, { permutations, seed, pace }) : null;
  return {
    id: subject.id,
    variant: `${subject.prefix}one-against-rest:${labels[label] ?? ''}`,
    ...{ metric: 'signed-change', group: groups[group] ?? '' },
    reference: groups.length === 2 ? (groups[1 - group] ?? '') : 'rest',
    value: n === 0 ? null : value,
    ...{ low: interval?.low ?? null, high: interval?.high ?? null },
    disparity: interval == null ? null : { value, low: interval.low, high: interval.high },
    ...{ pValue, n, detectableAt: n < 2 ? () => null : normalDetectable(error) },
    nullBand: n < 2 ? null : [-usualZ * error, usualZ * error],
    withheld: withheld?.withheld ?? null,
    ...(withheld === null ? {} : { reason: withheld.reason }),
    rows: evidence(versions, { label, group, sign: Math.sign(value) }),
  };
}

/** By cluster: the mean probability of a label in versions about a group, minus that in versions about the others; NaN where one is missing. */
function signedDifferences(versions: ScoredVersions, label: number, group: number): Float64Array {
  const { groupOf, unitOf, clusterOf, clusterCount, probabilities, labels } = versions;
  const units = clusterOf.length;
  const [own, ownCount] = [new Float64Array(units), new Float64Array(units)];
  const [others, otherCount] = [new Float64Array(units), new Float64Array(units)];
  for (let version = 0; version < groupOf.length; version += 1) {
    const about = groupOf[version] ?? -1;
    if (about < 0) continue;
    const unit = unitOf[version] ?? 0;
    const [sums, counts] = about === group ? [own, ownCount] : [others, otherCount];
    sums[unit] = (sums[unit] ?? 0) + (probabilities[version * labels.length + label] ?? 0);
    counts[unit] = (counts[unit] ?? 0) + 1;
  }
  const [sums, counts] = [new Float64Array(clusterCount), new Float64Array(clusterCount)];
  for (let unit = 0; unit < units; unit += 1) {
    const [mine, theirs] = [ownCount[unit] ?? 0, otherCount[unit] ?? 0];
    if (mine === 0 || theirs === 0) continue;
    const cluster = clusterOf[unit] ?? 0;
    const difference = (own[unit] ?? 0) / mine - (others[unit] ?? 0) / theirs;
    sums[cluster] = (sums[cluster] ?? 0) + difference;
    counts[cluster] = (counts[cluster] ?? 0) + 1;
  }
  return sums.map((sum, cluster) => sum / (counts[cluster] ?? 0));
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
  { label, group, sign }: { readonly label: number; readonly group: number; readonly sign: number },
) {
  const { groupOf, probabilities, labels } = versions;
  const score = (version: number): number => probabilities[version * labels.length + label] ?? 0;
  return worstPairs(versions, (first, second) => {
    const isFirst = groupOf[first] === group;
    if (isFirst === (groupOf[second] === group)) return 0;
    if ((groupOf[first] ?? -1) < 0 || (groupOf[second] ?? -1) < 0) return 0;
    const difference = isFirst ? score(first) - score(second) : score(second) - score(first);
    return { strength: sign * difference, label };
  });
}

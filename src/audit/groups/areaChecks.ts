import { normalTail } from '../../data/statistics/normalTail';
import { normalDetectable } from '../statistics/detectable';
import { differenceInterval } from '../statistics/intervals';
import type { Bounded } from '../statistics/intervals';
import type { MeasuredCheck } from '../statistics/judge';
import { usualZ } from '../statistics/normalQuantile';
import { areaGap } from './areaGap';
import { fewestASide, groupAreas } from './areas';
import type { Area, GroupAreas, SideCounts } from './areas';
import type { EvidenceKind, Evidence } from './evidence';
import type { NullOptions } from './gapChecks';
import { fewestRows } from './gate';
import type { Gate } from './gate';
import type { GroupSet } from './groupSet';
import type { LabelRows } from './labelRows';
import { testName } from './rateChecks';

interface AreaSubject {
  readonly set: GroupSet;
  readonly rows: LabelRows;
  readonly gate: Gate | null;
  readonly evidence: Evidence;
}

/**
 * Areas under the curve of every group, alone and against the others, and their largest difference. They need no threshold. Differences
 * are tested by DeLong's variances, since permutations of curves would take minutes.
 */
export async function areaChecks(
  subject: AreaSubject,
  options: NullOptions,
): Promise<MeasuredCheck[]> {
  const checks: MeasuredCheck[] = [];
  const areas: GroupAreas[] = [];
  for (const group of subject.set.names.keys()) {
    const found = groupAreas(subject.rows, subject.set.groupOf, group);
    areas.push(found);
    checks.push(...groupChecks(found, group, subject));
    if (options.pace.isDue()) await options.pace.rest();
  }
  const { set, rows, gate } = subject;
  return [...checks, ...(await areaGap({ set, variant: rows.variant, gate, areas }, options))];
}

interface Comparison {
  readonly metric: string;
  readonly area: Area | null;
  readonly covariance: number;
  readonly positives: SideCounts;
  readonly negatives: SideCounts;
  readonly evidence: EvidenceKind;
}

function groupChecks(areas: GroupAreas, group: number, subject: AreaSubject): MeasuredCheck[] {
  const { own, rest } = areas.counts;
  const comparisons: Comparison[] = [
    {
      ...{ metric: 'auc', area: areas.own, covariance: 0, positives: own, negatives: own },
      evidence: { selected: 1, actual: 0 },
    },
    {
      ...{ metric: 'bpsn-auc', area: areas.bpsn, covariance: areas.covariance.bpsn },
      ...{ positives: rest, negatives: own, evidence: { selected: 1, actual: 0 } },
    },
    {
      ...{ metric: 'bnsp-auc', area: areas.bnsp, covariance: areas.covariance.bnsp },
      ...{ positives: own, negatives: rest, evidence: { selected: 0, actual: 1 } },
    },
  ];
  return comparisons.map((comparison) => areaCheck(comparison, areas, group, subject));
}

function areaCheck(
  { metric, area, covariance, ...sides }: Comparison,
  { rest, counts }: GroupAreas,
  group: number,
  { set, rows, gate, evidence }: AreaSubject,
): MeasuredCheck {
  const withheld = gate ?? tooFewForCurve(sides.positives, sides.negatives, counts.rest);
  const compared = area === null || rest === null ? null : compare(area, rest, covariance);
  const pValue =
    withheld !== null || compared === null
      ? null
      : Math.min(1, 2 * normalTail(Math.abs(compared.value) / compared.standardError));
  const reach = (compared?.standardError ?? NaN) * usualZ;
  return {
    ...{
      id: set.id,
      variant: rows.variant,
      metric,
      group: set.names[group] ?? '',
      reference: 'rest',
    },
    ...{ value: area?.value ?? null, low: area?.low ?? null, high: area?.high ?? null },
    disparity: compared && { value: compared.value, low: compared.low, high: compared.high },
    ...{ pValue, n: sides.positives.positives + sides.negatives.negatives },
    detectableAt: normalDetectable(compared?.standardError ?? NaN),
    nullBand:
      rest === null || compared === null
        ? null
        : [Math.max(0, rest.value - reach), Math.min(1, rest.value + reach)],
    withheld: withheld?.withheld ?? null,
    ...(withheld === null ? {} : { reason: withheld.reason }),
    rows: evidence(sides.evidence, group, pValue),
    ...(metric === 'auc'
      ? { test: testName(set, { name: metric, variant: rows.variant, group }) }
      : {}),
  };
}

function compare(area: Area, rest: Area, covariance: number): Bounded & { standardError: number } {
  const correlation = Math.min(0.99, covariance / Math.sqrt(area.variance * rest.variance));
  const [low, high] = differenceInterval(area, rest, correlation);
  const variance =
    area.variance + rest.variance - 2 * correlation * Math.sqrt(area.variance * rest.variance);
  return { value: area.value - rest.value, low, high, standardError: Math.sqrt(variance) };
}

function tooFewForCurve(
  { positives }: SideCounts,
  { negatives }: SideCounts,
  rest: SideCounts,
): Gate | null {
  const withheld = 'not-enough-data';
  const [least, rows] = [Math.min(positives, negatives), positives + negatives];
  if (least === 0)
    return {
      withheld,
      reason: `A curve needs rows with and without the label; there are none ${positives === 0 ? 'with' : 'without'} it.`,
    };
  if (least < fewestASide || rows < fewestRows)
    return {
      withheld,
      reason: `A curve needs ${fewestRows} rows, ${fewestASide} of either kind; there are ${positives} with the label and ${negatives} without.`,
    };
  if (Math.min(rest.positives, rest.negatives) < fewestASide)
    return {
      withheld,
      reason: `The other groups have fewer than ${fewestASide} rows with the label or without it.`,
    };
  return null;
}

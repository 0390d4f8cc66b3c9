import { seededNumbers } from '../../data/seededNumbers';
import { areaDetectable, permutationDetectable } from '../statistics/detectable';
import { drawNormal } from '../statistics/drawNormal';
import type { Bounded } from '../statistics/intervals';
import { usualZ } from '../statistics/normalQuantile';
import { startPermutations } from '../statistics/permutationTest';
import type { SampledPValue } from '../statistics/sampledPValue';
import { areaDifference } from './areaDifference';
import type { AreaMetric } from './areaDifference';
import { areaGap } from './areaGap';
import { groupAreas } from './areas';
import type { Area, GroupAreas, GroupSides, SideCounts } from './areas';
import type { Evidence, EvidenceKind } from './evidence';
import type { NullOptions } from './gapChecks';
import { rowsForVerdict, tooFewOf } from './enoughRows';
import type { Size, SizeOf } from './enoughRows';
import type { Gate } from './gate';
import type { GroupCheck } from './groupCheck';
import type { GroupSet } from './groupSet';
import type { LabelRows } from './labelRows';
import { meanDrawer, pooledPlacements } from './placements';
import type { PooledPlacements } from './placements';
import { testName } from './rateChecks';
import { rateRows, restOf, totalOf } from './rates';
import type { RateCounts, Share } from './rates';

interface AreaSubject {
  readonly set: GroupSet;
  readonly rows: LabelRows;
  readonly gate: Gate | null;
  readonly evidence: Evidence;
  /** Of rows with the label, and without it. */
  readonly rates: { readonly positives: RateCounts; readonly negatives: RateCounts };
}

/**
 * Areas under the curve of every group, alone and against the others, and their largest difference. They need no threshold. Permutations
 * shuffle the groups within each true label.
 */
export async function areaChecks(
  subject: AreaSubject,
  options: NullOptions,
): Promise<GroupCheck[]> {
  const { set, rows, gate } = subject;
  const { pace } = options;
  if (pace.isDue()) await pace.rest();
  const pooled = pooledPlacements(rows, set.groupOf);
  if (pace.isDue()) await pace.rest();
  const next = seededNumbers(options.seed);
  const checks: GroupCheck[] = [];
  const independent = (group: number): GroupSides => independentSides(sideSizes(subject, group));
  const areas = await groupAreas(rows, set, { independent, pace });
  for (const [group, found] of areas.entries()) {
    const comparisons = comparisonsOf(found, pooled, sideSizes(subject, group));
    const isTested = gate === null && comparisons.some(({ withheld }) => withheld === null);
    const tests = isTested ? await testsOf(comparisons, found, pooled, { ...options, next }) : [];
    for (const [index, comparison] of comparisons.entries())
      checks.push(
        areaCheck(comparison, found, {
          ...{ ...subject, group, tested: tests[index] ?? null, most: options.most },
        }),
      );
    if (pace.isDue()) await pace.rest();
  }
  const gapSubject = { set, variant: rows.variant, gate, rates: subject.rates, areas, pooled };
  return [...checks, ...(await areaGap(gapSubject, options))];
}

interface SideSizes {
  readonly own: { readonly positives: Share; readonly negatives: Share };
  readonly rest: { readonly positives: Share; readonly negatives: Share };
}

function sideSizes({ rates: { positives, negatives } }: AreaSubject, group: number): SideSizes {
  return {
    own: { positives: totalOf(positives, [group]), negatives: totalOf(negatives, [group]) },
    rest: { positives: restOf(positives, group), negatives: restOf(negatives, group) },
  };
}

function independentSides({ own, rest }: SideSizes): GroupSides {
  const rows = ({ positives, negatives }: SideSizes['own']): SideCounts => ({
    positives: Math.round(positives.effective),
    negatives: Math.round(negatives.effective),
  });
  return { own: rows(own), rest: rows(rest) };
}

interface AreaParts {
  readonly metric: AreaMetric;
  readonly area: Area | null;
  readonly covariance: number;
  /** Where the positives and the negatives come from. */
  readonly positives: SideCounts;
  readonly negatives: SideCounts;
  readonly evidence: EvidenceKind;
}

interface Comparison {
  readonly metric: AreaMetric;
  readonly area: Area | null;
  /** From the area of the rest. */
  readonly difference: (Bounded & { readonly standardError: number }) | null;
  readonly rows: number;
  readonly withheld: Gate | null;
  readonly sizes: readonly Size[];
  /** That the rows count as. */
  readonly clusters: number;
  readonly evidence: EvidenceKind;
}

function comparisonsOf(
  areas: GroupAreas,
  pooled: PooledPlacements,
  sides: SideSizes,
): Comparison[] {
  const { own, rest } = areas.effective;
  const parts: readonly AreaParts[] = [
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
  return parts.map(({ metric, area, covariance, positives, negatives, evidence }) => ({
    ...{ metric, area, evidence },
    difference:
      area === null || areas.rest === null
        ? null
        : areaDifference(
            { area, positives: positives.positives, negatives: negatives.negatives },
            { area: areas.rest, ...rest },
            { metric, covariance, pooled },
          ),
    rows: rowsOf(metric, areas.counts),
    withheld: tooFewOf(sizesOf(metric, sides)),
    sizes: sizesOf(metric, sides).map(({ size }) => size),
    clusters: clustersBehind(metric, sides),
  }));
}

/** Rows behind an area, copies of a text included. */
function rowsOf(metric: AreaMetric, { own, rest }: GroupSides): number {
  switch (metric) {
    case 'auc':
      return own.positives + own.negatives;
    case 'bpsn-auc':
      return rest.positives + own.negatives;
    case 'bnsp-auc':
      return own.positives + rest.negatives;
  }
}

/** Of all comparisons of a group at once, two-sided; 1 where an area is undefined. */
async function testsOf(
  comparisons: readonly Comparison[],
  { effective: { own, rest } }: GroupAreas,
  pooled: PooledPlacements,
  { permutations, pace, next }: NullOptions & { readonly next: () => number },
): Promise<readonly SampledPValue[]> {
  const drawPositives = meanDrawer(
    pooled.positives,
    { own: own.positives, rest: rest.positives },
    next,
  );
  const drawNegatives = meanDrawer(
    pooled.negatives,
    { own: own.negatives, rest: rest.negatives },
    next,
  );
  const interactions = {
    auc: 1 / (own.positives * own.negatives) + 1 / (rest.positives * rest.negatives),
    'bpsn-auc': (1 / own.negatives + 1 / rest.negatives) / rest.positives,
    'bnsp-auc': (1 / own.positives + 1 / rest.positives) / rest.negatives,
  };
  const noises = comparisons.map(({ metric }) =>
    Math.sqrt(pooled.interaction * interactions[metric]),
  );
  return startPermutations(
    comparisons.map(({ difference }) => (difference === null ? NaN : Math.abs(difference.value))),
    (statistics, wanted) => {
      const [positives, negatives] = [drawPositives(), drawNegatives()];
      const [ofPositives, ofNegatives] = [
        positives.own - positives.rest,
        negatives.own - negatives.rest,
      ];
      for (const index of wanted) {
        const metric = comparisons[index]?.metric;
        const main =
          (metric === 'bpsn-auc' ? 0 : ofPositives) + (metric === 'bnsp-auc' ? 0 : ofNegatives);
        statistics[index] = Math.abs(main + (noises[index] ?? 0) * drawNormal(next));
      }
    },
    { permutations, pace },
  );
}

function areaCheck(
  { metric, area, difference, rows: n, ...comparison }: Comparison,
  { rest }: GroupAreas,
  {
    set,
    rows,
    gate,
    evidence,
    group,
    tested,
    most,
  }: AreaSubject & {
    readonly group: number;
    readonly tested: SampledPValue | null;
    readonly most: number;
  },
): GroupCheck {
  const withheld = gate ?? comparison.withheld;
  const sampled = withheld === null && difference !== null ? tested : null;
  const pValue = sampled?.pValue ?? null;
  const reach = (difference?.standardError ?? NaN) * usualZ;
  return {
    ...{
      id: set.id,
      variant: rows.variant,
      metric,
      group: set.names[group] ?? '',
      reference: 'rest',
    },
    ...{ value: area?.value ?? null, low: area?.low ?? null, high: area?.high ?? null },
    disparity: difference && {
      value: difference.value,
      low: difference.low,
      high: difference.high,
    },
    ...{ pValue, n },
    ...(sampled === null ? {} : { sampled }),
    detectableAt: permutationDetectable(
      rest === null || difference === null
        ? () => null
        : areaDetectable(rest.value, {
            variance: difference.standardError ** 2,
            ofOthers: Math.min(rest.variance, difference.standardError ** 2 / 2),
          }),
      most,
    ),
    nullBand:
      rest === null || difference === null
        ? null
        : [Math.max(0, rest.value - reach), Math.min(1, rest.value + reach)],
    withheld: withheld?.withheld ?? null,
    ...(withheld === null ? {} : { reason: withheld.reason }),
    ...rowsForVerdict({ rows: n, clusters: comparison.clusters }, comparison.sizes),
    rows: evidence(comparison.evidence, group, pValue),
    ...(metric === 'auc'
      ? { test: testName(set, { name: metric, variant: rows.variant, group }) }
      : {}),
  };
}

/** What an area and that of the rest are made of. */
function sizesOf(metric: AreaMetric, sides: SideSizes): SizeOf[] {
  const positives = rateRows['true-positive-rate'];
  const negatives = rateRows['false-positive-rate'];
  const { own, rest } = sides;
  const sizes: SizeOf[] = [
    { who: 'own', size: own.positives, rows: positives },
    { who: 'own', size: own.negatives, rows: negatives },
    { who: 'rest', size: rest.positives, rows: positives },
    { who: 'rest', size: rest.negatives, rows: negatives },
  ];
  switch (metric) {
    case 'auc':
      return sizes;
    case 'bpsn-auc':
      return sizes.filter(({ size }) => size !== own.positives);
    case 'bnsp-auc':
      return sizes.filter(({ size }) => size !== own.negatives);
  }
}

/** Clusters that the rows behind an area count as. */
function clustersBehind(metric: AreaMetric, { own, rest }: SideSizes): number {
  switch (metric) {
    case 'auc':
      return own.positives.inAll.clusters;
    case 'bpsn-auc':
      return rest.positives.clusters + own.negatives.clusters;
    case 'bnsp-auc':
      return own.positives.clusters + rest.negatives.clusters;
  }
}

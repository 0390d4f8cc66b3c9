import { seededNumbers } from '../../data/seededNumbers';
import { permutationDetectable, powerZ } from '../statistics/detectable';
import { evidenceWords } from '../statistics/countedClusters';
import { drawNormal } from '../statistics/drawNormal';
import { differenceInterval, wilson } from '../statistics/intervals';
import type { Bounded } from '../statistics/intervals';
import { startPermutations } from '../statistics/permutationTest';
import type { PermutationNull } from '../statistics/permutationTest';
import { smallestWhere } from '../statistics/smallestWhere';
import { rangeQuantile } from '../statistics/studentisedRange';
import { safeArea } from './areaDifference';
import type { Area, GroupAreas } from './areas';
import type { NullOptions } from './gapChecks';
import { spread, towardsHalf, widening } from './gapDetectable';
import { largestDifference } from './gapInterval';
import { fewestBehind, fewestRows } from './gate';
import type { Gate } from './gate';
import type { GroupCheck } from './groupCheck';
import type { GroupSet } from './groupSet';
import { replacingDrawer } from './placements';
import type { PooledPlacements } from './placements';
import { isJudged, rateRows, totalOf } from './rates';
import type { RateCounts } from './rates';
import { saysLittle } from './smallGroups';

interface AreaGapSubject {
  readonly set: GroupSet;
  readonly variant: string;
  readonly gate: Gate | null;
  /** Of rows with the label, and without it. */
  readonly rates: { readonly positives: RateCounts; readonly negatives: RateCounts };
  /** [groups] */
  readonly areas: readonly GroupAreas[];
  readonly pooled: PooledPlacements;
}

/** The largest difference between the areas under the curve of two groups, against groups of their sizes drawn from all rows. */
export async function areaGap(
  subject: AreaGapSubject,
  options: NullOptions,
): Promise<GroupCheck[]> {
  const all = [...subject.set.names.keys()];
  const judged = all.filter(
    (group) => isJudged(subject.rates.positives, group) && isJudged(subject.rates.negatives, group),
  );
  const areas = areasOf(subject, judged);
  const tested =
    subject.gate !== null || areas.length < 2 ? undefined : await nullOf(subject, judged, options);
  const { most } = options;
  if (judged.length === all.length) return [gapCheck(subject, all, { tested, most })];
  const whole = gapCheck(subject, all, { tested: undefined, most });
  if (tested === undefined) return [whole];
  const part = gapCheck(subject, judged, { tested, most });
  return [whole, { ...part, variant: `${part.variant}/groups-of-${fewestRows}` }];
}

function areasOf({ areas, pooled }: AreaGapSubject, groups: readonly number[]): Area[] {
  return groups.flatMap((group) => {
    const { own: area, effective } = areas[group] ?? {};
    return area == null || effective === undefined
      ? []
      : [safeArea({ area, ...effective.own }, pooled)];
  });
}

async function nullOf(
  { areas, pooled }: AreaGapSubject,
  groups: readonly number[],
  { permutations, seed, pace }: NullOptions,
): Promise<PermutationNull | undefined> {
  const next = seededNumbers(seed);
  const values = groups.map((group) => areas[group]?.own?.value ?? NaN);
  const drawers = groups.map((group) => {
    const { positives, negatives } = areas[group]?.effective.own ?? { positives: 1, negatives: 1 };
    const drawPositives = replacingDrawer(pooled.positives, positives, next);
    const drawNegatives = replacingDrawer(pooled.negatives, negatives, next);
    const noise = Math.sqrt(pooled.interaction / (positives * negatives));
    return () => drawPositives() + drawNegatives() + noise * drawNormal(next);
  });
  const [tested] = await startPermutations(
    [Math.max(...values) - Math.min(...values)],
    (statistics) => {
      let [low, high] = [Infinity, -Infinity];
      for (const draw of drawers) {
        const drawn = draw();
        low = Math.min(low, drawn);
        high = Math.max(high, drawn);
      }
      statistics[0] = high - low;
    },
    { permutations, pace },
  );
  return tested;
}

function gapCheck(
  subject: AreaGapSubject,
  groups: readonly number[],
  { tested, most }: { readonly tested: PermutationNull | undefined; readonly most: number },
): GroupCheck {
  const { set, variant, gate } = subject;
  const areas = areasOf(subject, groups);
  const whole =
    areas.length < groups.length || areas.length < 2
      ? null
      : largestDifference(
          (z) =>
            areas.map(({ value, effectiveRows }) => {
              const [low, high] = wilson(value, effectiveRows, z);
              return { value, low, high };
            }),
          0.05,
        );
  const figure = whole && { ...whole, low: Math.max(0, whole.low) };
  const isTested = figure !== null && tested !== undefined;
  return {
    ...{ id: set.id, variant: `${variant}/max-min`, metric: 'auc-difference' },
    ...{ group: null, reference: null },
    ...{ value: figure?.value ?? null, low: figure?.low ?? null, high: figure?.high ?? null },
    disparity: figure,
    ...(whole === null ? {} : { reach: whole.value - whole.low }),
    ...(isTested ? { pValue: tested.pValue, sampled: tested } : { pValue: null }),
    n: groups.reduce((sum, group) => sum + (set.sizes[group] ?? 0), 0),
    detectableAt: permutationDetectable(
      (level) => (isTested ? detectable(areas, tested.usual, level) : null),
      most,
    ),
    nullBand: isTested ? [0, tested.usual] : null,
    withheld: gate?.withheld ?? (isTested ? null : 'not-enough-data'),
    ...(isTested
      ? {}
      : {
          reason: gate?.reason ?? undefinedReason(subject, groups) ?? smallReason(subject, groups),
        }),
    rows: [],
  };
}

/** Which group has no area; null where all have one. */
function undefinedReason({ rates, set }: AreaGapSubject, groups: readonly number[]): string | null {
  const { positives, negatives } = rates;
  for (const group of groups)
    for (const [counts, rows] of [
      [positives, rateRows['true-positive-rate']],
      [negatives, rateRows['false-positive-rate']],
    ] as const)
      if ((counts.of[group] ?? 0) === 0) return `Group "${set.names[group] ?? ''}" has no ${rows}.`;
  return null;
}

function smallReason({ rates, set }: AreaGapSubject, groups: readonly number[]): string {
  const { positives, negatives } = rates;
  const small = groups.filter(
    (group) => !isJudged(positives, group) || !isJudged(negatives, group),
  );
  const needed = evidenceWords(totalOf(positives, small).inAll, 'rows');
  return saysLittle(
    `${fewestRows} ${needed}, ${fewestBehind} with the label and ${fewestBehind} without,`,
    small,
    set,
  );
}

/**
 * Found with a probability of 80 % when the group that is known least differs from all others, which are alike: by the permutations, and by an
 * interval that leaves out 0.
 */
function detectable(areas: readonly Area[], usual: number, level: number): number | null {
  const critical = (usual * rangeQuantile(level, areas.length)) / rangeQuantile(0.05, areas.length);
  const largest = Math.max(...areas.map(({ variance }) => variance));
  const weights = areas.reduce((sum, { variance }) => sum + 1 / variance, 0) - 1 / largest;
  const share =
    areas.reduce((sum, { value, variance }) => sum + value / variance, 0) / (weights + 1 / largest);
  const single = share * (1 - share);
  // As shares of so many rows, whose variance grows towards a half, that of the permutations too.
  const smallest = { n: single / largest, others: single * weights, share };
  if (!(single > 0)) return critical + powerZ * Math.sqrt(largest + 1 / weights);
  const simultaneousZ = rangeQuantile(0.05, areas.length) / Math.SQRT2;
  const surest = single / Math.min(...areas.map(({ variance }) => variance));
  const reach = (size: number): number => {
    const bounds = (value: number, rows: number): Bounded => {
      const [low, high] = wilson(value, rows, simultaneousZ);
      return { value, low, high };
    };
    const own = bounds(towardsHalf(share, size), smallest.n);
    // The variance that areas have when groups are alike is that of all rows, the unlike ones too.
    const other = bounds(share, surest / widening(smallest, size) ** 2);
    const [low] =
      own.value < share ? differenceInterval(other, own) : differenceInterval(own, other);
    return own.value === share ? Infinity : Math.abs(own.value - share) - low;
  };
  return smallestWhere(Math.max(share, 1 - share), (size) => {
    const power = powerZ * spread(smallest, size);
    return size >= Math.max(critical * widening(smallest, size), reach(size)) + power;
  });
}

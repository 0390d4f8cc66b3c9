import { isEnough, tooFew } from '../groups/enoughRows';
import type { Size } from '../groups/enoughRows';
import { accuracyGap, gaps, gapStatistic, gapValue } from '../groups/gaps';
import type { Gap } from '../groups/gaps';
import { fewestBehind, fewestRows } from '../groups/gate';
import type { GroupSet } from '../groups/groupSet';
import { rateRows } from '../groups/rates';
import type { RateName } from '../groups/rates';
import type { ClusterTotal } from '../statistics/clusteredMcnemar';
import { evidenceWords } from '../statistics/countedClusters';
import { clustersBehind } from './pairedRows';
import type { PairedRows } from './pairedRows';
import { cellsEach, tableRate, tableRows } from './pairedTable';
import type { Model, PairedTable } from './pairedTable';

export const labelRates: readonly RateName[] = [
  'selection-rate',
  'true-positive-rate',
  'false-positive-rate',
  'positive-predictive-value',
];

export interface ChangeSubject {
  readonly set: GroupSet;
  readonly variant: string;
  readonly paired: PairedRows;
}

/** A size of a disparity that is compared under both models. */
export interface ChangeFigure {
  readonly metric: string;
  readonly variant: string;
  readonly group: string | null;
  /** Size of the disparity under a model, 0 for none; NaN where it is undefined. */
  readonly size: (table: PairedTable, model: Model) => number;
  /** Where the size is the distance of this from 0. */
  readonly difference?: (table: PairedTable, model: Model) => number;
  /** Where it is a gap over these groups. */
  readonly over?: { readonly gap: Gap; readonly groups: readonly number[] };
  readonly n: number;
  readonly discordant: { readonly worse: number; readonly better: number } | null;
  /** Discordant rows by cluster; null where the test exchanges whole tables. */
  readonly totals: readonly ClusterTotal[] | null;
  /** Why it is not judged; null where it is. */
  readonly reason: string | null;
}

/** Distances of every group's rates from the rest, and the gaps over all groups of these rates. */
export function figuresOf(
  { set, variant, paired }: ChangeSubject,
  rates: readonly RateName[],
): ChangeFigure[] {
  const { table } = paired;
  const all = [...set.names.keys()];
  const own = rates.flatMap((rate) =>
    all.map((group): ChangeFigure => {
      const rest = all.filter((each) => each !== group);
      const n = tableRows(table, rate, group);
      const [mine, theirs] = [sizeOf(paired, rate, [group]), sizeOf(paired, rate, rest)];
      const difference = (drawn: PairedTable, model: Model): number =>
        tableRate(drawn, model, rate, [group]) - tableRate(drawn, model, rate, rest);
      return {
        ...{ metric: rate, variant, group: set.names[group] ?? '', n, discordant: null },
        ...{ totals: null, difference },
        size: (drawn, model) => Math.abs(difference(drawn, model)),
        reason: tooFew(mine, theirs, rateRows[rate])?.reason ?? null,
      };
    }),
  );
  const whole = [...gaps, accuracyGap]
    .filter(({ parts }) => parts.every((part) => rates.includes(part)))
    .map((gap): ChangeFigure => {
      const groups = all.filter((group) =>
        gap.parts.every((part) => isJudged(paired, part, group)),
      );
      const suffix = groups.length === all.length ? '' : `/groups-of-${fewestRows}`;
      return {
        ...{ metric: gap.metric, variant: `${variant}/${gap.variant}${suffix}`, group: null },
        n: groups.reduce(
          (sum, group) => sum + tableRows(table, gap.parts[0] ?? 'accuracy', group),
          0,
        ),
        size: (drawn, model) => {
          const value = gapValue(
            gap,
            gapStatistic(gap, groups, (part, group) => tableRate(drawn, model, part, [group])),
          );
          return gap.scale === 'ratio' ? 1 - value : value;
        },
        ...{ discordant: null, totals: null, over: { gap, groups } },
        reason:
          groups.length < 2 ? tooFewGroups(sizeOf(paired, gap.parts[0] ?? 'accuracy', all)) : null,
      };
    });
  return [...own, ...whole];
}

/** @param of all rows */
function tooFewGroups(of: Size): string {
  return `Fewer than two groups have ${fewestRows} ${evidenceWords(of.inAll, 'rows')}, and ${fewestBehind} behind each rate.`;
}

/** Of the rows of some groups, by the model that has fewer behind the rate. */
function sizeOf(paired: PairedRows, name: RateName, groups: readonly number[]): Size {
  const among = new Set(groups);
  const behind = (['before', 'after'] as const).map((model) =>
    clustersBehind(paired, { name, model }, among),
  );
  return {
    of: groups.reduce((sum, group) => sum + tableRows(paired.table, name, group), 0),
    clusters: Math.min(...behind),
    inAll: {
      rows: groups.reduce((sum, group) => sum + tableRows(paired.table, 'accuracy', group), 0),
      clusters: clustersBehind(paired, { name: 'selection-rate', model: 'after' }, among),
    },
  };
}

/** As the audit of one model judges rates. */
function isJudged(paired: PairedRows, name: RateName, group: number): boolean {
  return isEnough(sizeOf(paired, name, [group]));
}

/** Share of wrong answers of each group: what went wrong, not how unlike groups are. */
export function errorFigures({ set, variant, paired }: ChangeSubject): ChangeFigure[] {
  const { table, alone, clusters } = paired;
  return [...set.names.keys()].map((group) => {
    const n = tableRows(table, 'accuracy', group);
    const [better, worse] = [group * cellsEach + 1, group * cellsEach + 2];
    const own = sizeOf(paired, 'accuracy', [group]);
    return {
      ...{ metric: 'error-rate', variant, group: set.names[group] ?? '', n },
      size: (drawn, model) => 1 - tableRate(drawn, model, 'accuracy', [group]),
      discordant: { worse: table[worse] ?? 0, better: table[better] ?? 0 },
      totals: [
        { total: 1, clusters: alone[worse] ?? 0 },
        { total: -1, clusters: alone[better] ?? 0 },
        ...clusters.map(({ cells, rows, times }) => ({
          total: (rows[cells.indexOf(worse)] ?? 0) - (rows[cells.indexOf(better)] ?? 0),
          clusters: times,
        })),
      ],
      // There is no other side: what the group needs, it needs alone.
      reason: tooFew(own, own, rateRows.accuracy)?.reason ?? null,
    };
  });
}

import { seededNumbers } from '../../data/seededNumbers';
import { quantile } from '../../data/statistics/quantiles';
import type { AuditOptions } from '../auditOptions';
import { dependentRows } from '../groups/dependentRows';
import { accuracyGap, gaps, gapStatistic, gapValue } from '../groups/gaps';
import { isEnough, tooFew } from '../groups/enoughRows';
import type { Size } from '../groups/enoughRows';
import { fewestBehind, fewestRows } from '../groups/gate';
import { groupSets } from '../groups/groupSet';
import type { GroupSet } from '../groups/groupSet';
import { auditedLabels, labelRows, predictions } from '../groups/labelRows';
import { rateRows } from '../groups/rates';
import type { RateName } from '../groups/rates';
import type { GroupColumn, ScoredRows } from '../scoredRows';
import { clusteredMcnemar } from '../statistics/clusteredMcnemar';
import type { ClusterTotal } from '../statistics/clusteredMcnemar';
import { evidenceWords } from '../statistics/countedClusters';
import type { Interval } from '../statistics/intervals';
import { Pace } from '../statistics/pace';
import { permutationTest } from '../statistics/permutationTest';
import { areaChanges } from './areaChanges';
import { calibrationChanges } from './calibrationChanges';
import { distanceChange } from './distanceChange';
import type { UnderEither } from './distanceChange';
import type { MeasuredChange } from './judgeChanges';
import { clustersBehind, exchangedTable, pairedRows, resampledTable } from './pairedRows';
import type { PairedRows } from './pairedRows';
import { cellsEach, tableRate, tableRows } from './pairedTable';
import type { Model, PairedTable } from './pairedTable';
import { withLabels } from './withLabels';

/**
 * Whether a classifier treats groups more unlike than another did on the same rows: how the distance of every group's rates from the
 * rest, and all gaps, changed. Permutations exchange the two answers of a row; intervals come from a bootstrap of rows within groups; rows that
 * depend on each other are exchanged and drawn together. Beside them stands how often a group's rows went wrong, by exact McNemar, how
 * well they are ranked, by DeLong's variance, and how well they are calibrated.
 * @param before, after the same rows under either model
 * @throws UserError for models with different labels
 */
export async function groupChanges(
  before: ScoredRows,
  after: ScoredRows,
  columns: readonly GroupColumn[],
  options: AuditOptions & { readonly positive: string | null },
): Promise<MeasuredChange[]> {
  const aligned = withLabels(before, after.labels);
  const pace = new Pace(options);
  const sets = await groupSets(columns, pace);
  const answers = { before: predictions(aligned), after: predictions(after) };
  const labels = auditedLabels(after.labels, options.positive);
  const { clusterOf } = await dependentRows(after, pace);
  const changes: MeasuredChange[] = [];
  for (const [place, set] of sets.entries()) {
    for (const label of labels) {
      const models = {
        before: labelRows(aligned, answers.before, label),
        after: labelRows(after, answers.after, label),
      };
      const { variant, actual } = models.after;
      const rows = { actual, before: models.before.selected, after: models.after.selected };
      const subject = { set, variant, paired: pairedRows(set, clusterOf, rows) };
      const figures = figuresOf(subject, actual === null ? ['selection-rate'] : labelRates);
      changes.push(...(await measured(figures, subject, { ...options, pace })));
      const scores = { ...models, clusterOf };
      changes.push(...(await areaChanges(set, scores, pace)));
      changes.push(...(await calibrationChanges(set, scores, { ...options, pace })));
    }
    if (after.gold !== null) {
      const { gold } = after;
      const right = (predicted: Int32Array): Uint8Array =>
        Uint8Array.from(gold, (label, row) => Number(predicted[row] === label));
      const rows = { actual: null, before: right(answers.before), after: right(answers.after) };
      const subject = { set, variant: 'all-labels', paired: pairedRows(set, clusterOf, rows) };
      const figures = [...errorFigures(subject), ...figuresOf(subject, ['accuracy'])];
      changes.push(...(await measured(figures, subject, { ...options, pace })));
    }
    pace.reach((place + 1) / sets.length);
  }
  return changes;
}

const labelRates: readonly RateName[] = [
  'selection-rate',
  'true-positive-rate',
  'false-positive-rate',
  'positive-predictive-value',
];

interface Subject {
  readonly set: GroupSet;
  readonly variant: string;
  readonly paired: PairedRows;
}

interface Figure {
  readonly metric: string;
  readonly variant: string;
  readonly group: string | null;
  /** Size of the disparity under a model, 0 for none; NaN where it is undefined. */
  readonly size: (table: PairedTable, model: Model) => number;
  /** Where the size is the distance of this from 0. */
  readonly difference?: (table: PairedTable, model: Model) => number;
  readonly n: number;
  readonly discordant: { readonly worse: number; readonly better: number } | null;
  /** Discordant rows by cluster; null where the test exchanges whole tables. */
  readonly totals: readonly ClusterTotal[] | null;
  /** Why it is not judged; null where it is. */
  readonly reason: string | null;
}

function figuresOf({ set, variant, paired }: Subject, rates: readonly RateName[]): Figure[] {
  const { table } = paired;
  const all = [...set.names.keys()];
  const own = rates.flatMap((rate) =>
    all.map((group): Figure => {
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
    .map((gap): Figure => {
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
        ...{ discordant: null, totals: null },
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
function errorFigures({ set, variant, paired }: Subject): Figure[] {
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

async function measured(
  figures: readonly Figure[],
  { set, paired }: Subject,
  { permutations, resamples, seed, pace }: AuditOptions & { readonly pace: Pace },
): Promise<MeasuredChange[]> {
  const next = seededNumbers(seed);
  const { table } = paired;
  const into = new Float64Array(table.length);
  const judged = figures.filter(({ reason }) => reason === null);
  const change = ({ size }: Figure, drawn: PairedTable): number =>
    size(drawn, 'after') - size(drawn, 'before');
  const tested = await permutationTest(
    judged.map((figure) => Math.abs(change(figure, table))),
    (statistics) => {
      exchangedTable(paired, into, next);
      for (const [index, figure] of judged.entries())
        statistics[index] = Math.abs(change(figure, into));
    },
    { permutations, pace },
  );
  const drawn = judged.map(() => ({
    before: new Float64Array(resamples),
    after: new Float64Array(resamples),
  }));
  for (let resample = 0; resample < resamples && judged.length > 0; resample += 1) {
    resampledTable(paired, into, next);
    for (const [index, figure] of judged.entries()) {
      const { difference = figure.size } = figure;
      const values = drawn[index];
      if (values === undefined) continue;
      values.before[resample] = difference(into, 'before');
      values.after[resample] = difference(into, 'after');
    }
    if (pace.isDue()) await pace.rest();
  }
  return figures.map((figure) => {
    const index = judged.indexOf(figure);
    const { metric, variant, group, n, discordant, totals, reason } = figure;
    const [old, young] = [figure.size(table, 'before'), figure.size(table, 'after')];
    const isDefined = Number.isFinite(old) && Number.isFinite(young);
    const values = drawn[index];
    const bounds = isDefined && values !== undefined ? intervalOf(figure, table, values) : null;
    const isJudged = bounds !== null;
    const pValue = totals === null ? (tested[index]?.pValue ?? 1) : clusteredMcnemar(totals);
    return {
      ...{ id: set.id, variant, metric, group, n, discordant },
      before: Number.isFinite(old) ? old : null,
      after: Number.isFinite(young) ? young : null,
      value: isDefined ? young - old : null,
      low: isJudged ? Math.min(young - old, bounds[0]) : null,
      high: isJudged ? Math.max(young - old, bounds[1]) : null,
      pValue: isJudged ? pValue : null,
      ...(isJudged ? {} : { reason: reason ?? 'The figure is undefined for one of the models.' }),
    };
  });
}

/** Of the change; null where it is undefined in most resamples. */
function intervalOf(
  { difference }: Figure,
  table: PairedTable,
  drawn: UnderEither<Float64Array>,
): Interval | null {
  if (difference !== undefined)
    return distanceChange(
      { before: difference(table, 'before'), after: difference(table, 'after') },
      drawn,
    );
  const changes = drawn.after.map((value, draw) => value - (drawn.before[draw] ?? NaN));
  const values = changes.filter((each) => Number.isFinite(each)).sort();
  if (values.length <= changes.length / 2) return null;
  return [quantile(values, 0.025), quantile(values, 0.975)];
}

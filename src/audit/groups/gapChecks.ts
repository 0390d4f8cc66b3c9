import type { AuditRow, Disparity } from '../../protocol/audit';
import { seededNumbers } from '../../data/seededNumbers';
import { evidenceWords } from '../statistics/countedClusters';
import { permutationDetectable } from '../statistics/detectable';
import { drawMarked } from '../statistics/hypergeometric';
import type { Bounded } from '../statistics/intervals';
import type { Pace } from '../statistics/pace';
import { startPermutations } from '../statistics/permutationTest';
import type { DrawStatistics, PermutationNull } from '../statistics/permutationTest';
import { boundedGap } from './gapBounds';
import { gapDetectable } from './gapDetectable';
import { gapStatistic, gapValue } from './gaps';
import type { Gap } from './gaps';
import { rowsForVerdict } from './enoughRows';
import { fewestBehind, fewestRows } from './gate';
import type { Gate } from './gate';
import type { GroupCheck } from './groupCheck';
import type { GroupSet } from './groupSet';
import { independentShare, isJudged, rateRows, totalOf } from './rates';
import type { RateCounts, RateName } from './rates';
import { namesOf, saysLittle } from './smallGroups';

export interface GapSubject {
  readonly set: GroupSet;
  readonly variant: string;
  readonly gate: Gate | null;
  readonly rates: ReadonlyMap<RateName, RateCounts>;
  /** Rows of the group whose rate is farthest from the others'. */
  readonly evidence: (
    part: RateName,
    group: number,
    isHigher: boolean,
    pValue: number,
  ) => AuditRow[];
}

export interface NullOptions {
  readonly permutations: number;
  /** So many are drawn at most where few exceed. */
  readonly most: number;
  readonly seed: number;
  readonly pace: Pace;
}

/**
 * Gaps over all groups, against permutations that shuffle the groups among the rows each rate is a share of: all rows for selection, those
 * of one true label for true and false positive rates, the predicted ones for predictive values. Where some groups are too small to be
 * judged, the gap of all groups is shown without a verdict, and that of the others beside it.
 */
export async function gapChecks(
  gaps: readonly Gap[],
  subject: GapSubject,
  options: NullOptions,
): Promise<GroupCheck[]> {
  const present = gaps.filter(({ parts }) => parts.every((part) => subject.rates.has(part)));
  const judged = present.map((gap) => ({ gap, groups: largeGroups(gap, subject) }));
  const tested = judged.filter(({ groups }) => subject.gate === null && groups.length > 1);
  const nulls = await nullsOf(tested, subject, options);
  const { most } = options;
  return judged.flatMap(({ gap, groups }) => {
    const against = nulls.get(gap);
    const all = [...subject.set.names.keys()];
    if (groups.length === all.length) return [gapCheck(gap, all, subject, { against, most })];
    const small = all.filter((group) => !groups.includes(group));
    const whole = withoutVerdict(
      gapCheck(gap, all, subject, { against: undefined, most }),
      gap,
      small,
      subject,
    );
    if (against === undefined) return [whole];
    const part = gapCheck(gap, groups, subject, { against, most });
    const reason = `Not in it, and not judged: ${namesOf(small, subject.set)}.`;
    return [whole, { ...part, variant: `${part.variant}/groups-of-${fewestRows}`, reason }];
  });
}

function largeGroups({ parts }: Gap, { rates, set }: GapSubject): number[] {
  return [...set.names.keys()].filter((group) =>
    parts.every((part) => isJudged(rates.get(part) ?? noCounts, group)),
  );
}

async function nullsOf(
  tested: readonly { readonly gap: Gap; readonly groups: readonly number[] }[],
  { rates }: GapSubject,
  { permutations, seed, pace }: NullOptions,
): Promise<ReadonlyMap<Gap, PermutationNull>> {
  if (tested.length === 0) return new Map();
  const next = seededNumbers(seed);
  const names = new Set(tested.flatMap(({ gap }) => gap.parts));
  const tables = [...rates]
    .filter(([name]) => names.has(name))
    .map(([name, counts]) => {
      const groups = [...counts.of.keys()].filter((group) => isJudged(counts, group));
      const sizes = counts.effective.map(Math.round);
      const effective = groups.reduce((sum, group) => sum + (sizes[group] ?? 0), 0);
      return {
        name,
        sizes,
        groups,
        total: independentShare({ ...totalOf(counts, groups), effective }),
        rates: new Float64Array(counts.of.length),
      };
    });
  const drawn = new Map(tables.map((table) => [table.name, table.rates]));
  const observed = tested.map(({ gap, groups }) =>
    gapStatistic(gap, groups, (name, group) => rateOf(rates.get(name), group)),
  );
  let [drawnFor, needed] = [[] as readonly number[], tables];
  const draw: DrawStatistics = (statistics, wanted) => {
    if (wanted !== drawnFor) {
      drawnFor = wanted;
      needed = tables.filter(({ name }) =>
        wanted.some((index) => tested[index]?.gap.parts.includes(name)),
      );
    }
    for (const table of needed) {
      let { counted: marked, of: rows } = table.total;
      for (const group of table.groups) {
        const size = table.sizes[group] ?? 0;
        const count = drawMarked({ rows, marked, drawn: size }, next);
        table.rates[group] = count / size;
        marked -= count;
        rows -= size;
      }
    }
    for (const index of wanted) {
      const asked = tested[index];
      if (asked === undefined) continue;
      const { gap, groups } = asked;
      statistics[index] = gapStatistic(
        gap,
        groups,
        (name, group) => drawn.get(name)?.[group] ?? NaN,
      );
    }
  };
  const nulls = await startPermutations(observed, draw, { permutations, pace });
  return new Map(
    tested.flatMap(({ gap }, index) => {
      const found = nulls[index];
      return found === undefined ? [] : [[gap, found]];
    }),
  );
}

function rateOf(counts: RateCounts | undefined, group: number): number {
  return (counts?.counted[group] ?? NaN) / (counts?.of[group] ?? NaN);
}

function gapCheck(
  gap: Gap,
  groups: readonly number[],
  subject: GapSubject,
  { against, most }: { readonly against: PermutationNull | undefined; readonly most: number },
): GroupCheck {
  const { set, variant, gate, rates } = subject;
  const isDefined = gap.parts.every((part) =>
    groups.every((group) => (rates.get(part)?.of[group] ?? 0) > 0),
  );
  const figure = isDefined && groups.length > 1 ? boundedGap(gap, groups, rates) : null;
  const pValue = figure === null ? null : (against?.pValue ?? null);
  const usual = against === undefined ? NaN : gapValue(gap, against.usual);
  const none = gap.scale === 'difference' ? 0 : 1;
  const least = gap.parts
    .map((part) => totalOf(rates.get(part) ?? noCounts, groups))
    .reduce((a, b) => (b.of < a.of ? b : a));
  const total = least.of;
  return {
    ...{ id: set.id, variant: `${variant}/${gap.variant}`, metric: gap.metric },
    ...{ group: null, reference: null },
    ...{ value: figure?.value ?? null, low: figure?.low ?? null, high: figure?.high ?? null },
    disparity: figure === null ? null : disparityOf(gap, figure),
    ...(figure === null ? {} : { reach: figure.reach }),
    ...{ pValue, n: total },
    ...(pValue === null || against === undefined ? {} : { sampled: against }),
    detectableAt:
      pValue === null || against === undefined
        ? () => null
        : permutationDetectable(gapDetectable(gap, groups, rates, against), most),
    nullBand: Number.isFinite(usual) ? [Math.min(none, usual), Math.max(none, usual)] : null,
    withheld: gate?.withheld ?? (pValue === null ? 'not-enough-data' : null),
    ...(gate !== null
      ? { reason: gate.reason }
      : figure === null
        ? { reason: undefinedReason(gap, groups, subject) }
        : {}),
    ...rowsForVerdict(
      { rows: total, clusters: least.clusters },
      gap.parts.flatMap((part) =>
        groups.map((group) => totalOf(rates.get(part) ?? noCounts, [group])),
      ),
    ),
    rows: pValue === null ? [] : extremeRows(gap, groups, subject, pValue),
  };
}

function disparityOf({ scale }: Gap, { value, low, high }: Bounded): Disparity {
  return scale === 'difference'
    ? { value, low, high }
    : { value: 1 - value, low: 1 - high, high: 1 - low };
}

function withoutVerdict(
  check: GroupCheck,
  { parts }: Gap,
  small: readonly number[],
  { set, gate, rates }: GapSubject,
): GroupCheck {
  if (gate !== null || check.value === null) return check;
  const few = parts.filter((part) =>
    small.some((group) => (rates.get(part)?.clusters.own[group] ?? 0) < fewestBehind),
  );
  const { inAll } = totalOf(rates.get(parts[0] ?? 'accuracy') ?? noCounts, small);
  const behind = few.map((part) => `, or ${fewestBehind} ${evidenceWords(inAll, rateRows[part])},`);
  const needed = `${fewestRows} ${evidenceWords(inAll, 'rows')}${behind.join('')}`;
  return { ...check, reason: saysLittle(needed, small, set) };
}

function undefinedReason(
  { parts }: Gap,
  groups: readonly number[],
  { set, rates }: GapSubject,
): string {
  for (const part of parts)
    for (const group of groups)
      if ((rates.get(part)?.of[group] ?? 0) === 0)
        return `Group "${set.names[group] ?? ''}" has no ${rateRows[part]}.`;
  return groups.length < 2
    ? 'There is one group only.'
    : 'The rate is 0 in every group, so that it has no ratio.';
}

function extremeRows(
  { parts }: Gap,
  groups: readonly number[],
  { rates, evidence }: GapSubject,
  pValue: number,
): AuditRow[] {
  let [farthest, distance] = [{ part: parts[0] ?? 'accuracy', group: 0, isHigher: false }, -1];
  for (const part of parts) {
    const counts = rates.get(part) ?? noCounts;
    const { counted, of } = totalOf(counts, groups);
    for (const group of groups) {
      const above = rateOf(counts, group) - counted / of;
      if (Math.abs(above) <= distance) continue;
      farthest = { part, group, isHigher: above > 0 };
      distance = Math.abs(above);
    }
  }
  return evidence(farthest.part, farthest.group, farthest.isHigher, pValue);
}

const noCounts: RateCounts = {
  ...{ counted: new Float64Array(), of: new Float64Array() },
  ...{ effective: new Float64Array(), effectiveRest: new Float64Array() },
  clusters: { own: new Float64Array(), rest: new Float64Array() },
  inAll: { own: new Float64Array(), rest: new Float64Array(), rows: new Float64Array() },
};

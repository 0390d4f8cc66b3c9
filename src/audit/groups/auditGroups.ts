import type { AuditCoverage } from '../../protocol/audit';
import { UserError } from '../../protocol/errors';
import { formatMetric } from '../../protocol/formatNumber';
import type { AuditOptions } from '../auditOptions';
import { requireGroups } from '../requireGroups';
import type { GroupColumn, ScoredRows } from '../scoredRows';
import type { MeasuredCheck } from '../statistics/judge';
import { drawsForOne, drawUntilDecided } from '../statistics/drawUntilDecided';
import { Pace } from '../statistics/pace';
import { areaChecks } from './areaChecks';
import { calibrationChecks } from './calibrationChecks';
import { dependenceCaveats, fewClusters } from './dependenceCaveats';
import { dependentRows } from './dependentRows';
import type { DependentRows } from './dependentRows';
import { evidenceOf } from './evidence';
import { gapChecks } from './gapChecks';
import type { GapSubject } from './gapChecks';
import { accuracyGap, gaps } from './gaps';
import { fewestRows, gateOf } from './gate';
import type { Gate } from './gate';
import { drawnCheck, openFigure } from './groupCheck';
import type { GroupCheck } from './groupCheck';
import { groupSets } from './groupSet';
import type { GroupSet } from './groupSet';
import { auditedLabels, labelRows, predictions } from './labelRows';
import type { LabelRows } from './labelRows';
import { averageOddsChecks } from './oddsChecks';
import { evidenceKinds, rateChecks } from './rateChecks';
import { countRates, countRight } from './rates';

export interface GroupAudit {
  /** To be judged together with all other checks of the report. */
  readonly checks: readonly MeasuredCheck[];
  readonly coverage: readonly AuditCoverage[];
  readonly caveats: readonly string[];
  /** Why all verdicts are withheld; null: they are not. */
  readonly gate: Gate | null;
}

/**
 * Figures of a classifier by group: every column by itself and the intersections of up to three. With two labels about the positive one,
 * by default the second; with more about each against the rest.
 * @param columns one value a row of `rows`
 * @throws UserError for a column that holds no groups, and for a positive label that is none
 */
export async function auditGroups(
  rows: ScoredRows,
  columns: readonly GroupColumn[],
  options: AuditOptions & { readonly positive: string | null },
): Promise<GroupAudit> {
  if (rows.rows.length === 0)
    throw new UserError('There are no rows to audit.', { next: 'Name a file with rows.' });
  for (const { name, values } of columns) {
    const said = values.filter((value) => value !== null);
    const empty = values.length - said.length;
    requireGroups({ name, groups: new Set(said), rows: values.length, empty }, rows.path);
  }
  const labels = auditedLabels(rows.labels, options.positive);
  const pace = new Pace(options);
  const sets = await groupSets(columns, pace);
  const predicted = predictions(rows);
  if (pace.isDue()) await pace.rest();
  const dependent = await dependentRows(rows, pace);
  const gate = gateOf(rows, predicted, dependent);
  const groups = sets.reduce((sum, { names }) => sum + names.length, 0);
  const most = mostPermutations(groups * labels.length * testsEach, options);
  if (pace.isDue()) await pace.rest();
  const checks: GroupCheck[] = [];
  const caveats: string[] = [];
  for (const [place, label] of labels.entries()) {
    if (pace.isDue()) await pace.rest();
    const subject = labelRows(rows, predicted, label);
    for (const [index, set] of sets.entries()) {
      if (pace.isDue()) await pace.rest();
      const scope = { rows, set, subject, predicted, dependent, gate, pace, most, options };
      checks.push(...(await labelChecks(scope)));
      if (place === 0 && rows.gold !== null)
        checks.push(...(await accuracyChecks(scope, rows.gold)));
      caveats.push(...ownGap(set, subject, options.delta));
      const done = (place * sets.length + index + 1) / (labels.length * sets.length);
      pace.reach(shareOfFirst * done);
    }
  }
  const { alpha, permutations } = options;
  await drawUntilDecided(checks.map(openFigure), { drawn: permutations, most, alpha, pace });
  return {
    ...{ checks: checks.map(drawnCheck), gate },
    coverage: sets.map(({ id, sizes, note }) => ({
      ...{ id, note, of: rows.rows.length },
      used: sizes.reduce((sum, size) => sum + size, 0),
    })),
    caveats: [
      ...generalCaveats(rows, labels, options.positive),
      ...dependenceCaveats(dependent, rows.rows.length),
      ...sets.flatMap((set) => fewClusters(set, dependent)),
      ...caveats,
    ],
  };
}

/** How much of the work is done before small p-values are drawn on, roughly. */
const shareOfFirst = 0.95;

/** Tests of a group for a label, roughly: the rates, the areas, the calibration, and a part of the gaps. */
const testsEach = 12;
/** More times the asked number would take too long where one gap over many groups is rare. */
const mostTimes = 250;

/** So many that a p-value can be below the level of one of all tests by some margin. */
function mostPermutations(tests: number, { alpha, permutations }: AuditOptions): number {
  const forLevel = drawsForOne(tests, alpha);
  return permutations * Math.min(mostTimes, Math.max(5, Math.ceil(forLevel / permutations)));
}

interface Scope {
  readonly rows: ScoredRows;
  readonly set: GroupSet;
  readonly subject: LabelRows;
  readonly predicted: Int32Array;
  readonly dependent: DependentRows;
  readonly gate: Gate | null;
  readonly pace: Pace;
  /** Permutations of a statistic that few exceed. */
  readonly most: number;
  readonly options: AuditOptions;
}

async function labelChecks({
  rows,
  set,
  subject,
  predicted,
  dependent,
  gate,
  pace,
  most,
  options,
}: Scope): Promise<GroupCheck[]> {
  const { variant } = subject;
  const evidence = evidenceOf(rows, set, subject, predicted);
  const rates = countRates(set, subject, dependent);
  const gapSubject: GapSubject = {
    ...{ set, variant, gate, rates },
    evidence: (part, group, isHigher, pValue) =>
      evidence(evidenceKinds[part][isHigher ? 0 : 1], group, pValue),
  };
  const nulls = { ...options, most, pace, seed: seedOf(options.seed, `${set.id} ${variant}`) };
  const checks: GroupCheck[] = [];
  for (const [name, counts] of rates) {
    checks.push(...rateChecks(name, counts, { set, variant, gate, evidence }));
    if (pace.isDue()) await pace.rest();
  }
  checks.push(...(await gapChecks(gaps, gapSubject, nulls)));
  const counts = rates.get('selection-rate');
  if (subject.actual === null || counts === undefined) return checks;
  const alike = ratesOfScores(set, subject, dependent, rates);
  const positives = alike.inScores.get('true-positive-rate');
  const negatives = alike.inScores.get('false-positive-rate');
  return [
    ...checks,
    ...(await averageOddsChecks(gapSubject, nulls)),
    ...(positives === undefined || negatives === undefined
      ? []
      : await areaChecks(
          { set, rows: subject, gate, evidence, rates: { positives, negatives } },
          nulls,
        )),
    ...(await calibrationChecks(
      { set, rows: subject, gate, counts: alike.inErrors.get('selection-rate') ?? counts },
      nulls,
    )),
  ];
}

async function accuracyChecks(
  { rows, set, subject, predicted, dependent, gate, pace, most, options }: Scope,
  gold: Int32Array,
): Promise<GroupCheck[]> {
  const variant = 'all-labels';
  const counts = countRight(set, gold, predicted, dependent);
  // A row is wrong whatever its label: as evidence count those of the audited label.
  const evidence = evidenceOf(rows, set, subject, predicted);
  return [
    ...rateChecks('accuracy', counts, { set, variant, gate, evidence }),
    ...(await gapChecks(
      [accuracyGap],
      { set, variant, gate, rates: new Map([['accuracy', counts]]), evidence: () => [] },
      { ...options, most, pace, seed: seedOf(options.seed, `${set.id} ${variant}`) },
    )),
  ];
}

type Rates = ReturnType<typeof countRates>;

/** Scores of dependent rows are more alike than answers, which tell only on which side of one half they are. */
function ratesOfScores(
  set: GroupSet,
  subject: LabelRows,
  dependent: DependentRows,
  rates: Rates,
): { readonly inScores: Rates; readonly inErrors: Rates } {
  if (dependent.column === null) return { inScores: rates, inErrors: rates };
  const ranks = new Float64Array(subject.ascending.length);
  for (const [rank, row] of subject.ascending.entries()) ranks[row] = rank;
  const errorOf = (row: number): number =>
    (subject.actual?.[row] ?? 0) - (subject.scores[row] ?? 0);
  return {
    inScores: countRates(set, subject, dependent, (row) => ranks[row] ?? 0),
    inErrors: countRates(set, subject, dependent, errorOf),
  };
}

/** What the true labels themselves say: a model that is right has that gap as well. */
function ownGap(set: GroupSet, { label, actual }: LabelRows, delta: number): string[] {
  if (actual === null) return [];
  const counts = new Float64Array(set.names.length);
  for (const [row, group] of set.groupOf.entries())
    if (group >= 0) counts[group] = (counts[group] ?? 0) + (actual[row] ?? 0);
  // note: a share of few rows says nothing of a group, and its name may be the text of the row.
  const shares = set.names.flatMap((name, group) => {
    const size = set.sizes[group] ?? 0;
    return size < fewestRows
      ? []
      : [{ name: name.slice(0, 60), share: (counts[group] ?? 0) / size }];
  });
  const sorted = shares.sort((a, b) => a.share - b.share);
  const [least, most] = [sorted[0], sorted.at(-1)];
  if (least === undefined || most === undefined || most.share - least.share <= delta) return [];
  return [
    `${set.id}: "${label}" is the true label of ${formatMetric(most.share)} of the rows of "${most.name}" and of ${formatMetric(least.share)} of "${least.name}". Demographic parity counts that gap too; equalised odds does not.`,
  ];
}

/** Not so where thresholds by group decide. */
export const likeliestCaveat =
  'A row counts as predicted to have the label that is its likeliest; another threshold gives other rates.';

function generalCaveats(
  rows: ScoredRows,
  labels: readonly number[],
  positive: string | null,
): string[] {
  const caveats = [
    rows.decisions === undefined
      ? likeliestCaveat
      : 'A row counts as predicted to have the label that was decided; another threshold gives other rates.',
  ];
  if (rows.gold === null)
    caveats.push(
      'The rows have no true labels, so that errors cannot be compared, and nobody can tell whether the model is any good.',
    );
  if (positive === null && rows.labels.length === 2)
    caveats.push(
      `Rates are those of "${rows.labels[labels[0] ?? 0] ?? ''}", the second of the two labels.`,
    );
  if (positive !== null) caveats.push(`Rates are those of "${positive}", as it was asked.`);
  return caveats;
}

/** Each set and label has random numbers of its own, so that a further column does not change the figures of the others. */
function seedOf(seed: number, name: string): number {
  let hash = seed >>> 0;
  for (let at = 0; at < name.length; at += 1)
    hash = Math.imul(hash ^ name.charCodeAt(at), 16_777_619) >>> 0;
  return hash;
}

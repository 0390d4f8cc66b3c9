import { seededNumbers } from '../../data/seededNumbers';
import type { AuditOptions } from '../auditOptions';
import { dependentRows } from '../groups/dependentRows';
import { groupSets } from '../groups/groupSet';
import { auditedLabels, labelRows, predictions } from '../groups/labelRows';
import type { GroupColumn, ScoredRows } from '../scoredRows';
import { clusteredMcnemar } from '../statistics/clusteredMcnemar';
import { Pace } from '../statistics/pace';
import { permutationTest } from '../statistics/permutationTest';
import { areaChanges } from './areaChanges';
import { calibrationChanges } from './calibrationChanges';
import { errorFigures, figuresOf, labelRates } from './changeFigures';
import type { ChangeFigure, ChangeSubject } from './changeFigures';
import { changeIntervals } from './changeIntervals';
import type { MeasuredChange } from './judgeChanges';
import { exchangedTable, pairedRows } from './pairedRows';
import type { PairedTable } from './pairedTable';
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

async function measured(
  figures: readonly ChangeFigure[],
  { set, paired }: ChangeSubject,
  { permutations, resamples, seed, pace }: AuditOptions & { readonly pace: Pace },
): Promise<MeasuredChange[]> {
  const next = seededNumbers(seed);
  const { table } = paired;
  const into = new Float64Array(table.length);
  const judged = figures.filter(({ reason }) => reason === null);
  const change = ({ size }: ChangeFigure, drawn: PairedTable): number =>
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
  const intervals = await changeIntervals(judged, paired, { resamples, next, pace });
  return figures.map((figure) => {
    const index = judged.indexOf(figure);
    const { metric, variant, group, n, discordant, totals, reason } = figure;
    const [old, young] = [figure.size(table, 'before'), figure.size(table, 'after')];
    const isDefined = Number.isFinite(old) && Number.isFinite(young);
    const bounds = isDefined ? (intervals[index] ?? null) : null;
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

import type { RunAudit } from '../../protocol/auditPage';
import type { RunSnapshot } from '../../protocol/pages';
import type { EvaluationReport } from '../../protocol/reports';
import type { TradePoint } from './trade';

/**
 * What the picture does not show: runs that have no place in it, and those whose two figures are not of the same answers.
 */
export function tradeNotes(
  runs: readonly RunSnapshot[],
  {
    reports,
    audits,
    points,
    utility,
  }: {
    /** One for each run, on the same rows. */
    readonly reports: readonly EvaluationReport[];
    readonly audits: readonly RunAudit[];
    readonly points: readonly TradePoint[];
    /** Its name. */
    readonly utility: string;
  },
): string[] {
  const auditOf = (run: string): RunAudit | undefined => audits.find((audit) => audit.run === run);
  const missing = runs.filter(({ id }) => !points.some(({ run }) => run === id));
  const unaudited = missing.filter(({ id }) => auditOf(id) === undefined);
  const silent = missing.filter(({ id }) => auditOf(id)?.figures.length === 0);
  const others = missing.filter((run) => !unaudited.includes(run) && !silent.includes(run));
  const unlike = runs.filter(
    ({ id }, at) =>
      auditOf(id)?.isByThresholds === true &&
      reports[at]?.thresholdsBy === undefined &&
      points.some(({ run }) => run === id),
  );
  const groups = [
    [unaudited, 'not audited yet'],
    [silent, noFigures],
    [others, 'its audit has no such figure of the same rows'],
  ] as const;
  const words = groups
    .filter(([of]) => of.length > 0)
    .map(([of, why]) => `${namesOf(of)} (${why})`);
  return [
    ...(words.length === 0 ? [] : [`Not shown: ${words.join('; ')}.`]),
    ...unlike.map(
      ({ record: { name } }) =>
        `${name} decides by a threshold for each group: its disparity is with them, its ${utility} without. "finetune evaluate RUN --groups COLUMN" says what they cost.`,
    ),
  ];
}

/** Why an audit has nothing to compare. */
export const noFigures = 'the model is too weak to be audited, or no figure is defined';

function namesOf(runs: readonly RunSnapshot[]): string {
  return runs.map(({ record }) => record.name).join(', ');
}

import type { RunAudit, RunDisparity } from '../../protocol/auditPage';
import { metricWords } from '../../protocol/auditWords';
import type { MetricId } from '../../protocol/metrics';
import { isBetter } from '../../protocol/metrics';
import type { RunSnapshot } from '../../protocol/pages';
import type { EvaluationReport } from '../../protocol/reports';
import { variantPhrase } from '../../protocol/variantPhrase';
import { familyTitle } from '../audit/auditWords';

/** A value with the interval that is known of it. */
interface Ranged {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** A run in the picture of utility against disparity. */
export interface TradePoint {
  readonly run: string;
  readonly name: string;
  /** Position among the runs of the page: its colour. */
  readonly color: number;
  readonly utility: Ranged;
  readonly disparity: Ranged;
  /** No other run is at least as good in both and better in one. */
  readonly isOnFront: boolean;
}

/** Disparities that two or more runs have of the same rows, by a key, with the words of each. */
export function sharedDisparities(audits: readonly RunAudit[]): ReadonlyMap<string, string> {
  const counts = new Map<string, { words: string; runs: number }>();
  for (const audit of audits)
    for (const figure of audit.figures) {
      const key = keyOf(audit, figure);
      const known = counts.get(key);
      if (known === undefined) counts.set(key, { words: wordsOf(figure), runs: 1 });
      else known.runs += 1;
    }
  return new Map(
    [...counts].filter(([, { runs }]) => runs >= 2).map(([key, { words }]) => [key, words]),
  );
}

/** @param reports one for each run, on the same rows */
export function tradePoints(
  runs: readonly RunSnapshot[],
  reports: readonly EvaluationReport[],
  audits: readonly RunAudit[],
  { metric, disparity }: { readonly metric: MetricId; readonly disparity: string },
): TradePoint[] {
  const points = runs.flatMap(({ id, record }, color) => {
    const audit = audits.find(({ run }) => run === id);
    const figure = audit?.figures.find((each) => keyOf(audit, each) === disparity);
    const utility = reports[color]?.metrics[metric];
    if (figure === undefined || utility?.value == null) return [];
    const { value, low, high } = utility;
    return [
      {
        ...{ run: id, name: record.name, color },
        utility: { value, low: low ?? value, high: high ?? value },
        disparity: { value: figure.value, low: figure.low, high: figure.high },
      },
    ];
  });
  return points.map((point) => ({
    ...point,
    isOnFront: !points.some((other) => dominates(metric, other, point)),
  }));
}

function dominates(
  metric: MetricId,
  other: Pick<TradePoint, 'utility' | 'disparity'>,
  point: Pick<TradePoint, 'utility' | 'disparity'>,
): boolean {
  const [theirs, own] = [other.utility.value, point.utility.value];
  const [gap, ownGap] = [Math.abs(other.disparity.value), Math.abs(point.disparity.value)];
  const isBetterSomewhere = isBetter(metric, theirs, own) || gap < ownGap;
  return isBetterSomewhere && !isBetter(metric, own, theirs) && gap <= ownGap;
}

function keyOf({ dataHash }: RunAudit, { id, metric, variant }: RunDisparity): string {
  return [dataHash, id, metric, variant].join('|');
}

function wordsOf({ id, metric, variant }: RunDisparity): string {
  return `${familyTitle(id)}: ${metricWords(metric)} (${variantPhrase(variant)})`;
}

import type { MetricId } from '../../protocol/metrics';
import { isBetter, metricIds } from '../../protocol/metrics';
import type { RunSnapshot } from '../../protocol/pages';
import type { EvaluationReport, Figure } from '../../protocol/reports';
import { sameRows } from '../../protocol/sameRows';

/** An evaluation of each run on the same rows, the newest of each. */
export type CommonReports = readonly EvaluationReport[];

/** What all runs were evaluated on, the most recently used rows first. */
export function commonReports(runs: readonly RunSnapshot[]): CommonReports[] {
  const [first, ...others] = runs.map(({ evaluations }) => newestFirst(evaluations));
  if (first === undefined) return [];
  const newest = first.filter(
    (report, index) => first.findIndex((other) => sameRows(other, report)) === index,
  );
  return newest.flatMap((report) => {
    const twins = others.map((reports) => reports.find((other) => sameRows(other, report)));
    const present = twins.filter((twin) => twin !== undefined);
    return present.length === others.length ? [[report, ...present]] : [];
  });
}

/** What can be said of a difference to the first run. */
export type Verdict = 'better' | 'worse' | 'not significant' | 'unknown';

export interface ComparedFigure {
  readonly figure: Figure | undefined;
  /** To the first run; null for the first run itself and where a value is missing. */
  readonly difference: {
    readonly value: number;
    readonly half: number | null;
    readonly verdict: Verdict;
  } | null;
}

export interface ComparedMetric {
  readonly metric: MetricId;
  readonly figures: readonly ComparedFigure[];
}

/**
 * Each metric with its difference to the first run. The interval of a difference adds both intervals
 * as if the rows were different ones: on the same rows it is wider than need be, so what it calls
 * significant is so. Accuracy of the second run uses McNemar's exact p-value instead, where known.
 */
export function compareMetrics(
  reports: readonly EvaluationReport[],
  mcnemarPValue: number | null,
): ComparedMetric[] {
  return metricIds.flatMap((metric) => {
    const figures = reports.map((report) => report.metrics[metric]);
    if (figures.every((figure) => figure === undefined)) return [];
    const compared = figures.map((figure, index) => {
      const isPaired = metric === 'accuracy' && index === 1;
      const difference =
        index === 0
          ? null
          : differenceOf(metric, figures[0], figure, isPaired ? mcnemarPValue : null);
      return { figure, difference };
    });
    return [{ metric, figures: compared }];
  });
}

function differenceOf(
  metric: MetricId,
  base: Figure | undefined,
  other: Figure | undefined,
  pValue: number | null,
): ComparedFigure['difference'] {
  if (base?.value == null || other?.value == null) return null;
  const value = other.value - base.value;
  const half = combinedHalf(base, other);
  const isSignificant =
    pValue !== null ? pValue < 0.05 : half === null ? null : Math.abs(value) > half;
  const verdict: Verdict =
    isSignificant === null
      ? 'unknown'
      : !isSignificant
        ? 'not significant'
        : isBetter(metric, other.value, base.value)
          ? 'better'
          : 'worse';
  return { value, half, verdict };
}

function combinedHalf(base: Figure, other: Figure): number | null {
  if (base.low === null || base.high === null || other.low === null || other.high === null)
    return null;
  return Math.hypot((base.high - base.low) / 2, (other.high - other.low) / 2);
}

function newestFirst(reports: readonly EvaluationReport[]): EvaluationReport[] {
  return [...reports].sort((a, b) => b.createdAt - a.createdAt);
}

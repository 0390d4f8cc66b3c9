import { differenceInterval, wilson } from '../statistics/intervals';
import type { Bounded } from '../statistics/intervals';
import type { Area } from './areas';
import { areaVariance } from './placements';
import type { PooledPlacements } from './placements';

/** A group's own rows, its negatives against the others' positives, its positives against the others' negatives. */
export type AreaMetric = 'auc' | 'bpsn-auc' | 'bnsp-auc';

interface MeasuredArea {
  readonly area: Area;
  readonly positives: number;
  readonly negatives: number;
}

/**
 * An area minus that of the rest, with its 95 % interval. The variance of few rows with an area near 1 comes out too small as often as
 * not, so that the one they have when they are like all rows counts where it is larger.
 */
export function areaDifference(
  own: MeasuredArea,
  rest: MeasuredArea,
  {
    metric,
    covariance,
    pooled,
  }: {
    readonly metric: AreaMetric;
    readonly covariance: number;
    readonly pooled: PooledPlacements;
  },
): Bounded & { readonly standardError: number } {
  const [a, b] = [safeArea(own, pooled), safeArea(rest, pooled)];
  const usualCovariance = {
    auc: 0,
    'bpsn-auc': pooled.positives.deviation ** 2 / rest.positives,
    'bnsp-auc': pooled.negatives.deviation ** 2 / rest.negatives,
  }[metric];
  const correlation = Math.min(
    0.99,
    Math.max(0, Math.min(covariance, usualCovariance)) / Math.sqrt(a.variance * b.variance),
  );
  const [low, high] = differenceInterval(a, b, correlation);
  const variance = a.variance + b.variance - 2 * correlation * Math.sqrt(a.variance * b.variance);
  return { value: a.value - b.value, low, high, standardError: Math.sqrt(variance) };
}

/** @returns the area with the larger of both variances, and bounds that go with it */
export function safeArea({ area, ...counts }: MeasuredArea, pooled: PooledPlacements): Area {
  const usual = areaVariance(pooled, counts);
  const { value, effectiveRows } = area;
  const rows =
    usual > 0
      ? Math.max(1, Math.min(effectiveRows, (value * (1 - value)) / usual || Infinity))
      : effectiveRows;
  const [low, high] = wilson(value, rows);
  return { value, low, high, variance: Math.max(area.variance, usual), effectiveRows: rows };
}

import type { ChartModel } from './chartModel';

export interface TwinRow {
  readonly position: number;
  /** A value per series; undefined where the series has no point. */
  readonly values: readonly (number | undefined)[];
}

/** All points of a chart within a range, one row per position. */
export function twinRows(model: ChartModel, range: readonly [number, number]): TwinRow[] {
  const byPosition = new Map<number, (number | undefined)[]>();
  model.series.forEach(({ points }, column) => {
    points.x.forEach((position, index) => {
      if (position < range[0] || position > range[1]) return;
      const values =
        byPosition.get(position) ?? new Array<undefined>(model.series.length).fill(undefined);
      values[column] = points.y[index];
      byPosition.set(position, values);
    });
  });
  return [...byPosition]
    .sort(([a], [b]) => a - b)
    .map(([position, values]) => ({ position, values }));
}

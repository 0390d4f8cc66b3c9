import type { XAxis } from './curves';

/** How the user arranged a page's charts; kept across hiding and reloading. */
export interface PlotState {
  readonly axis: XAxis;
  /** Weight of the moving average, from 0 to .99. */
  readonly smoothing: number;
  readonly isLog: boolean;
  readonly zoom: readonly [number, number] | null;
  /** Keys of the lines switched off in a legend. */
  readonly hiddenLines: readonly string[];
  /** Ids of the charts whose table twin is open. */
  readonly openTables: readonly string[];
}

export const defaultPlotState: PlotState = {
  axis: 'step',
  smoothing: 0.9,
  isLog: false,
  zoom: null,
  hiddenLines: [],
  openTables: [],
};

/** Scales the visible range about a position, never beyond the full range. */
export function zoomBy(
  range: readonly [number, number],
  full: readonly [number, number],
  factor: number,
  around: number | null,
): [number, number] | null {
  const center = around ?? (range[0] + range[1]) / 2;
  const from = Math.max(full[0], center - (center - range[0]) * factor);
  const to = Math.min(full[1], center + (range[1] - center) * factor);
  if (from <= full[0] && to >= full[1]) return null;
  return to > from ? [from, to] : [range[0], range[1]];
}

import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { Theme } from '../theme';
import type { ChartModel, ChartSeries } from './chartModel';
import type { XAxis } from './curves';
import { downsample } from './downsample';
import { drawMarks } from './drawMarks';
import { extent, paddedRange } from './valueRange';
import { tickLabels, xTickLabels } from './tickLabels';
import { logTicks, tickDistances } from './ticks';

/** What a plot shows besides its model; the same for all plots of a page. */
export interface PlotView {
  readonly axis: XAxis;
  readonly range: readonly [number, number];
  readonly theme: Theme;
  readonly hidden: ReadonlySet<string>;
}

export interface LinePlot {
  /** Draws the model; cheap when only points or the range have changed. */
  draw(model: ChartModel, view: PlotView): void;
  /** Pixels from the plot's left edge for a position, or null outside the plot. */
  toPixels(position: number): number | null;
  destroy(): void;
}

interface PlotHandlers {
  /** The pointer's position on the x axis, null when it has left. */
  onHover(position: number | null): void;
  onZoom(from: number, to: number): void;
  onReset(): void;
  /** The element over the plotting area, anew after each rebuild: crosshair and labels go there. */
  onBuilt(over: HTMLElement): void;
}

const dashes: Partial<Record<ChartSeries['look'], number[]>> = { dashed: [5, 3] };

/** A line chart on uPlot inside `parent`, which gives it its size. The only user of uPlot. */
export function createLinePlot(parent: HTMLElement, handlers: PlotHandlers): LinePlot {
  let plot: uPlot | null = null;
  let signature = '';
  let shown: { model: ChartModel; view: PlotView } | null = null;
  let nonFinite: number[] = [];
  let valueRange: [number, number] = [0, 1];

  const draw = (model: ChartModel, view: PlotView): void => {
    shown = { model, view };
    const { clientWidth: width, clientHeight: height } = parent;
    if (width === 0 || height === 0) return;
    const visible = model.series.filter(({ key }) => !view.hidden.has(key));
    const drawn = visible.map(({ points }) =>
      downsample(points, { from: view.range[0], to: view.range[1], nColumns: width }),
    );
    nonFinite = drawn.flatMap((each) => each.nonFinite);
    const columns =
      model.scale === 'log'
        ? drawn.map(({ y }) => y.map((value) => (value !== null && value > 0 ? value : null)))
        : drawn.map(({ y }) => y);
    valueRange = paddedRange(extent(columns), model.scale);
    const data = align(drawn.map(({ x }, index) => ({ x, y: columns[index] ?? [] })));
    const wanted = JSON.stringify([
      model.id,
      model.scale,
      view.axis,
      view.theme,
      visible.map(describe),
    ]);
    if (plot === null || wanted !== signature) {
      plot?.destroy();
      signature = wanted;
      plot = new uPlot(options(visible, width, height), data, parent);
      listen(plot.over);
      handlers.onBuilt(plot.over);
      return;
    }
    if (plot.width !== width || plot.height !== height) plot.setSize({ width, height });
    plot.setData(data, true);
  };

  const listen = (over: HTMLElement): void => {
    over.addEventListener('mousemove', ({ offsetX, target }) => {
      if (target === over) handlers.onHover(plot?.posToVal(offsetX, 'x') ?? null);
    });
    over.addEventListener('mouseleave', () => handlers.onHover(null));
  };

  const options = (
    visible: readonly ChartSeries[],
    width: number,
    height: number,
  ): uPlot.Options => {
    const model = (): ChartModel => required(shown).model;
    const { theme, axis } = required(shown).view;
    const look = { stroke: theme.faintForeground, font: theme.font };
    const grid = { stroke: theme.grid, width: theme.isHighContrast ? 0.5 : 1 };
    const isLog = model().scale === 'log';
    return {
      width,
      height,
      padding: [10, 20, 0, 0],
      legend: { show: false },
      cursor: {
        x: false,
        y: false,
        points: { show: false },
        drag: { x: true, y: false, setScale: false },
        bind: { dblclick: () => () => (handlers.onReset(), null) },
      },
      scales: {
        x: { time: false, range: () => [...required(shown).view.range] as [number, number] },
        // eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment -- an ambient const enum: its values are not there at run time
        y: { distr: isLog ? 3 : 1, range: () => valueRange },
      },
      axes: [
        {
          ...look,
          grid: { show: false },
          ticks: { ...grid, size: 4 },
          size: 24,
          gap: 2,
          space: 72,
          incrs: tickDistances(axis),
          values: (_, ticks) => xTickLabels(axis, ticks),
        },
        {
          ...look,
          grid,
          ticks: { show: false },
          size: (_, labels: readonly string[] | null) => axisWidth(labels ?? []),
          gap: 6,
          space: 32,
          values: (_, ticks) => tickLabels(model().format, ticks),
          ...(isLog
            ? {
                splits: (_: uPlot, __: number, min: number, max: number) =>
                  logTicks(min, max, height / 28),
              }
            : {}),
          filter: (_, ticks) => ticks,
        },
      ],
      series: [{}, ...visible.map((series) => lineOptions(series, theme))],
      hooks: {
        setSelect: [
          (self) => {
            const { left, width: selected } = self.select;
            if (selected < 4) return;
            self.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
            handlers.onZoom(self.posToVal(left, 'x'), self.posToVal(left + selected, 'x'));
          },
        ],
        draw: [
          (self) => {
            const { model: drawnModel, view } = required(shown);
            drawMarks(self, drawnModel.marks, nonFinite, view.theme);
          },
        ],
      },
    };
  };

  const observer = new ResizeObserver(() => {
    if (shown !== null) draw(shown.model, shown.view);
  });
  observer.observe(parent);

  return {
    draw,
    toPixels: (position) => {
      if (plot === null || shown === null) return null;
      const [from, to] = shown.view.range;
      return position < from || position > to ? null : plot.valToPos(position, 'x');
    },
    destroy: () => {
      observer.disconnect();
      plot?.destroy();
      plot = null;
    },
  };
}

function lineOptions({ look, run, points }: ChartSeries, theme: Theme): uPlot.Series {
  const color = theme.runs[run.color % theme.runs.length] ?? theme.foreground;
  const dash = dashes[look];
  return {
    stroke: color,
    width: look === 'solid' ? 1.75 : look === 'dashed' ? 1.5 : 1,
    alpha: look === 'faint' ? (theme.isHighContrast ? 0.5 : 0.3) : 1,
    ...(dash === undefined ? {} : { dash }),
    spanGaps: look === 'dashed',
    points: {
      show: () => look === 'dashed' || points.x.length < 3,
      size: 6,
      stroke: color,
      fill: theme.background,
      width: 1.5,
    },
  };
}

function describe({ key, look, run, points }: ChartSeries): string {
  return `${key} ${look} ${run.color} ${points.x.length < 3 ? 'points' : 'line'}`;
}

/** Pixels for labels of the editor's small font; charts with short ones stand in line. */
function axisWidth(labels: readonly string[]): number {
  const longest = Math.max(0, ...labels.map(({ length }) => length));
  return Math.max(52, 10 + 7 * longest);
}

/** uPlot wants one x for all series: places a curve does not know become undefined, gaps stay null. */
function align(curves: readonly { x: number[]; y: (number | null)[] }[]): uPlot.AlignedData {
  if (curves.length === 0) return [[]];
  if (curves.length === 1) return [curves[0]?.x ?? [], curves[0]?.y ?? []];
  return uPlot.join(curves.map(({ x, y }): uPlot.AlignedData => [x, y]));
}

function required<T>(value: T | null): T {
  if (value === null) throw new Error('The plot has not been drawn yet.');
  return value;
}

import { button, checkbox, dropdown, slider } from '../controls';
import { element, setText } from '../element';
import { onThemeChange, readTheme } from '../theme';
import { convertPosition } from './axisConversion';
import type { Chart } from './chart';
import { createChart } from './chart';
import type { ChartModel } from './chartModel';
import { chartModels, fullRange } from './chartModel';
import type { XAxis } from './curves';
import { positionsOn } from './curves';
import type { PlottedRun } from './plottedRun';
import type { PlotState } from './plotState';
import { zoomBy } from './plotState';
import { describePosition } from './ticks';

export interface ChartGrid {
  readonly element: HTMLElement;
  /** Shows these runs; draws at the next frame, however often it is called before. */
  update(runs: readonly PlottedRun[]): void;
  /** Draws at once; for measuring and after the grid came into sight. */
  drawNow(): void;
  /** Moves the crosshair to a step of the first run, from the events list. */
  pointAt(step: number): void;
}

/** All charts of a page: one x axis, one crosshair, one bar with smoothing and scale. */
export function createChartGrid(
  initial: PlotState,
  onStateChange: (state: PlotState) => void,
): ChartGrid {
  let state = initial;
  let runs: readonly PlottedRun[] = [];
  let models: readonly ChartModel[] = [];
  let range: readonly [number, number] = [0, 1];
  let theme = readTheme();
  let position: number | null = null;
  let frame: number | null = null;
  const charts = new Map<string, Chart>();

  const readout = element('output', { class: 'readout number' });
  const resetButton = button({
    label: 'Reset zoom',
    title: 'Shows everything again (double-click on a chart, or key 0)',
    onClick: () => change({ zoom: null }),
  });
  const grid = element('div', { class: 'chart-grid' });
  const bar = element(
    'div',
    { class: 'plot-bar', attributes: { role: 'toolbar', 'aria-label': 'Charts' } },
    dropdown<XAxis>({
      label: 'Against',
      options: [
        { value: 'step', words: 'Step' },
        { value: 'epoch', words: 'Epoch' },
        { value: 'time', words: 'Time' },
      ],
      chosen: state.axis,
      onChange: (axis) => change({ axis, zoom: carryZoom(axis) }),
    }),
    slider({
      label: 'Smoothing',
      max: 0.99,
      step: 0.01,
      value: state.smoothing,
      onInput: (smoothing) => change({ smoothing }),
    }),
    checkbox('Log scale', state.isLog, (isLog) => change({ isLog })),
    resetButton,
    readout,
  );

  const change = (part: Partial<PlotState>): void => {
    state = { ...state, ...part };
    onStateChange(state);
    schedule();
  };

  const carryZoom = (axis: XAxis): PlotState['zoom'] => {
    const curves = runs[0]?.curves;
    if (state.zoom === null || curves === undefined) return null;
    const from = positionsOn(curves, 'train', state.axis);
    const to = positionsOn(curves, 'train', axis);
    const [start, end] = state.zoom.map((place) => convertPosition(from, to, place));
    return start === null || end === null || start === undefined || end === undefined
      ? null
      : [start, end];
  };

  const schedule = (): void => {
    frame ??= requestAnimationFrame(drawNow);
  };

  const drawNow = (): void => {
    if (frame !== null) cancelAnimationFrame(frame);
    frame = null;
    if (grid.clientWidth === 0) return;
    models = chartModels(runs, state);
    range = state.zoom ?? fullRange(models) ?? [0, 1];
    const view = { axis: state.axis, range, theme, hidden: new Set(state.hiddenLines) };
    for (const model of models) chartFor(model).draw(model, view);
    for (const [id, chart] of charts) {
      if (models.some((model) => model.id === id)) continue;
      chart.destroy();
      charts.delete(id);
    }
    resetButton.hidden = state.zoom === null;
    showCrosshair(position);
  };

  const chartFor = ({ id }: ChartModel): Chart => {
    const known = charts.get(id);
    if (known !== undefined) return known;
    const made = createChart(state.openTables.includes(id), {
      onHover: showCrosshair,
      onZoom: (from, to) => change({ zoom: [from, to] }),
      onZoomBy: (factor) => {
        const full = fullRange(models);
        if (full !== null) change({ zoom: zoomBy(range, full, factor, position) });
      },
      onReset: () => change({ zoom: null }),
      onToggleLine: (key) => change({ hiddenLines: toggled(state.hiddenLines, key) }),
      onTable: (isOpen) => {
        const others = state.openTables.filter((open) => open !== id);
        change({ openTables: isOpen ? [...others, id] : others });
      },
    });
    charts.set(id, made);
    // note: charts appear as their first points arrive; the models give the order.
    const nextModels = models.slice(models.findIndex((model) => model.id === id) + 1);
    const next = nextModels
      .map((model) => charts.get(model.id))
      .find((chart) => chart !== undefined);
    grid.insertBefore(made.element, next?.element ?? null);
    return made;
  };

  const showCrosshair = (at: number | null): void => {
    position = at;
    for (const chart of charts.values()) chart.showCrosshair(at);
    setText(readout, at === null ? '' : describePosition(state.axis, at));
  };

  onThemeChange(() => {
    theme = readTheme();
    schedule();
  });

  return {
    element: element('div', { class: 'charts' }, bar, grid),
    update: (next) => {
      runs = next;
      schedule();
    },
    drawNow,
    pointAt: (step) => {
      const curves = runs[0]?.curves;
      if (curves === undefined) return;
      const at = convertPosition(curves.train.step, positionsOn(curves, 'train', state.axis), step);
      showCrosshair(at);
      grid.scrollIntoView({ block: 'nearest' });
    },
  };
}

function toggled(keys: readonly string[], key: string): string[] {
  return keys.includes(key) ? keys.filter((each) => each !== key) : [...keys, key];
}

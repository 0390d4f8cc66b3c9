import { toggle } from '../controls';
import { element, setText } from '../element';
import type { ChartModel, Mark } from './chartModel';
import { createCrosshair } from './crosshair';
import { createLegend } from './legend';
import type { PlotView } from './linePlot';
import { createLinePlot } from './linePlot';
import { firstAtLeast, nearest } from './search';
import { createTableTwin } from './tableTwin';
import { describePosition } from './ticks';

export interface ChartHandlers {
  onHover(position: number | null): void;
  onZoom(from: number, to: number): void;
  /** Multiplies the visible span, around the crosshair. */
  onZoomBy(factor: number): void;
  onReset(): void;
  onToggleLine(key: string): void;
  onTable(isOpen: boolean): void;
}

export interface Chart {
  readonly element: HTMLElement;
  draw(model: ChartModel, view: PlotView): void;
  showCrosshair(position: number | null): void;
  destroy(): void;
}

const reachPixels = 7;

/** Title, plot, legend and table twin of one quantity. */
export function createChart(isTableOpen: boolean, handlers: ChartHandlers): Chart {
  const title = element('h3');
  const hint = element('p', { class: 'hint chart-hint' });
  const area = element('div', { class: 'plot-area' });
  const spoken = element('div', {
    class: 'visually-hidden',
    attributes: { 'aria-live': 'polite' },
  });
  const figure = element(
    'div',
    {
      class: 'plot-focus',
      attributes: { tabindex: 0, role: 'group', 'aria-roledescription': 'chart' },
      on: { keydown: (event) => onKey(event as KeyboardEvent) },
    },
    area,
  );
  const crosshair = createCrosshair();
  const legend = createLegend((key) => handlers.onToggleLine(key));
  const twin = createTableTwin();
  let shown: { model: ChartModel; view: PlotView } | null = null;
  let position: number | null = null;
  let isOpen = isTableOpen;

  const plot = createLinePlot(area, {
    onHover: (hovered) => handlers.onHover(hovered),
    onZoom: (from, to) => handlers.onZoom(from, to),
    onReset: () => handlers.onReset(),
    onBuilt: (over) => crosshair.attachTo(over),
  });

  const showTable = (): void => {
    twin.element.hidden = !isOpen;
    if (isOpen && shown !== null) twin.draw(shown.model, shown.view.axis, shown.view.range);
  };

  const onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const action = keyAction(event);
    if (action === null) return;
    event.preventDefault();
    action();
    if (position !== null && shown !== null) {
      const where = describePosition(shown.view.axis, position);
      setText(spoken, `${where}: ${legend.showValues(position)}`);
    }
  };

  const keyAction = ({ key, shiftKey }: KeyboardEvent): (() => void) | null => {
    const stride = shiftKey ? 10 : 1;
    switch (key) {
      case 'ArrowLeft':
        return () => move(-stride);
      case 'ArrowRight':
        return () => move(stride);
      case 'Home':
        return () => move(-Infinity);
      case 'End':
        return () => move(Infinity);
      case '+':
      case '=':
        return () => handlers.onZoomBy(0.5);
      case '-':
      case '_':
        return () => handlers.onZoomBy(2);
      case '0':
        return () => handlers.onReset();
      case 'Escape':
        return position === null ? null : () => handlers.onHover(null);
      default:
        return null;
    }
  };

  /** Steps the crosshair from point to point of the first visible line. */
  const move = (stride: number): void => {
    if (shown === null) return;
    const { model, view } = shown;
    const line = model.series.find(({ key }) => !view.hidden.has(key));
    if (line === undefined) return;
    const { x } = line.points;
    const first = firstAtLeast(x, view.range[0]);
    const last = Math.max(first, firstAtLeast(x, view.range[1] + 1e-9) - 1);
    const from = position === null ? (stride > 0 ? first - 1 : last + 1) : nearest(x, position);
    const next = x[Math.min(last, Math.max(first, from + stride))];
    if (next !== undefined) handlers.onHover(next);
  };

  const tableToggle = toggle('Table', isOpen, (pressed) => {
    isOpen = pressed;
    showTable();
    handlers.onTable(pressed);
  });
  const root = element(
    'section',
    { class: 'chart' },
    element('header', { class: 'chart-head' }, title, tableToggle),
    hint,
    figure,
    legend.element,
    twin.element,
    spoken,
  );

  const wordsAt = (at: number): string | null => {
    if (shown === null) return null;
    const pixels = plot.toPixels(at);
    const near = shown.model.marks.filter((mark) => isNear(plot.toPixels(mark.x), pixels));
    return near.length === 0 ? null : describeMarks(near);
  };

  return {
    element: root,
    draw: (model, view) => {
      shown = { model, view };
      setText(title, model.title);
      setText(hint, model.hint ?? '');
      hint.hidden = model.hint === undefined;
      tableToggle.setAttribute('aria-label', `Table of ${model.title}`);
      root.dataset.chart = model.id;
      figure.setAttribute('aria-label', `${model.title}. ${keyHelp}`);
      plot.draw(model, view);
      legend.draw(model, view.hidden, view.theme);
      legend.showValues(position);
      showTable();
    },
    showCrosshair: (at) => {
      position = at;
      crosshair.show(at === null ? null : plot.toPixels(at), at === null ? null : wordsAt(at));
      legend.showValues(at);
    },
    destroy: () => {
      plot.destroy();
      root.remove();
    },
  };
}

const keyHelp = 'Arrows move the crosshair, plus and minus zoom, 0 shows everything.';

function isNear(a: number | null, b: number | null): boolean {
  return a !== null && b !== null && Math.abs(a - b) <= reachPixels;
}

function describeMarks(marks: readonly Mark[]): string {
  const words = [...new Set(marks.map((mark) => mark.words))];
  const rest = words.length > 3 ? ` · and ${words.length - 3} more` : '';
  return words.slice(0, 3).join(' · ') + rest;
}

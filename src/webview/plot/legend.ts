import { element, setText, svg } from '../element';
import type { Theme } from '../theme';
import type { ChartModel, ChartSeries, Look } from './chartModel';
import { nearest } from './search';

export interface Legend {
  readonly element: HTMLElement;
  draw(model: ChartModel, hidden: ReadonlySet<string>, theme: Theme): void;
  /** Writes each line's value next to its name: at the crosshair, or the newest. */
  showValues(position: number | null): string;
}

/** A button for each line: its look, its name, its value; pressing it hides or shows the line. */
export function createLegend(onToggle: (key: string) => void): Legend {
  const root = element('div', {
    class: 'legend',
    attributes: { role: 'group', 'aria-label': 'Lines' },
  });
  let signature = '';
  let shown: ChartModel | null = null;
  const values = new Map<string, HTMLElement>();

  const draw = (model: ChartModel, hidden: ReadonlySet<string>, theme: Theme): void => {
    shown = model;
    const wanted = JSON.stringify([
      theme.runs,
      model.series.map(({ key, look, label, run }) => [
        key,
        look,
        label,
        run.name,
        run.color,
        hidden.has(key),
      ]),
    ]);
    if (wanted === signature) return;
    signature = wanted;
    const focused = document.activeElement?.getAttribute('data-key') ?? null;
    values.clear();
    const nRuns = new Set(model.series.map(({ run }) => run.id)).size;
    root.replaceChildren(
      ...model.series.map((series) => item(series, nRuns > 1, hidden.has(series.key), theme)),
    );
    if (focused !== null) {
      const again = [...root.children].find((child) => child.getAttribute('data-key') === focused);
      if (again instanceof HTMLElement) again.focus();
    }
  };

  const item = (
    series: ChartSeries,
    namesRun: boolean,
    isHidden: boolean,
    theme: Theme,
  ): HTMLElement => {
    const value = element('span', { class: 'number legend-value' });
    values.set(series.key, value);
    const words = namesRun ? `${series.run.name} · ${series.label}` : series.label;
    return element(
      'button',
      {
        class: 'legend-item',
        title: isHidden ? `Show ${words}` : `Hide ${words}`,
        attributes: { type: 'button', 'aria-pressed': !isHidden, 'data-key': series.key },
        on: { click: () => onToggle(series.key) },
      },
      lineSample(series.look, theme.runs[series.run.color % theme.runs.length] ?? theme.foreground),
      element('span', { class: 'legend-name' }, words),
      value,
    );
  };

  return {
    element: root,
    draw,
    showValues: (position) => {
      if (shown === null) return '';
      const { series, format } = shown;
      const words = series.map((each) => {
        const { x, y } = each.points;
        const value = y[position === null ? y.length - 1 : nearest(x, position)];
        const text = value === undefined ? '' : format(value);
        const target = values.get(each.key);
        if (target !== undefined) setText(target, text);
        return `${each.run.name} ${each.label} ${text}`;
      });
      return words.join(', ');
    },
  };
}

function lineSample(look: Look, color: string): SVGElement {
  const line = svg('line', {
    x1: 0,
    y1: 5,
    x2: 18,
    y2: 5,
    stroke: color,
    'stroke-width': look === 'faint' ? 1 : 2,
    'stroke-opacity': look === 'faint' ? 0.55 : 1,
    ...(look === 'dashed' ? { 'stroke-dasharray': '5 3' } : {}),
  });
  const shape = { width: 18, height: 10, viewBox: '0 0 18 10', 'aria-hidden': 'true' };
  if (look !== 'dashed') return svg('svg', shape, line);
  const point = svg('circle', { cx: 9, cy: 5, r: 2.5, fill: color });
  return svg('svg', shape, line, point);
}

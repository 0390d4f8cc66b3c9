import { plainNumber } from '../../protocol/formatNumber';
import { element, fill, svg } from '../element';
import { dotMark } from './dotMark';
import type { DotRow } from './dotRow';
import { dotScale, percentOf } from './dotScale';
import type { DotScale } from './dotScale';

/** More rows than this are shown when asked. */
const nRowsAtOnce = 40;
const bandHeight = 16;

export interface DotPlotHandlers {
  /** What opens under a row; null: nothing does. */
  readonly detailsOf: (key: string) => HTMLElement | null;
  readonly isOpen: (key: string) => boolean;
  readonly onOpen: (key: string, isOpen: boolean) => void;
}

/** A row a figure: name, value with its interval over the band of no difference, verdict; a click on the name opens the evidence. */
export function drawDotPlot(
  target: HTMLElement,
  rows: readonly DotRow[],
  label: string,
  handlers: DotPlotHandlers,
): void {
  const scale = dotScale(rows);
  const list = element('div', { attributes: { role: 'list', 'aria-label': label } });
  const more = element('div');
  const show = (n: number): void => {
    fill(list, ...rows.slice(0, n).map((row) => drawRow(row, scale, handlers)));
    const nLeft = rows.length - n;
    fill(
      more,
      nLeft <= 0
        ? null
        : element(
            'button',
            {
              class: 'link',
              attributes: { type: 'button' },
              on: { click: () => show(rows.length) },
            },
            `Show ${nLeft} more`,
          ),
    );
  };
  show(nRowsAtOnce);
  fill(target, list, drawAxis(scale), more);
}

function drawRow(row: DotRow, scale: DotScale, handlers: DotPlotHandlers): HTMLElement {
  const details = handlers.detailsOf(row.key);
  const cells = [
    element('div', { class: 'dot-area' }, drawMarks(row, scale)),
    element(
      'div',
      { class: 'dot-figure number' },
      row.figure,
      row.interval === '' ? null : element('span', { class: 'dot-interval' }, row.interval),
    ),
    element('div', { class: `dot-verdict ${row.look}` }, row.verdict),
  ];
  if (details === null) {
    return element(
      'div',
      { class: 'dot-row', attributes: { role: 'listitem' } },
      element('div', { class: 'dot-label' }, row.label),
      ...cells,
    );
  }
  let isOpen = handlers.isOpen(row.key);
  const place = element('div', { class: 'dot-details' });
  const name = element(
    'button',
    {
      class: 'dot-label',
      title: row.label,
      attributes: {
        type: 'button',
        'aria-label': `${row.label}: ${[row.figure, row.interval].filter((each) => each !== '').join(', ')}; ${row.verdict}`,
      },
      on: {
        click: () => {
          isOpen = !isOpen;
          handlers.onOpen(row.key, isOpen);
          update();
        },
      },
    },
    element('span', { class: 'twistie', attributes: { 'aria-hidden': true } }),
    row.label,
  );
  const update = (): void => {
    name.setAttribute('aria-expanded', String(isOpen));
    place.hidden = !isOpen;
    if (isOpen && place.childElementCount === 0) fill(place, details);
  };
  update();
  return element(
    'div',
    { class: 'dot-row', attributes: { role: 'listitem' } },
    name,
    ...cells,
    place,
  );
}

function drawMarks({ value, low, high, band, look }: DotRow, scale: DotScale): SVGElement {
  const middle = '50%';
  const x = (at: number): string => `${percentOf(scale, at)}%`;
  const parts: SVGElement[] = scale.ticks.map((tick) =>
    svg('line', {
      class: tick === 0 ? 'zero' : 'tick',
      x1: x(tick),
      x2: x(tick),
      y1: 0,
      y2: '100%',
    }),
  );
  if (band !== null) {
    const width = percentOf(scale, band[1]) - percentOf(scale, band[0]);
    parts.push(
      svg('rect', {
        class: 'band',
        x: x(band[0]),
        y: middle,
        width: `${width}%`,
        height: bandHeight,
        transform: `translate(0 ${-bandHeight / 2})`,
      }),
    );
  }
  if (low !== null && high !== null) {
    parts.push(
      svg('line', { class: `interval ${look}`, x1: x(low), x2: x(high), y1: middle, y2: middle }),
    );
  }
  if (value !== null) {
    parts.push(
      svg(
        'svg',
        { class: 'mark-place', x: x(value), y: middle, overflow: 'visible' },
        dotMark(look),
      ),
    );
  }
  return svg('svg', { class: 'dot-marks', 'aria-hidden': 'true' }, ...parts);
}

function drawAxis(scale: DotScale): HTMLElement {
  const words = scale.ticks.map((tick) =>
    svg('text', { x: `${percentOf(scale, tick)}%`, y: 11, 'text-anchor': 'middle' }),
  );
  words.forEach((text, index) => (text.textContent = plainNumber(scale.ticks[index] ?? 0)));
  return element(
    'div',
    { class: 'dot-row dot-axis', attributes: { 'aria-hidden': true } },
    element('div', { class: 'dot-label' }),
    element('div', { class: 'dot-area' }, svg('svg', { class: 'dot-marks', height: 14 }, ...words)),
    element('div', { class: 'dot-figure' }),
    element('div', { class: 'dot-verdict' }),
  );
}

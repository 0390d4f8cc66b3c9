import { intervalWords } from '../../protocol/auditWords';
import { formatInterval, formatMetric, plainNumber } from '../../protocol/formatNumber';
import { dotScale, percentOf } from '../audit/dotScale';
import { element, svg } from '../element';
import { runSwatch } from '../icons';
import { readTheme } from '../theme';
import type { TradePoint } from './trade';

const height = 260;
/** Room for what the axis says. */
const below = 36;

/** Runs as crosses of their intervals: right is a larger disparity, up a larger utility. Filled marks are beaten by no other run. */
export function drawTrade(
  points: readonly TradePoint[],
  words: { readonly utility: string; readonly disparity: string },
): HTMLElement {
  const theme = readTheme();
  const [x, y] = [
    dotScale(points.map(({ disparity }) => ({ ...disparity, band: null }))),
    dotScale(points.map(({ utility }) => ({ ...utility, band: null }))),
  ];
  const across = (value: number): string => `${percentOf(x, value)}%`;
  const up = (value: number): string => `${100 - percentOf(y, value)}%`;
  const parts: SVGElement[] = [
    ...x.ticks.map((tick) =>
      svg('line', { class: 'tick', x1: across(tick), x2: across(tick), y1: '0%', y2: '100%' }),
    ),
    ...y.ticks.map((tick) =>
      svg('line', { class: 'tick', x1: '0%', x2: '100%', y1: up(tick), y2: up(tick) }),
    ),
    ...x.ticks.map((tick) =>
      axisText(plainNumber(tick), { x: across(tick), y: '100%', dy: 16, 'text-anchor': 'middle' }),
    ),
    ...y.ticks.map((tick) =>
      axisText(plainNumber(tick), { x: '0%', y: up(tick), dx: -6, dy: 4, 'text-anchor': 'end' }),
    ),
    ...points.flatMap(({ color, utility, disparity, isOnFront }) => {
      const stroke = theme.runs[color % theme.runs.length] ?? theme.foreground;
      const [cx, cy] = [across(disparity.value), up(utility.value)];
      return [
        svg('line', {
          x1: across(disparity.low),
          x2: across(disparity.high),
          y1: cy,
          y2: cy,
          stroke,
          'stroke-width': 1.5,
        }),
        svg('line', {
          x1: cx,
          x2: cx,
          y1: up(utility.low),
          y2: up(utility.high),
          stroke,
          'stroke-width': 1.5,
        }),
        svg('circle', {
          cx,
          cy,
          r: 5,
          stroke,
          'stroke-width': 2,
          fill: isOnFront ? stroke : theme.background,
        }),
      ];
    }),
  ];
  const plot = svg(
    'svg',
    {
      class: 'trade-marks',
      height: height - below,
      role: 'img',
      'aria-label': `${words.utility} against ${words.disparity}`,
    },
    ...parts,
  );
  plot.setAttribute('overflow', 'visible');
  return element(
    'div',
    {},
    element(
      'p',
      { class: 'hint' },
      `Up: ${words.utility}. To the right: ${words.disparity}. Lines hold 95 %; a filled mark is a run that no other beats in both.`,
    ),
    element('div', { class: 'trade-plot' }, plot),
    element(
      'ul',
      { class: 'trade-legend' },
      ...points.map(({ name, color, utility, disparity }) =>
        element(
          'li',
          { class: 'number' },
          runSwatch(theme.runs[color % theme.runs.length] ?? theme.foreground),
          ` ${name}: ${formatInterval(utility)}, disparity ${formatMetric(disparity.value)} (${intervalWords(disparity)})`,
        ),
      ),
    ),
  );
}

function axisText(
  words: string,
  attributes: Readonly<Record<string, string | number>>,
): SVGElement {
  const text = svg('text', attributes);
  text.textContent = words;
  return text;
}

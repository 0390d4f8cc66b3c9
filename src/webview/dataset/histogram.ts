import type { ColumnFilter, Histogram } from '../../protocol/datasetPage';
import { svg } from '../element';
import { barsOf } from './filters';

const [width, height] = [120, 24];

/** Bars over a column's values; a click on one filters by it. The column's menu offers the same by keyboard. */
export function drawHistogram(
  column: string,
  histogram: Histogram,
  chosen: readonly ColumnFilter[],
  onFilter: (filter: ColumnFilter) => void,
): SVGElement {
  const bars = barsOf(column, histogram);
  const most = Math.max(1, ...bars.map(({ count }) => count));
  const step = width / Math.max(1, bars.length);
  const drawn = bars.map(({ filter, count, words }, index) => {
    // note: the smallest bar is still seen, an empty one is none.
    const size = count === 0 ? 0 : Math.max(2, (height * count) / most);
    const isChosen = chosen.some((each) => JSON.stringify(each) === JSON.stringify(filter));
    const title = svg('title', {});
    title.textContent = words;
    const x = index * step;
    const bar = svg('rect', {
      class: isChosen ? 'bar-rect chosen' : 'bar-rect',
      ...{ x, y: height - size, width: Math.max(1, step - 1), height: size },
    });
    const target = svg('rect', { class: 'bar-target', x, y: 0, width: step, height }, title);
    target.addEventListener('click', () => onFilter(filter));
    return [bar, target];
  });
  return svg(
    'svg',
    {
      class: 'histogram',
      viewBox: `0 0 ${width} ${height}`,
      preserveAspectRatio: 'none',
      'aria-hidden': 'true',
    },
    ...drawn.flat(),
  );
}

import { linkButton } from './controls';
import { element, fill } from './element';
import { tableScroll } from './tableScroll';
import { formatCount } from '../protocol/formatNumber';

/** A table of a hundred thousand rows would hold the page up for seconds. */
const nRowsAtOnce = 200;

interface Head {
  readonly title: string;
  readonly kind: 'text' | 'number';
}

export interface PagedTable<Row> {
  readonly element: HTMLElement;
  /** Shows the first rows under these heads. */
  draw(heads: readonly Head[], rows: readonly Row[]): void;
}

/** A table that shows its first rows, and more of them when asked. */
export function createPagedTable<Row>(
  caption: string,
  drawRow: (row: Row) => HTMLElement,
): PagedTable<Row> {
  const head = element('tr');
  const body = element('tbody');
  const more = element('div');
  const table = element(
    'table',
    { class: 'data errors', attributes: { 'aria-label': caption } },
    element('thead', {}, head),
    body,
  );
  const scroll = tableScroll(caption, table);

  const showMore = (rows: readonly Row[]): void => {
    const nShown = body.childElementCount;
    body.append(...rows.slice(nShown, nShown + nRowsAtOnce).map(drawRow));
    const nLeft = rows.length - body.childElementCount;
    const words =
      nLeft > nRowsAtOnce
        ? `Show ${nRowsAtOnce} of ${formatCount(nLeft)} more rows`
        : `Show ${nLeft} more rows`;
    fill(more, nLeft > 0 ? linkButton(words, () => showMore(rows)) : null);
  };

  return {
    element: element('div', {}, scroll, more),
    draw: (heads, rows) => {
      scroll.hidden = rows.length === 0;
      fill(
        head,
        ...heads.map(({ title, kind }) =>
          element('th', { class: kind, attributes: { scope: 'col' } }, title),
        ),
      );
      fill(body);
      showMore(rows);
    },
  };
}

import type { ColumnFacts, RowView, ShownRow } from '../../protocol/datasetPage';
import { element, fill } from '../element';
import { problemMark, worstOf } from './problemMark';
import { RowCache } from './rowCache';
import { listHeight, rowsInSight, scrollTopOf, topRow, type ListGeometry } from './windowOfRows';
import { formatCount } from '../../protocol/formatNumber';

const rowHeight = 26;

/** Pixels a column has at least, by its type, and its share of what is left. */
const widths: Readonly<Record<string, { readonly least: number; readonly share: number }>> = {
  text: { least: 200, share: 3 },
  number: { least: 160, share: 1 },
  boolean: { least: 160, share: 1 },
};
const otherWidth = { least: 180, share: 2 };
const gutterWidth = 88;

export interface RowGrid {
  readonly element: HTMLElement;
  draw(columns: readonly ColumnFacts[], view: RowView): void;
  add(version: number, at: number, rows: readonly ShownRow[]): void;
}

/** A table over millions of rows of which only those in sight are in the document. */
export function createRowGrid(handlers: {
  readonly head: HTMLElement;
  readonly top: number;
  readonly selected: number | null;
  readonly onRows: (version: number, at: number, count: number) => void;
  readonly onSelect: (row: number) => void;
  readonly onTop: (top: number) => void;
}): RowGrid {
  const cache = new RowCache(handlers.onRows);
  const body = element('div', { class: 'grid-body', attributes: { role: 'rowgroup' } });
  const scroller = element(
    'div',
    {
      class: 'grid',
      attributes: { role: 'grid', tabindex: 0, 'aria-label': 'Rows', 'aria-readonly': true },
    },
    handlers.head,
    body,
  );
  let view: RowView | null = null;
  let top = handlers.top;
  let isPlaced = false;
  /** Place in the view of the row that the keyboard is on. */
  let current: number | null = null;
  let selectedRow = handlers.selected;
  /** What the document shows, to tell when it has to change. */
  let drawn: readonly unknown[] = [];
  /** Place of the row to be selected once it is known. */
  let awaited: number | null = null;

  const geometry = (): ListGeometry => ({
    rows: view?.rows ?? 0,
    rowHeight,
    viewHeight: Math.max(rowHeight, scroller.clientHeight - handlers.head.offsetHeight),
  });

  const show = (): void => {
    if (view === null) return;
    const now = geometry();
    body.style.height = `${listHeight(now)}px`;
    const { from, to } = rowsInSight(now, top);
    const places = Array.from({ length: to - from }, (_, index) => from + index);
    const isExact = listHeight(now) === now.rows * rowHeight;
    const offset = isExact ? 0 : scroller.scrollTop - top * rowHeight;
    const rows = places.map((place) => cache.at(place, now.rows));
    // note: rows that are drawn anew lose the pointer, and whoever reads them their place.
    const next = [from, offset, selectedRow, now.rows, ...rows];
    if (next.length === drawn.length && next.every((each, index) => each === drawn[index])) return;
    drawn = next;
    fill(
      body,
      ...rows.map((row, index) => {
        const made = drawRow(from + index, row, now.rows);
        made.style.transform = `translateY(${offset + (from + index) * rowHeight}px)`;
        return made;
      }),
    );
    scroller.setAttribute('aria-rowcount', String(now.rows));
  };

  const drawRow = (place: number, row: ShownRow | undefined, total: number): HTMLElement => {
    const isSelected = row?.row === selectedRow;
    const worst = worstOf(row?.problems.map(({ severity }) => severity) ?? []);
    const titles = row?.problems.map(({ message }) => message).join('\n') ?? '';
    const cells = (row?.cells ?? ['…']).map((cell) =>
      element('div', { class: 'grid-cell', attributes: { role: 'gridcell' } }, cell),
    );
    return element(
      'div',
      {
        class: `grid-row${isSelected ? ' selected' : ''}${row?.isReadable === false ? ' broken' : ''}`,
        attributes: {
          role: 'row',
          'aria-rowindex': Math.min(total, place + 1),
          'aria-selected': isSelected,
          'data-place': place,
        },
      },
      element(
        'div',
        { class: 'grid-cell gutter number', title: titles, attributes: { role: 'rowheader' } },
        worst === null ? null : problemMark(worst),
        row === undefined ? '' : formatCount(row.row),
      ),
      ...cells,
    );
  };

  const select = (row: number): void => {
    selectedRow = row;
    handlers.onSelect(row);
    show();
  };

  const goTo = (place: number): void => {
    const now = geometry();
    const seen = Math.floor(now.viewHeight / rowHeight);
    const target = Math.min(now.rows - 1, Math.max(0, place));
    current = target;
    if (target < top) top = target;
    else if (target >= top + seen) top = target - seen + 1;
    scroller.scrollTop = scrollTopOf(now, top);
    awaited = target;
    selectAwaited();
    show();
  };

  /** A row that is still on its way is selected when it has come. */
  const selectAwaited = (): void => {
    const row = awaited === null ? undefined : cache.at(awaited, geometry().rows);
    if (row === undefined) return;
    awaited = null;
    select(row.row);
  };

  const onKey = (event: KeyboardEvent): void => {
    if (event.target !== scroller) return;
    const page = Math.floor(geometry().viewHeight / rowHeight);
    const from = current ?? top - 1;
    const target = {
      ArrowDown: from + 1,
      ArrowUp: Math.max(0, from - 1),
      PageDown: from + page,
      PageUp: from - page,
      Home: 0,
      End: (view?.rows ?? 1) - 1,
    }[event.key];
    if (target === undefined) return;
    event.preventDefault();
    goTo(target);
  };

  scroller.addEventListener('keydown', onKey);
  body.addEventListener('click', ({ clientX, clientY }) => {
    // note: a row may have been drawn anew between the button's going down and up.
    const row = document.elementFromPoint(clientX, clientY)?.closest<HTMLElement>('.grid-row');
    const place = Number(row?.dataset.place ?? NaN);
    if (!Number.isInteger(place)) return;
    [current, awaited] = [place, place];
    selectAwaited();
  });
  scroller.addEventListener('scroll', () => {
    top = topRow(geometry(), scroller.scrollTop);
    handlers.onTop(top);
    show();
  });
  new ResizeObserver(show).observe(scroller);

  return {
    element: scroller,
    draw: (columns, next) => {
      if (view !== null && view.version !== next.version) {
        [top, current, awaited, scroller.scrollTop] = [0, null, null, 0];
      }
      view = next;
      cache.use(next.version);
      const wanted = columns.map(({ type }) => widths[type] ?? otherWidth);
      const template = wanted.map(({ least, share }) => `minmax(${least}px, ${share}fr)`);
      const least = wanted.reduce((sum, each) => sum + each.least, gutterWidth);
      scroller.style.setProperty('--columns', [`${gutterWidth}px`, ...template].join(' '));
      scroller.style.setProperty('--least-width', `${least}px`);
      scroller.style.setProperty('--row-height', `${rowHeight}px`);
      show();
      if (!isPlaced && next.rows > top) {
        isPlaced = true;
        scroller.scrollTop = scrollTopOf(geometry(), top);
      }
    },
    add: (version, at, rows) => {
      cache.add(version, at, rows);
      selectAwaited();
      show();
    },
  };
}

import type { DatasetHead, RowView, ShownRow } from '../../protocol/datasetPage';
import { element, fill, setText } from '../element';
import { drawRow, rowElementId } from './gridRow';
import { RowCache } from './rowCache';
import {
  columnsInSight,
  listHeight,
  rowsInSight,
  scrollTopOf,
  topRow,
  type ListGeometry,
} from './windowOfRows';

const rowHeight = 26;

/** Pixels a column has at least, by its type, and its share of what is left. */
const widths: Readonly<Record<string, { readonly least: number; readonly share: number }>> = {
  text: { least: 200, share: 3 },
  number: { least: 160, share: 1 },
  boolean: { least: 160, share: 1 },
};
const otherWidth = { least: 180, share: 2 };
const gutterWidth = 88;

const gridLabel = 'Rows. Arrows choose one.';
const textGridLabel = 'Rows. Arrows choose one, Enter opens its line in the editor.';

export interface RowGrid {
  readonly element: HTMLElement;
  /** `isWhole`: no more rows will come of this view. */
  draw(facts: Pick<DatasetHead, 'columns' | 'rows'>, view: RowView, isWhole: boolean): void;
  add(version: number, at: number, rows: readonly ShownRow[]): void;
  /** Selects a row of the file by its number, whatever rows are shown. */
  goToRow(row: number): void;
}

/** A table over millions of rows of which only those in sight are in the document. */
export function createRowGrid(handlers: {
  readonly head: HTMLElement;
  readonly top: number;
  readonly selected: number | null;
  readonly onRows: (version: number, at: number, count: number) => void;
  readonly onSelect: (row: number) => void;
  /** A row's line is to be opened; null: the file has no lines. */
  readonly onOpen: ((line: number) => void) | null;
  /** All rows are to be shown, in the file's order. */
  readonly onAllRows: () => void;
  readonly onTop: (top: number) => void;
  /** Told which columns are in sight, from one to before another. */
  readonly onColumns: (from: number, to: number) => void;
}): RowGrid {
  const cache = new RowCache(handlers.onRows);
  const body = element('div', { class: 'grid-body', attributes: { role: 'rowgroup' } });
  const empty = element('p', { class: 'grid-empty hint' });
  empty.hidden = true;
  const scroller = element(
    'div',
    {
      class: 'grid',
      attributes: {
        ...{ role: 'grid', tabindex: 0, 'aria-readonly': true },
        'aria-label': handlers.onOpen === null ? gridLabel : textGridLabel,
      },
    },
    handlers.head,
    body,
    empty,
  );
  let view: RowView | null = null;
  let top = handlers.top;
  /** Where the rows are to begin once they are there; null: wherever they do. */
  let wantedTop: number | null = handlers.top;
  /** Place in the view of the row that the keyboard is on. */
  let current: number | null = null;
  let selectedRow = handlers.selected;
  /** What the document shows, to tell when it has to change. */
  let drawn: readonly unknown[] = [];
  let leastWidths: readonly number[] = [];
  /** Place of the row to be selected once it is known. */
  let awaited: number | null = null;
  /** Number of the row to go to once all rows are shown. */
  let wantedRow: number | null = null;

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
    const columns = seenColumns();
    // note: rows that are drawn anew lose the pointer, and whoever reads them their place.
    const next = [from, offset, selectedRow, now.rows, columns.from, columns.to, ...rows];
    if (next.length === drawn.length && next.every((each, index) => each === drawn[index])) return;
    drawn = next;
    fill(
      body,
      ...rows.map((row, index) => {
        const isSelected = row?.row === selectedRow;
        const made = drawRow(row, { place: from + index, isSelected, columns });
        made.style.transform = `translateY(${offset + (from + index) * rowHeight}px)`;
        return made;
      }),
    );
    // The head is a row too.
    scroller.setAttribute('aria-rowcount', String(now.rows + 1));
    const active = current === null ? '' : rowElementId(current);
    scroller.setAttribute('aria-activedescendant', active);
  };

  const seenColumns = (): { readonly from: number; readonly to: number } =>
    columnsInSight({
      widths: leastWidths,
      before: gutterWidth,
      scrollLeft: scroller.scrollLeft,
      viewWidth: scroller.clientWidth,
    });

  /** The heads of the columns in sight, where others are in sight now. */
  const showHeads = (): void => {
    const { from, to } = seenColumns();
    handlers.onColumns(from, to);
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

  /** All rows of the file may not be known yet. */
  const goToWanted = (shown: RowView): void => {
    if (wantedRow === null || !isWholeFile(shown) || shown.rows < wantedRow) return;
    const place = wantedRow - 1;
    [wantedRow, wantedTop] = [null, null];
    goTo(place);
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
    const chosen = current === null ? undefined : cache.at(current, geometry().rows);
    if (event.key === 'Enter' && chosen !== undefined) {
      event.preventDefault();
      handlers.onOpen?.(chosen.line);
      return;
    }
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
  body.addEventListener('dblclick', () => {
    const row = current === null ? undefined : cache.at(current, geometry().rows);
    if (row !== undefined) handlers.onOpen?.(row.line);
  });
  body.addEventListener('click', ({ clientX, clientY }) => {
    // note: a row may have been drawn anew between the button's going down and up.
    const row = document.elementFromPoint(clientX, clientY)?.closest<HTMLElement>('.grid-row');
    const place = Number(row?.dataset.place ?? NaN);
    if (!Number.isInteger(place)) return;
    [current, awaited] = [place, place];
    selectAwaited();
  });
  // Whoever scrolls wants to be where they go.
  for (const type of ['wheel', 'pointerdown', 'keydown'])
    scroller.addEventListener(type, () => (wantedTop = null), { passive: true });
  scroller.addEventListener('scroll', () => {
    showHeads();
    if (wantedTop !== null) {
      show();
      return;
    }
    top = topRow(geometry(), scroller.scrollTop);
    handlers.onTop(top);
    show();
  });
  new ResizeObserver(() => {
    showHeads();
    show();
  }).observe(scroller);

  return {
    element: scroller,
    draw: ({ columns, rows: known }, next, isWhole) => {
      if (view !== null && view.version !== next.version) {
        awaited = null;
        // The same rows anew, perhaps of a file that has changed: the place among them stays.
        if (isSameChoice(view, next)) wantedTop ??= top;
        else [wantedTop, current, top, scroller.scrollTop] = [null, null, 0, 0];
      }
      view = next;
      cache.use(next.version);
      const wanted = columns.map(({ type }) => widths[type] ?? otherWidth);
      const template = wanted.map(({ least, share }) => `minmax(${least}px, ${share}fr)`);
      leastWidths = wanted.map(({ least }) => least);
      const least = leastWidths.reduce((sum, each) => sum + each, gutterWidth);
      scroller.style.setProperty('--columns', [`${gutterWidth}px`, ...template].join(' '));
      scroller.style.setProperty('--least-width', `${least}px`);
      scroller.style.setProperty('--row-height', `${rowHeight}px`);
      scroller.setAttribute('aria-colcount', String(columns.length + 1));
      showHeads();
      show();
      setText(empty, known === 0 ? 'The file has no rows.' : 'No row fits the filter.');
      empty.hidden = next.rows > 0 || !isWhole || (known > 0 && isUnfiltered(next));
      // note: the list is as long as what has been read, and cannot be scrolled beyond.
      if (wantedTop !== null && (next.rows > wantedTop || isWhole)) {
        top = Math.min(wantedTop, Math.max(0, next.rows - 1));
        wantedTop = null;
        scroller.scrollTop = scrollTopOf(geometry(), top);
        show();
      }
      goToWanted(next);
    },
    goToRow: (row) => {
      wantedRow = row;
      if (view !== null && isWholeFile(view)) goToWanted(view);
      else handlers.onAllRows();
    },
    add: (version, at, rows) => {
      cache.add(version, at, rows);
      selectAwaited();
      show();
    },
  };
}

function isSameChoice(a: RowView, b: RowView): boolean {
  return JSON.stringify([a.filter, a.order]) === JSON.stringify([b.filter, b.order]);
}

/** Whether the view has all rows in the file's order. */
function isWholeFile(view: RowView): boolean {
  return view.order === null && isUnfiltered(view);
}

function isUnfiltered({ filter: { text, problem, columns } }: RowView): boolean {
  return text.trim() === '' && problem === null && columns.length === 0;
}
